import type { EcsService } from '../core/ecs-reads.ts';
import type { Fills } from '../core/language.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs } from '../core/time.ts';
import type { ServicePolicy } from './policy.ts';
import type { SpotPolicy } from './spot.ts';
import { freshSpot, isShortForLong } from './spot.ts';
import type { ServiceState } from './state.ts';
import type { Trouble } from './trouble-state.ts';
import type { WeighedUp } from './weigh.ts';

/** What people are told of: a row of the catalogue, and how long it must have been so. Work that comes and goes is no news. */
const patienceMs: Readonly<Record<string, number>> = {
  scale_at_most: 10 * minuteMs,
  scale_no_room: 5 * minuteMs,
  scale_blind: 10 * minuteMs,
  scale_work_unknown: 15 * minuteMs,
};

type Found = { readonly cause: string; readonly fills: Fills };

/** All that is wrong now, and since when. What was wrong and is not is gone from the list. */
export function troublesOf(
  before: readonly Trouble[],
  { state, course, wishes }: WeighedUp,
  { policy, service, now }: { readonly policy: ServicePolicy; readonly service: EcsService; readonly now: Instant },
): readonly Trouble[] {
  const { wanted, applied, steps } = course;
  const has = (code: string) => steps.find((step) => step.code === code);
  const limited = has('AlreadyAtMaxCapacity');
  const short = has('NotPlaceable');
  const owned = has('OwnedByOther');
  const blind = wishes.length > 0 && wishes.every(({ tasks }) => tasks === undefined);
  const lastForeign = state.foreign.at(-1);
  const stopped: readonly (Found | undefined)[] = [
    state.refused === undefined ? undefined : { cause: 'scale_refused', fills: { reason: state.refused } },
    owned && { cause: 'scale_owned', fills: { by: owned.why } },
    state.contestedUntil === undefined ? undefined : { cause: 'scale_contested', fills: { by: lastForeign?.to } },
  ];
  const slowed: readonly (Found | undefined)[] = [
    blind ? { cause: 'scale_blind', fills: { reason: wishes[0]?.why ?? '' } } : undefined,
    has('TrafficCollapse') && { cause: 'scale_collapse', fills: { share: Math.round(policy.collapseShare * 100) } },
    has('WorkUnknown') && { cause: 'scale_work_unknown', fills: { why: has('WorkUnknown')?.why } },
    ...spotTroubles(state, service, { policy: policy.spot, now }),
    short && { cause: 'scale_no_room', fills: { wanted, applied } },
    limited && { cause: 'scale_at_most', fills: { wanted: limited.from, most: limited.to } },
  ];
  // Where nothing is set at all, what it would be set to is no news.
  const found = stopped.some((each) => each !== undefined) ? stopped : slowed;
  return found
    .filter((each): each is Found => each !== undefined)
    .map(({ cause, fills }) => ({ cause, fills, since: before.find((known) => known.cause === cause)?.since ?? now }));
}

/** That tasks are missing, and why, is told as the service's own incident; here is told what is, or would be, done. */
function spotTroubles(
  { spot = freshSpot }: ServiceState,
  { desired, running }: EcsService,
  { policy, now }: { readonly policy: SpotPolicy; readonly now: Instant },
): readonly Found[] {
  const { shifted } = spot;
  if (shifted !== undefined) return [{ cause: 'scale_on_demand', fills: { desired, untilAt: shifted.backAt } }];
  if (!isShortForLong(spot, policy, now)) return [];
  return [{ cause: 'scale_spot_short', fills: { missing: desired - running, desired } }];
}

/** Those that have lasted long enough to be told. */
export function toTell(troubles: readonly Trouble[], now: Instant): readonly Trouble[] {
  return troubles.filter(({ cause, since }) => now >= since + (patienceMs[cause] ?? 0));
}
