import type { ImpactLevel } from '../../core/alert.ts';
import type { Reply } from '../../core/message.ts';
import { placedName } from '../../core/subject.ts';
import { shownLaunch } from '../../ecs/scheduled-launch.ts';
import type { Member } from '../state.ts';
import { impactSummaries } from '../texts/impact.ts';
import { memberEnds, umbrellaTexts } from '../texts/umbrella.ts';
import { causeWords, tellingCauses } from './cause.ts';
import type { Clock } from './clock.ts';
import { isGone } from './end-kind.ts';
import { firstFit, phrase, plainOf } from './phrase.ts';
import { cutWords, readableWords } from './untrusted-words.ts';

/** The worst first: also the order in which they are counted. */
export const levels: readonly ImpactLevel[] = [
  'down',
  'missed',
  'failed',
  'degraded',
  'late',
  'at-risk',
  'unknown',
  'none',
];

/** How a member of the list ended. */
export function memberEnd({ alert }: Member): keyof typeof memberEnds | undefined {
  if (alert.status === 'firing') return undefined;
  return isGone(alert) ? 'gone' : alert.status;
}

const linesInReply = 50;

/** The list is posted anew when it has grown by this much; what stands in a thread is not edited. */
const listStep = 25;

/** A member's cause by its title. */
export function causeOf({ alert }: Member, clock: Clock): string {
  const main = tellingCauses(alert.causes)[0];
  if (main === undefined) return '';
  const { title, fills } = causeWords(main, { alert }, clock);
  return plainOf(phrase(title, clock.language, fills));
}

/** The members as they are, the worst first, at most 50 to a reply. */
export function listReplies(members: readonly Member[], clock: Clock): readonly Reply[] {
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
  const { subject, impact } = member.alert;
  const end = memberEnd(member);
  const { healthy, desired } = impact;
  const numbers = { healthy, desired };
  const level =
    end === undefined
      ? plainOf(phrase(firstFit(impactSummaries[impact.level], numbers), clock.language, numbers))
      : memberEnds[end][clock.language];
  const name = placedName({ cluster: subject.cluster, name: shownLaunch(subject.name) });
  return cutWords(`${level}  ${readableWords(name, 80)}  ${causeOf(member, clock)}`.trimEnd(), 200);
}
