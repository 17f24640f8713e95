import type { ImpactLevel } from '../../core/alert.ts';
import type { Language } from '../../core/language.ts';
import { say } from '../../core/language.ts';
import type { Bar, Line, Message, Reply } from '../../core/message.ts';
import { worst } from '../../core/severity.ts';
import type { Instant } from '../../core/time.ts';
import type { Member } from '../state.ts';
import { levelNames } from '../texts/ends.ts';
import { impactSummaries } from '../texts/impact.ts';
import { endLabels, labels } from '../texts/labels.ts';
import { sharedSteps, sharedTexts, shareTexts, umbrellaTexts } from '../texts/umbrella.ts';
import { causeWords, tellingCauses } from './cause.ts';
import type { Clock } from './clock.ts';
import { durationOf, momentOf, timeOf } from './clock.ts';
import type { Composed } from './compose.ts';
import { labelsIn } from './compose.ts';
import { incidentId } from './incident-id.ts';
import { dotted, firstFit, listed, phrase, plainOf } from './phrase.ts';
import type { Shared } from './shared.ts';
import { sharedBy } from './shared.ts';
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

/** The worst first: also the order in which they are counted. */
const levels: readonly ImpactLevel[] = ['down', 'missed', 'failed', 'degraded', 'late', 'at-risk', 'unknown', 'none'];

const linesInReply = 50;

/** The list is posted anew when it has grown by this much; what stands in a thread is not edited. */
const listStep = 25;

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
  const title = { environment, count, shared: sharedIn(shared, clock) };
  const impact = isOver ? endedImpact(input, clock) : levelsIn(input, firing, clock);
  const titleText = isOver ? umbrellaTexts.over : umbrellaTexts.title;
  const first = shared[0];
  return {
    incident: input.incidentId,
    status: isOver ? 'resolved' : 'firing',
    severity: worst(...(isOver ? members : firing).map(({ alert }) => alert.severity)),
    summary: isOver
      ? say(umbrellaTexts.over, language, title)
      : cutWords(say(umbrellaTexts.summary, language, { ...title, levels: plainOf(impact) }), 180),
    bar: barOf(members, firing),
    title: [{ bold: say(titleText, language, title) }],
    impact,
    next: phrase(isOver ? umbrellaTexts.nextOver : umbrellaTexts.next, language),
    why: whyOf(shared, members, clock),
    ...(!isOver && { do: [phrase(first === undefined ? sharedSteps.none : sharedSteps[first.kind], language)] }),
    context: dotted([
      phrase(umbrellaTexts.since, language, { from: momentOf(input.startedAt, clock) }),
      [incidentId(input.incidentId, input.startedAt)],
      [timeOf(input.now, clock)],
    ]),
    labels: labelsIn(language, isOver ? endLabels : labels),
    code: first === undefined ? 'storm' : `storm/${first.kind}`,
  };
}

/** Green only when every one of them was seen to work again. */
function barOf(members: readonly Member[], firing: readonly Member[]): Bar {
  if (firing.length > 0) {
    const isHurt = firing.some(({ alert }) => ['down', 'degraded', 'missed', 'failed'].includes(alert.impact.level));
    return isHurt ? 'red' : 'amber';
  }
  if (members.every(({ alert }) => alert.status === 'resolved')) return 'green';
  return members.some(({ alert }) => alert.status === 'rolled-back') ? 'amber' : 'grey';
}

function sharedIn(shared: readonly Shared[], clock: Clock): string {
  const first = shared[0];
  if (first === undefined) return '';
  const value = valueOf(first, clock);
  return say(umbrellaTexts.shared, clock.language, { shared: say(sharedTexts[first.kind], clock.language, { value }) });
}

/** A cause is named by its title, without the values of any one member. */
function valueOf({ kind, value }: Shared, clock: Clock, members: readonly Member[] = []): string {
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

function endedImpact({ startedAt, now, members, forgotten }: UmbrellaInput, clock: Clock): Line {
  return dotted([
    [durationOf(now - startedAt, clock.language)],
    phrase(umbrellaTexts.ended, clock.language, { count: members.length }),
    forgotten === 0 ? undefined : phrase(umbrellaTexts.forgotten, clock.language, { count: forgotten }),
  ]);
}

function causeOf({ alert }: Member, clock: Clock): string {
  const main = tellingCauses(alert.causes)[0];
  if (main === undefined) return '';
  const { title, fills } = causeWords(main, { alert }, clock);
  return plainOf(phrase(title, clock.language, fills));
}

/** The members as they are, the worst first, at most 50 to a reply. */
function listReplies(members: readonly Member[], clock: Clock): readonly Reply[] {
  const sorted = [...members].sort((a, b) => rankOf(a) - rankOf(b));
  const chunks = Array.from({ length: Math.ceil(sorted.length / linesInReply) }, (_, at) =>
    sorted.slice(at * linesInReply, (at + 1) * linesInReply),
  );
  return chunks.map((chunk, index) => ({
    key: `members/${index}/${Math.floor(chunk.length / listStep)}`,
    lines: index === 0 ? [[{ bold: umbrellaTexts.list[clock.language] }]] : [],
    fence: chunk.map((member) => memberLine(member, clock)),
  }));
}

function rankOf({ alert }: Member): number {
  return alert.status === 'firing' ? levels.indexOf(alert.impact.level) : levels.length;
}

/** `DOWN 0/6  web/orders-api  image not found`. */
function memberLine(member: Member, clock: Clock): string {
  const { subject, impact, status } = member.alert;
  const { healthy, desired } = impact;
  const level =
    status === 'firing'
      ? plainOf(
          phrase(firstFit(impactSummaries[impact.level], { healthy, desired }), clock.language, { healthy, desired }),
        )
      : say(umbrellaTexts.ended, clock.language, { count: 1 });
  const name = subject.cluster === '-' ? subject.name : `${subject.cluster}/${subject.name}`;
  return cutWords(`${level}  ${readableWords(name, 80)}  ${causeOf(member, clock)}`.trimEnd(), 200);
}
