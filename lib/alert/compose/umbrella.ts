import type { Language } from '../../core/language.ts';
import { say } from '../../core/language.ts';
import type { Bar, Line, Message } from '../../core/message.ts';
import { worst } from '../../core/severity.ts';
import type { Instant } from '../../core/time.ts';
import type { Member } from '../state.ts';
import { levelNames } from '../texts/ends.ts';
import { endLabels, labels } from '../texts/labels.ts';
import {
  memberEnds,
  memberNames,
  mostlySharedTexts,
  sharedSteps,
  sharedTexts,
  shareTexts,
  stormEnds,
  stormRemains,
  umbrellaTexts,
} from '../texts/umbrella.ts';
import { tellingCauses } from './cause.ts';
import type { Clock } from './clock.ts';
import { durationOf, momentOf, timeOf } from './clock.ts';
import type { Composed } from './compose.ts';
import { labelsIn } from './compose.ts';
import { incidentId } from './incident-id.ts';
import { dotted, listed, phrase, plainOf } from './phrase.ts';
import type { Shared } from './shared.ts';
import { sharedBy } from './shared.ts';
import { causeOf, levels, listReplies } from './umbrella-list.ts';
import { cutWords, readableWords } from './untrusted-words.ts';

/** A storm at one place. `incidentId` is the storm's own id; `forgotten` members are counted, not known. */
export type UmbrellaInput = {
  readonly members: readonly Member[];
  readonly forgotten: number;
  readonly environment: { readonly name: string; readonly production: boolean };
  readonly language: Language;
  readonly timezone: string;
  readonly incidentId: string;
  readonly startedAt: Instant;
  readonly now: Instant;
};

/** Many incidents at once as one message: how many, how bad, what they share, and the list in the thread. */
export function composeUmbrella(input: UmbrellaInput): Composed {
  const clock: Clock = { language: input.language, timezone: input.timezone, now: input.now };
  const firing = input.members.filter(({ alert }) => alert.status === 'firing');
  return { message: messageOf(input, firing, clock), replies: listReplies(input.members, clock) };
}

function messageOf(input: UmbrellaInput, firing: readonly Member[], clock: Clock): Message {
  const { language } = clock;
  const { members, forgotten } = input;
  const isOver = firing.length === 0;
  const environment = readableWords(input.environment.name, 20);
  const shared = sharedBy(members);
  const count = isOver ? members.length + forgotten : firing.length + forgotten;
  const title = { environment, count, what: whatOf(members, language), shared: sharedIn(shared, input, clock) };
  const impact = isOver ? endedImpact(input, clock) : levelsIn(input, firing, clock);
  const titleText = isOver ? umbrellaTexts.over : umbrellaTexts.title;
  const end = endOf(input);
  const steps = isOver ? stormRemains[end.status] : sharedSteps[shared[0]?.kind ?? 'none'];
  return {
    incident: input.incidentId,
    status: isOver ? end.status : 'firing',
    severity: worst(...(isOver ? members : firing).map(({ alert }) => alert.severity)),
    summary: isOver
      ? say(umbrellaTexts.over, language, title)
      : cutWords(say(umbrellaTexts.summary, language, { ...title, levels: plainOf(impact) }), 180),
    bar: isOver ? endBars[end.status] : barOf(firing),
    title: [{ bold: say(titleText, language, title) }],
    impact,
    next: isOver ? phrase(stormEnds[end.status], language, end) : phrase(umbrellaTexts.next, language),
    why: whyOf(shared, members, clock),
    ...(steps !== undefined && { do: [phrase(steps, language)] }),
    context: dotted([
      phrase(umbrellaTexts.since, language, { from: momentOf(input.startedAt, clock) }),
      [incidentId(input.incidentId, input.startedAt)],
      [timeOf(input.now, clock)],
    ]),
    labels: labelsIn(language, isOver ? endLabels : labels),
    code: shared[0] === undefined ? 'storm' : `storm/${shared[0].kind}`,
  };
}

function barOf(firing: readonly Member[]): Bar {
  const isHurt = firing.some(({ alert }) => ['down', 'degraded', 'missed', 'failed'].includes(alert.impact.level));
  return isHurt ? 'red' : 'amber';
}

const endBars = { resolved: 'green', 'rolled-back': 'amber', expired: 'grey' } as const;

/** How it ended: recovered only when every one of them was seen to work again. `count` of them ended so. */
function endOf({ members, forgotten }: UmbrellaInput): {
  readonly status: keyof typeof endBars;
  readonly count: number;
} {
  const counted = (status: keyof typeof endBars): number =>
    members.filter(({ alert }) => alert.status === status).length + (status === 'expired' ? forgotten : 0);
  const status = counted('expired') > 0 ? 'expired' : counted('rolled-back') > 0 ? 'rolled-back' : 'resolved';
  return { status, count: counted(status) };
}

function whatOf(members: readonly Member[], language: Language): string {
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

/** How long it was, and how its members ended. */
function endedImpact({ startedAt, now, members, forgotten }: UmbrellaInput, clock: Clock): Line {
  const { language } = clock;
  const ends = Object.entries(memberEnds).flatMap(([status, text]) => {
    const count = members.filter(({ alert }) => alert.status === status).length;
    return count === 0 ? [] : [phrase(umbrellaTexts.level, language, { count, level: text[language] })];
  });
  const rest = forgotten === 0 ? [] : [phrase(umbrellaTexts.forgotten, language, { count: forgotten })];
  return dotted([[durationOf(now - startedAt, language)], listed([...ends, ...rest], language)]);
}
