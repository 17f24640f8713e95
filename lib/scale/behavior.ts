import type { Instant } from '../core/time.ts';
import { minuteMs, secondMs } from '../core/time.ts';

/** How much may change in a period. `percent` is of the tasks there were when the period began. */
type RatePolicy = {
  readonly type: 'tasks' | 'percent';
  readonly value: number;
  readonly periodMs: number;
};

/** How fast one direction goes. `select`: which policy counts where several allow different things. */
export type Direction = {
  /** The most cautious recommendation of this time counts. */
  readonly windowMs: number;
  readonly policies: readonly RatePolicy[];
  readonly select: 'max' | 'min' | 'disabled';
  /** A ratio nearer to 1 than this changes nothing. */
  readonly tolerance: number;
};

export type Behavior = { readonly up: Direction; readonly down: Direction };

/** Kubernetes' own ("Horizontal Pod Autoscaling", default behavior), whose names and rules these are. */
export const defaultBehavior: Behavior = {
  up: {
    windowMs: 0,
    policies: [
      { type: 'percent', value: 100, periodMs: 15 * secondMs },
      { type: 'tasks', value: 4, periodMs: 15 * secondMs },
    ],
    select: 'max',
    tolerance: 0.1,
  },
  down: {
    windowMs: 5 * minuteMs,
    policies: [{ type: 'percent', value: 100, periodMs: 15 * secondMs }],
    select: 'max',
    tolerance: 0.1,
  },
};

/** What was recommended from a time on, until the next. */
type Recommendation = { readonly at: Instant; readonly tasks: number };

/** What was changed: added is positive, removed negative. */
type Change = { readonly at: Instant; readonly by: number };

export type History = { readonly recommendations: readonly Recommendation[]; readonly changes: readonly Change[] };

export const emptyHistory: History = { recommendations: [], changes: [] };

/** How a wish was held back. `until`: when the same wish may get further. */
type Held = { readonly tasks: number; readonly until?: Instant };

/**
 * Up, the least that was recommended in the window counts; down, the most. Between the two nothing changes. The wish
 * itself is among the recommendations.
 */
export function stabilized(
  { current, wanted }: { readonly current: number; readonly wanted: number },
  { recommendations }: History,
  { up, down }: Behavior,
  now: Instant,
): Held {
  const least = Math.min(wanted, ...inForce(recommendations, up.windowMs, now).map(({ tasks }) => tasks));
  const most = Math.max(wanted, ...inForce(recommendations, down.windowMs, now).map(({ tasks }) => tasks));
  const raised = Math.max(current, least);
  const tasks = Math.min(raised, most);
  if (tasks === wanted) return { tasks };
  const windowMs = wanted > current ? up.windowMs : down.windowMs;
  const isInTheWay = ({ tasks: other }: Recommendation): boolean =>
    wanted > current ? other < wanted : other > wanted;
  const ends = recommendations
    .filter(isInTheWay)
    .map((each) => endOf(each, recommendations, now) + windowMs)
    .filter((at) => at > now);
  return { tasks, ...(ends.length > 0 && { until: Math.min(...ends) }) };
}

/** Those that held at some time of the window. */
function inForce(all: readonly Recommendation[], windowMs: number, now: Instant): readonly Recommendation[] {
  return all.filter((each) => endOf(each, all, now) > now - windowMs);
}

/** Each holds until the next, and the last until now. */
function endOf(recommendation: Recommendation, all: readonly Recommendation[], now: Instant): Instant {
  return all[all.indexOf(recommendation) + 1]?.at ?? now;
}

/**
 * No policy lets it go further than this in its period. The tasks at the beginning of a period are those of now, less
 * what was added in it and with what was removed. A limit never turns the direction.
 */
export function rateLimited(
  { current, wanted }: { readonly current: number; readonly wanted: number },
  { changes }: History,
  behavior: Behavior,
  now: Instant,
): Held {
  if (wanted === current) return { tasks: wanted };
  const isUp = wanted > current;
  const direction = isUp ? behavior.up : behavior.down;
  if (direction.select === 'disabled') return { tasks: current };
  const limits = direction.policies.map((policy) => limitOf(policy, { current, isUp, changes, now }));
  if (limits.length === 0) return { tasks: wanted };
  // Up, the policy that allows most has the highest limit; down, the lowest.
  const pick = (direction.select === 'max') === isUp ? Math.max : Math.min;
  const limit = pick(...limits);
  const tasks = isUp ? Math.min(wanted, Math.max(limit, current)) : Math.max(wanted, Math.min(limit, current));
  if (tasks === wanted) return { tasks };
  return { tasks, until: now + Math.min(...direction.policies.map(({ periodMs }) => periodMs)) };
}

type Setting = {
  readonly current: number;
  readonly isUp: boolean;
  readonly changes: readonly Change[];
  readonly now: Instant;
};

/** Percentages round so that the change is larger: 80 less 10 % is 72, then 64. */
function limitOf({ type, value, periodMs }: RatePolicy, { current, isUp, changes, now }: Setting): number {
  const recent = changes.filter(({ at }) => at > now - periodMs).reduce((sum, { by }) => sum + by, 0);
  const atStart = current - recent;
  if (type === 'tasks') return isUp ? atStart + value : atStart - value;
  return isUp ? Math.ceil(atStart * (1 + value / 100)) : Math.trunc(atStart * (1 - value / 100));
}

/** A recommendation is kept when it differs from the one before: each holds until the next. */
export function withRecommendation(history: History, tasks: number, behavior: Behavior, now: Instant): History {
  const { recommendations } = history;
  if (recommendations.at(-1)?.tasks === tasks) return history;
  const longest = Math.max(behavior.up.windowMs, behavior.down.windowMs);
  return { ...history, recommendations: [...inForce(recommendations, longest, now), { at: now, tasks }] };
}

export function withChange(history: History, by: number, behavior: Behavior, now: Instant): History {
  if (by === 0) return history;
  const longest = Math.max(...[...behavior.up.policies, ...behavior.down.policies].map(({ periodMs }) => periodMs), 0);
  return { ...history, changes: [...history.changes.filter(({ at }) => at > now - longest), { at: now, by }] };
}
