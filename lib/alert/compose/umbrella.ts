import type { Fills, Language } from '../../core/language.ts';
import { say } from '../../core/language.ts';
import type { Bar, Line, Message } from '../../core/message.ts';
import { worst } from '../../core/severity.ts';
import type { Member } from '../state.ts';
import { levelNames } from '../texts/ends.ts';
import { contextTexts, endLabels, labels } from '../texts/labels.ts';
import {
  memberNames,
  mostlySharedTexts,
  sharedSteps,
  sharedTexts,
  shareTexts,
  umbrellaTexts,
} from '../texts/umbrella.ts';
import { tellingCauses } from './cause.ts';
import type { Clock } from './clock.ts';
import { momentOf, timeOf } from './clock.ts';
import type { Composed } from './compose.ts';
import { labelsIn } from './compose.ts';
import { incidentId } from './incident-id.ts';
import type { UmbrellaInput } from './input.ts';
import { dotted, listed, phrase, plainOf } from './phrase.ts';
import type { Shared } from './shared.ts';
import { sharedBy } from './shared.ts';
import type { Words } from './umbrella-end.ts';
import { endedWords } from './umbrella-end.ts';
import { areJobs, jobWords, runReplies } from './umbrella-jobs.ts';
import { causeOf, levels, listReplies } from './umbrella-list.ts';
import { cutWords, readableWords } from './untrusted-words.ts';

/** Many incidents at once as one message: how many, how bad, what they share, and the list in the thread. */
export function composeUmbrella(input: UmbrellaInput): Composed {
  const clock: Clock = { language: input.language, timezone: input.timezone, now: input.now };
  const firing = input.members.filter(({ alert }) => alert.status === 'firing');
  const runs = areJobs(input.members) && input.closed !== true ? runReplies(firing, clock) : [];
  return { message: messageOf(input, firing, clock), replies: [...listReplies(input.members, clock), ...runs] };
}

function messageOf(input: UmbrellaInput, firing: readonly Member[], clock: Clock): Message {
  const { language } = clock;
  const isOver = firing.length === 0 || input.closed === true;
  const shared = sharedBy(input.members);
  const count = (isOver ? input.members : firing).length + input.forgotten;
  const title = titleIn(input, { count, shared }, clock);
  const told = isOver ? endedWords(input, title, clock) : firingWords(input, { firing, shared, title }, clock);
  return {
    incident: input.incidentId,
    ...told,
    why: whyOf(shared, input.members, clock),
    context: dotted([
      phrase(umbrellaTexts.since, language, { from: momentOf(input.startedAt, clock) }),
      ...accountsOf(input.members).map((account) => phrase(contextTexts.account, language, { account })),
      [incidentId(input.incidentId, input.startedAt)],
      [timeOf(input.now, clock)],
    ]),
    labels: labelsIn(language, isOver ? endLabels : labels),
    code: shared[0] === undefined ? 'storm' : `storm/${shared[0].kind}`,
  };
}

/** One installation watches one account: more than one stands here only where several send to one queue. */
function accountsOf(members: readonly Member[]): readonly string[] {
  return [...new Set(members.map(({ alert }) => alert.subject.account))];
}

function firingWords(
  input: UmbrellaInput,
  {
    firing,
    shared,
    title,
  }: { readonly firing: readonly Member[]; readonly shared: readonly Shared[]; readonly title: Fills },
  clock: Clock,
): Words {
  const { language } = clock;
  const impact = levelsIn(input, firing, clock);
  return {
    status: 'firing',
    severity: worst(...firing.map(({ alert }) => alert.severity)),
    summary: cutWords(say(umbrellaTexts.summary, language, { ...title, levels: plainOf(impact) }), 180),
    bar: barOf(firing),
    title: [{ bold: say(umbrellaTexts.title, language, title) }],
    impact,
    next: phrase(umbrellaTexts.next, language),
    do: [phrase(sharedSteps[shared[0]?.kind ?? 'none'], language)],
    ...(areJobs(input.members) && jobWords(firing, title, clock)),
  };
}

/** What the title is filled with. */
function titleIn(
  input: UmbrellaInput,
  { count, shared }: { readonly count: number; readonly shared: readonly Shared[] },
  clock: Clock,
): Fills {
  return {
    environment: readableWords(input.environment.name, 20),
    count,
    what: whatOf(input.members, clock.language),
    shared: sharedIn(shared, input, clock),
  };
}

function barOf(firing: readonly Member[]): Bar {
  const isHurt = firing.some(({ alert }) => ['down', 'degraded', 'missed', 'failed'].includes(alert.impact.level));
  return isHurt ? 'red' : 'amber';
}

function whatOf(members: readonly Member[], language: Language): string {
  if (areJobs(members)) return memberNames.jobs[language];
  const isAll = members.every(({ alert }) => alert.subject.kind === 'service');
  return (isAll ? memberNames.services : memberNames.several)[language];
}

/** "All" is only said of those that are known, and when it is all of them. */
function sharedIn(shared: readonly Shared[], { members, forgotten }: UmbrellaInput, clock: Clock): string {
  const first = shared[0];
  if (first === undefined) return '';
  const value = valueOf(first, clock, members);
  const texts = forgotten === 0 && first.count === members.length ? sharedTexts : mostlySharedTexts;
  return say(umbrellaTexts.shared, clock.language, { shared: say(texts[first.kind], clock.language, { value }) });
}

/** A cause is named by its title, as its first member has it. */
function valueOf({ kind, value }: Shared, clock: Clock, members: readonly Member[]): string {
  if (kind !== 'cause') return readableWords(value, 80);
  const member = members.find(({ alert }) => tellingCauses(alert.causes)[0]?.id === value);
  return member === undefined ? readableWords(value, 80) : causeOf(member, clock);
}

function whyOf(shared: readonly Shared[], members: readonly Member[], clock: Clock): Line {
  if (shared.length === 0) return phrase(umbrellaTexts.nothingShared, clock.language);
  const total = members.length;
  const parts = shared
    .slice(0, 3)
    .map((each) =>
      phrase(shareTexts[each.kind], clock.language, { count: each.count, total, value: valueOf(each, clock, members) }),
    );
  return dotted(parts);
}

function levelsIn({ members, forgotten }: UmbrellaInput, firing: readonly Member[], { language }: Clock): Line {
  const counts = levels.flatMap((level) => {
    const count = firing.filter(({ alert }) => alert.impact.level === level).length;
    return count === 0 ? [] : [phrase(umbrellaTexts.level, language, { count, level: levelNames[level][language] })];
  });
  const over = members.length - firing.length;
  return listed(
    [
      ...counts,
      ...(over === 0 ? [] : [phrase(umbrellaTexts.ended, language, { count: over })]),
      ...(forgotten === 0 ? [] : [phrase(umbrellaTexts.forgotten, language, { count: forgotten })]),
    ],
    language,
  );
}
