import type { Fills, Language } from '../../core/language.ts';
import { say } from '../../core/language.ts';
import type { Line, Message, Reply } from '../../core/message.ts';
import type { Instant } from '../../core/time.ts';
import { commands } from '../../ecs/commands.ts';
import { isScheduledMark } from '../../ecs/scheduled-launch.ts';
import type { Member } from '../state.ts';
import { isFiring, isJob } from '../storm.ts';
import { levelNames } from '../texts/ends.ts';
import { jobStormTexts } from '../texts/umbrella.ts';
import type { Clock } from './clock.ts';
import { phrase } from './phrase.ts';
import { levels } from './umbrella-list.ts';

/** Jobs in one reply's commands; further ones have a reply of their own. */
const commandsInReply = 30;

export function areJobs(members: readonly Member[]): boolean {
  return members.length > 0 && members.every(isJob);
}

type JobWords = Pick<Message, 'summary' | 'title' | 'next' | 'do'>;

/** Of many jobs at once: what becomes of them is not what becomes of services. `title`: what theirs is filled with. */
export function jobWords(firing: readonly Member[], title: Fills, { language }: Clock): JobWords {
  const fills = { ...title, levels: levelsIn(firing, Number(title['count']), language) };
  const step = firing.some(isToRun) ? jobStormTexts.step : jobStormTexts.wait;
  return {
    summary: say(jobStormTexts.summary, language, fills),
    title: [{ bold: say(jobStormTexts.title, language, fills) }],
    next: phrase(jobStormTexts.next, language),
    do: [phrase(step, language)],
  };
}

/** `40 jobs missed`, `43 jobs: 40 missed, 3 failed`. */
function levelsIn(firing: readonly Member[], count: number, language: Language): string {
  const counts = levels.flatMap((level) => {
    const those = firing.filter(({ alert }) => alert.impact.level === level).length;
    return those === 0 ? [] : [{ level: levelNames[level][language], count: those }];
  });
  const [only, ...others] = counts;
  if (only !== undefined && others.length === 0) return say(jobStormTexts.only, language, { count, level: only.level });
  const named = counts.map((each) =>
    language === 'ja' ? `${each.level} ${each.count} 件` : `${each.count} ${each.level}`,
  );
  return say(jobStormTexts.several, language, { count, levels: named.join(language === 'ja' ? '、' : ', ') });
}

/** Missed, or failed, for a time of its schedule: what is somebody else's cannot be run by us. */
function isToRun(member: Member): member is Member & { alert: { pointers: { slot: Instant } } } {
  const { subject, impact, pointers } = member.alert;
  const isOver = impact.level === 'missed' || impact.level === 'failed';
  return isFiring(member) && isJob(member) && isOver && pointers.slot !== undefined && !isScheduledMark(subject.name);
}

/** One command for each job that is to be run again, ready to paste. */
export function runReplies(members: readonly Member[], { language }: Clock): readonly Reply[] {
  const wanted = members.filter(isToRun).map(({ alert }) => commands.runJob(alert.subject.name, alert.pointers.slot));
  const chunks = Array.from({ length: Math.ceil(wanted.length / commandsInReply) }, (_, at) =>
    wanted.slice(at * commandsInReply, (at + 1) * commandsInReply),
  );
  return chunks.map((chunk, index): Reply => {
    const lines: readonly Line[] = index === 0 ? [[{ bold: jobStormTexts.run[language] }]] : [];
    return { key: `run/${index}/${Math.floor(chunk.length / 10)}`, lines, fence: chunk };
  });
}
