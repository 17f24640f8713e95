import type { ImpactLevel } from '../core/alert.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs } from '../core/time.ts';
import type { HealthPolicy } from './policy.ts';
import type { Reading, Vitals } from './state.ts';

/** Minutes looked at, and how many of them must be low, before a service counts as degraded. */
const minutesLooked = 3;
const minutesLow = 2;

/** Takes one more reading into account. Readings may come more than once a minute: the last one stands for it. */
export function withReading(before: Vitals | undefined, reading: Reading, degradedBelow: number): Vitals {
  if (before !== undefined && reading.at < before.last.at) return before;
  const { at, desired, healthy } = reading;
  return {
    last: reading,
    minutes: minutesWith(before, reading, degradedBelow),
    ...(desired > 0 && healthy === 0 && { zeroSince: before?.zeroSince ?? at }),
    ...(healthy < desired && { belowSince: before?.belowSince ?? at }),
    lowest: Math.min(before?.lowest ?? healthy, healthy),
  };
}

function minutesWith(before: Vitals | undefined, reading: Reading, degradedBelow: number): Vitals['minutes'] {
  const { at, desired, healthy } = reading;
  const minute = Math.floor(at / minuteMs);
  const low = desired > 0 && healthy / desired < degradedBelow;
  const earlier = (before?.minutes ?? []).filter(
    (each) => each.minute < minute && each.minute > minute - minutesLooked,
  );
  return [...earlier, { minute, low, ...(healthy === 0 && { none: true as const }) }];
}

/** `surging`: a deployment is going on well and stays above its own minimum, so fewer than desired is as planned. */
type ImpactQuestion = {
  readonly vitals: Vitals;
  readonly surging: boolean;
  readonly policy: Pick<HealthPolicy, 'downAfterMs' | 'atRiskAfterMs' | 'degradedBelow'>;
  readonly now: Instant;
};

/**
 * Who is hurt, from how many were there and for how long: nothing healthy for a minute is down, and until then never
 * degraded by that alone; below the threshold in 2 of 3 minutes is degraded; below desired for long, or far below it
 * just now, is at risk.
 */
export function impactLevel({ vitals, surging, policy, now }: ImpactQuestion): { level: ImpactLevel; since: Instant } {
  const { last, zeroSince, belowSince } = vitals;
  if (last.desired === 0) return { level: 'none', since: last.at };
  if (zeroSince !== undefined && now - zeroSince >= policy.downAfterMs) return { level: 'down', since: zeroSince };
  const low = lowMinutes(vitals, now) >= minutesLow;
  if (low && !surging) return { level: 'degraded', since: belowSince ?? last.at };
  if (belowSince === undefined) return { level: 'none', since: last.at };
  const farBelow = last.healthy / last.desired < policy.degradedBelow && !surging;
  if (farBelow || now - belowSince >= policy.atRiskAfterMs) return { level: 'at-risk', since: belowSince };
  return { level: 'none', since: belowSince };
}

/**
 * A minute without a reading is like the one before it. While nothing is healthy, minutes without anything healthy do
 * not count: they are on their way to being told as down.
 */
function lowMinutes(vitals: Vitals, now: Instant): number {
  const last = Math.floor(now / minuteMs);
  let count = 0;
  for (let minute = last - minutesLooked + 1; minute <= last; minute += 1) {
    const known = vitals.minutes.findLast((each) => each.minute <= minute);
    const isWaiting = vitals.last.healthy === 0 && known?.none === true;
    if (known?.low === true && !isWaiting) count += 1;
  }
  return count;
}

/** The next moment at which the level may change by nothing but time passing. */
export function nextLevelChange({ vitals, policy, now }: Omit<ImpactQuestion, 'surging'>): Instant | undefined {
  const { zeroSince, belowSince } = vitals;
  const times = [
    zeroSince === undefined ? undefined : zeroSince + policy.downAfterMs,
    belowSince === undefined ? undefined : belowSince + policy.atRiskAfterMs,
  ].filter((time): time is Instant => time !== undefined && time > now);
  return times.length === 0 ? undefined : Math.min(...times);
}
