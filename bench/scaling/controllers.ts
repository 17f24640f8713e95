import { secondMs } from '../../lib/core/time.ts';
import { stepCapacity } from '../../lib/ecs/scaling/step-scaling.ts';
import { withChange, withRecommendation } from '../../lib/scale/behavior.ts';
import { courseOf } from '../../lib/scale/course.ts';
import { freshState } from '../../lib/scale/hear.ts';
import { remembered } from '../../lib/scale/memory.ts';
import type { ServicePolicy, Source } from '../../lib/scale/policy.ts';
import { defaultServicePolicy } from '../../lib/scale/policy.ts';
import { atOnceSeen, wishOf } from '../../lib/scale/sources.ts';
import type { Reading } from '../../lib/scale/sources.ts';
import type { Controller, Seen } from './plant.ts';

export type Bounds = { readonly min: number; readonly max: number };

const clamped = (tasks: number, { min, max }: Bounds): number => Math.min(Math.max(tasks, min), max);

/**
 * The classic recipe: one alarm above 60 % of CPU and one below 30 %, two minutes each, one task more or fewer, and ten
 * minutes of cool-down ("Step scaling policies for Application Auto Scaling").
 */
export function stepScaling(bounds: Bounds): Controller {
  let changedAt = -Infinity;
  const step = (adjustment: number) => ({ type: 'ChangeInCapacity', steps: [{ adjustment }] }) as const;
  return {
    name: `step scaling, CPU 60/30, cool-down 600 s, ${bounds.min} to ${bounds.max}`,
    want: ({ atS, desired, cpuPercent }) => {
      const last = cpuPercent.slice(-2);
      if (last.length < 2 || atS < changedAt + 600 || atS % 60 !== 0) return desired;
      const isHigh = last.every((value) => value > 60);
      const isLow = last.every((value) => value < 30);
      if (!isHigh && !isLow) return desired;
      const wanted = clamped(stepCapacity(desired, step(isHigh ? 1 : -1), isHigh ? 0 : -1), bounds);
      if (wanted !== desired) changedAt = atS;
      return wanted;
    },
  };
}

type TargetTracking = {
  readonly target: number;
  readonly metric: (seen: Seen) => readonly number[];
  readonly name: string;
  readonly reading: keyof typeof readings;
};

/**
 * What the documentation of target tracking leaves open, read in two ways. Of the way out it says "proportionally to the
 * metric as fast as it can", and that in its cool-down a larger step may be taken; of the way in, "more gradually".
 * - `calm`: no step out in the cool-down, and all that is not needed goes at once.
 * - `eager`: out at every point above the target, in by a tenth of the tasks.
 */
const readings = {
  calm: { outCoolDownS: 300, inShare: 1 },
  eager: { outCoolDownS: 0, inShare: 0.1 },
} as const;

/**
 * Target tracking as we read its documentation; its arithmetic is AWS's own. Out after three minutes above the target; in
 * after fifteen minutes below nine tenths of it, and five minutes after the last change (the default cool-down on ECS).
 */
export function targetTracking(bounds: Bounds, { target, metric, name, reading }: TargetTracking): Controller {
  const { outCoolDownS, inShare } = readings[reading];
  let [outAt, changedAt] = [-Infinity, -Infinity];
  return {
    name: `target tracking (${reading} reading), ${name}`,
    want: (seen) => {
      const { atS, desired, running } = seen;
      if (atS % 60 !== 0) return desired;
      const values = metric(seen);
      const high = values.slice(-3);
      const low = values.slice(-15);
      let wanted = desired;
      if (high.length === 3 && high.every((value) => value > target) && atS >= outAt + outCoolDownS)
        wanted = Math.max(desired, Math.ceil((running * (high.at(-1) ?? 0)) / target));
      else if (low.length === 15 && low.every((value) => value < 0.9 * target) && atS >= changedAt + 300) {
        const needed = Math.ceil((running * Math.max(...low)) / target);
        wanted = Math.min(desired, Math.max(needed, desired - Math.max(1, Math.floor(desired * inShare))));
      }
      wanted = clamped(wanted, bounds);
      if (wanted > desired) outAt = atS;
      if (wanted !== desired) changedAt = atS;
      return wanted;
    },
  };
}

/** Watchkeeper's own, by the functions its record is decided with. */
export type Own = Bounds & { readonly windowMs?: number; readonly tolerance?: number };

export function ours(
  { min, max, windowMs, tolerance }: Own,
  source: Source,
  readingOf: (seen: Seen) => Reading,
  name = 'Watchkeeper',
): Controller {
  const policy: ServicePolicy = { ...defaultServicePolicy, tasks: { min, max }, sources: [source] };
  const behavior = {
    up: { ...policy.behavior.up, ...(tolerance !== undefined && { tolerance }) },
    down: { ...policy.behavior.down, ...(windowMs !== undefined && { windowMs }) },
  };
  let state = freshState('shop', 'web', 0);
  let lookAt = 0;
  return {
    name,
    want: (seen) => {
      const now = seen.atS * secondMs;
      const { desired, running } = seen;
      if (now < lookAt) return desired;
      const reading = readingOf(seen);
      const memory = state.sources[source.id];
      const atOnce = reading.kind === 'queue' ? atOnceSeen(memory?.atOnce, reading.depth, running) : undefined;
      const known =
        atOnce === undefined
          ? state
          : { ...state, sources: { [source.id]: { failures: 0, recent: [], ...memory, atOnce } } };
      const given = {
        standing: { current: desired, ready: running },
        tolerances: { up: behavior.up.tolerance, down: behavior.down.tolerance },
        now,
      };
      const wishes = [
        wishOf(source, { ok: true, value: reading, at: now }, { ...given, ...(atOnce !== undefined && { atOnce }) }),
      ];
      state = remembered(known, { policy, wishes, now });
      const course = courseOf({
        current: desired,
        wishes,
        bounds: { least: min, most: max, spans: [] },
        freezes: [],
        history: state.history,
        behavior,
        failures: state.failures,
        idleMs: policy.idleMs,
        awake: desired,
        now,
        ...(state.idleSince !== undefined && { idleSince: state.idleSince }),
      });
      const history = withRecommendation(state.history, course.wanted, behavior, now);
      state = { ...state, history: withChange(history, course.applied - desired, behavior, now) };
      lookAt = Math.max(now + 15_000, Math.min(now + 60_000, course.until ?? Infinity));
      return course.applied;
    },
  };
}
