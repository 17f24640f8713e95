import { minuteMs } from '../core/time.ts';
import type { Instant } from '../core/time.ts';
import type { DrainReads } from './facts.ts';
import type { Wanted } from './wanted.ts';

/**
 * So many instances are looked at in one invocation: each takes two lists of ECS's bucket of 20 reads a second (request
 * throttling), and an invocation must come to its end. The others are looked at a little later.
 */
const mostLooks = 20;

/** Whose end is so near is looked at whatever it takes. */
const urgentMs = 3 * minuteMs;

/** What a record would read. `endsAt`: when its drain ends at the latest; `counted`: the tasks ECS counts on it. */
export type Plan = {
  readonly wanted: Wanted;
  readonly endsAt: Instant;
  readonly counted: number;
  /** Tasks known from a list before, which a glance describes. */
  readonly known: number;
  readonly pool: string;
};

/** A look's lists, and the pages of them past the first, each with its tasks described. */
const costOf = ({ counted }: Plan): number => 2 + 3 * Math.floor(counted / 100);

/** Known tasks, described together. */
const glanceCost = (plans: readonly Plan[]): number =>
  Math.ceil(plans.reduce((sum, { known, wanted }) => sum + (wanted.glance === undefined ? 0 : known), 0) / 100);

/** Tasks described of those that are stuck, 50 of each: asked for seldom, of few at a time. */
const whyCost = (plans: readonly Plan[]): number => Math.ceil(plans.filter(({ wanted }) => wanted.why).length / 2);

/** Instances found, and some tasks described, for all together; the instances of a cluster, for all who ask for room there. */
const togetherCost = 3;
const poolCost = 2;

/**
 * What is read now. Draining is given a part of ECS's bucket, and all its functions share it. Where instances are is
 * always read: without that nothing can be set to DRAINING. Then come looks, those whose end is next first; then room.
 * Who goes without is looked at later: that is unknown, not empty.
 */
export async function rationed<Planned extends Plan>(
  planned: readonly Planned[],
  { tokens }: Pick<DrainReads, 'tokens'>,
  now: Instant,
): Promise<readonly (readonly [Planned, Wanted])[]> {
  const looking = planned.filter(({ wanted }) => wanted.look).toSorted((a, b) => a.endsAt - b.endsAt);
  const looks = looking.filter(({ wanted }) => wanted.glance === undefined).slice(0, mostLooks);
  const glances = glanceCost(looking);
  const urgent = looks.filter(({ endsAt }) => endsAt < now + urgentMs);
  const pools = new Set(planned.filter(({ wanted }) => wanted.room).map(({ pool }) => pool));
  const isMapping = planned.some(({ wanted }) => wanted.hosts && !wanted.look && !wanted.room);
  const must =
    sumOf(urgent) + glances + whyCost(planned) + (isMapping || urgent.length > 0 || glances > 0 ? togetherCost : 0);
  const may = sumOf(looks) - sumOf(urgent) + (must > 0 ? 0 : togetherCost) + pools.size * poolCost;
  const wantsAny = looks.length > 0 || pools.size > 0 || must > 0;
  // Without an answer only what cannot wait is read.
  let left = wantsAny ? await tokens({ must, may }).catch(() => 0) : 0;
  if (must === 0) left -= togetherCost;
  const taken = new Set<Plan>(urgent);
  for (const look of looks) {
    if (taken.has(look) || costOf(look) > left) continue;
    taken.add(look);
    left -= costOf(look);
  }
  const open = new Set([...pools].slice(0, Math.max(0, Math.floor(left / poolCost))));
  return planned.map((plan) => [plan, allowed(plan, { lists: taken.has(plan), room: open.has(plan.pool) })]);
}

function sumOf(looks: readonly Plan[]): number {
  return looks.reduce((sum, look) => sum + costOf(look), 0);
}

function allowed({ wanted }: Plan, may: { readonly lists: boolean; readonly room: boolean }): Wanted {
  const look = wanted.look && (may.lists || wanted.glance !== undefined);
  const room = wanted.room && may.room;
  const isLess = (wanted.look && !look) || (wanted.room && !room);
  return { ...wanted, look, room, holds: wanted.holds && !isLess, hosts: wanted.hosts && !isLess };
}
