import { roomOn } from './checks.ts';
import type { Room } from './finding.ts';
import type { PlacementInstance } from './instance.ts';
import type { Question } from './question.ts';
import { addTo, tallyOf, totalOf } from './tally.ts';

/** A number of copies. `unbounded`: nothing the task asks for ever runs out. */
export type Copies = number | 'unbounded';

export const copiesOf = (count: number): Copies => (Number.isFinite(count) ? count : 'unbounded');

/** How many more copies fit: `copies` for sure, `copiesAtMost` where something is not known. */
export type CopyCount = { readonly copies: Copies; readonly copiesAtMost?: Copies };

/** How many more copies fit, at the least and at the most where not all can be known. */
export function roomFor(question: Question, instances: readonly PlacementInstance[]): Room {
  const tally = tallyOf(question.asked.capacityProviders);
  for (const instance of instances) addTo(tally, instance, roomOn(question, instance));
  return totalOf(tally);
}

export function countOf({ least, most }: Room): CopyCount {
  return { copies: copiesOf(least), ...(most !== least && { copiesAtMost: copiesOf(most) }) };
}
