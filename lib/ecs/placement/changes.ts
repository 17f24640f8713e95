import type { AskedTask } from './asked.ts';
import type { Change, Possible } from './change.ts';
import { instanceChanges } from './change-instances.ts';
import { settingChanges } from './change-settings.ts';
import { sizeChanges } from './change-sizes.ts';
import { roomOn } from './checks.ts';
import type { Copies } from './copies.ts';
import { copiesOf, roomFor } from './copies.ts';
import type { Room } from './finding.ts';
import type { PlacementInstance } from './instance.ts';
import { questionOf } from './question.ts';
import { addTo, tallyOf, totalOf } from './tally.ts';

export type AdmittingChange = Change & {
  /** How many more copies fit after it, and did not before. */
  readonly admits: Copies;
};

/** The daemons other tasks must leave room for: a new instance begins with them. */
type ChangeFacts = { readonly daemons?: readonly AskedTask[] };

/**
 * Every single change that would let more copies in, the cheapest first: what a new revision can do, before what costs
 * money, before what replaces instances. Each was counted by the same engine as the verdict. One more instance of each
 * type is among them.
 */
export function cheapestChanges(
  asked: AskedTask,
  instances: readonly PlacementInstance[],
  { daemons = [] }: ChangeFacts = {},
): readonly AdmittingChange[] {
  const leastOf = counterOf(asked, instances);
  const now = leastOf(instances);
  if (!Number.isFinite(now)) return [];
  const possible: readonly Possible[] = [
    ...sizeChanges(asked, instances),
    ...settingChanges(asked, instances),
    ...instanceChanges(asked, instances, daemons),
  ];
  const admitting = possible.flatMap(({ change, asked: changed, instances: others = instances }) => {
    const after = changed === undefined ? leastOf(others) : roomFor(questionOf(changed), others).least;
    return after - now >= 1 ? [{ ...change, admits: copiesOf(after - now) }] : [];
  });
  return worthwhile(admitting.toSorted((a, b) => a.cost - b.cost || countOf(b.admits) - countOf(a.admits)));
}

/** Counts the copies on instances most of which it was asked about before. */
function counterOf(asked: AskedTask, instances: readonly PlacementInstance[]) {
  const question = questionOf(asked);
  const rooms = new Map<PlacementInstance, Room>(instances.map((each) => [each, roomOn(question, each)]));
  return (others: readonly PlacementInstance[]): number => {
    const tally = tallyOf(asked.capacityProviders);
    for (const each of others) addTo(tally, each, rooms.get(each) ?? roomOn(question, each));
    return totalOf(tally).least;
  };
}

/** Of sizes those that admit more than every larger one before them. */
function worthwhile(changes: readonly AdmittingChange[]): readonly AdmittingChange[] {
  let most = 0;
  return changes.filter(({ kind, admits }) => {
    if (kind !== 'size') return true;
    const isMore = countOf(admits) > most;
    if (isMore) most = countOf(admits);
    return isMore;
  });
}

const countOf = (copies: Copies): number => (copies === 'unbounded' ? Infinity : copies);
