import type { Instant } from '../core/time.ts';
import type { Behavior, History } from './behavior.ts';
import { rateLimited, stabilized } from './behavior.ts';
import type { Bounds } from './bounds.ts';
import type { Freeze, FreezeCode } from './freeze.ts';
import { freezeOf } from './freeze.ts';
import type { Fallback } from './policy.ts';
import type { SourceWish } from './sources.ts';

/** Why it is what it is. Those of Application Auto Scaling (NotScaledReason) where it has one. */
export type ReasonCode =
  | 'AlreadyAtDesiredCapacity'
  | 'AlreadyAtMaxCapacity'
  | 'AlreadyAtMinCapacity'
  | 'ScaledOut'
  | 'ScaledIn'
  | 'OutOfBounds'
  | 'Stabilized'
  | 'RateLimited'
  | 'NotIdleLongEnough'
  | 'MetricStale'
  | 'Fallback'
  | 'NotPlaceable'
  | FreezeCode;

/** One thing that changed the number on its way, or kept it. */
export type Step = { readonly code: ReasonCode; readonly from: number; readonly to: number; readonly why: string };

export type Course = {
  /** What the work asks for, within the bounds. */
  readonly wanted: number;
  /** How many of those fit now; absent: not asked, or unknown. */
  readonly placeable?: number;
  readonly applied: number;
  readonly code: ReasonCode;
  readonly steps: readonly Step[];
  /** When the same wish may get further. */
  readonly until?: Instant;
};

export type Weighed = {
  readonly current: number;
  readonly wishes: readonly SourceWish[];
  readonly bounds: Bounds;
  readonly freezes: readonly Freeze[];
  readonly history: History;
  readonly behavior: Behavior;
  readonly fallback?: Fallback;
  /** How often in a row nothing could be read. */
  readonly failures: number;
  /** Since when no source has had anything to do; absent: one has, or nobody knows. */
  readonly idleSince?: Instant;
  readonly idleMs: number;
  /** More copies that fit now, at the most. */
  readonly room?: number;
  /** Of a service that nothing but its calendar scales: what it has when it is awake. */
  readonly awake: number;
  readonly now: Instant;
};

/** From what the sources say to the number of tasks, one rule after the other; each that changed it is told. */
export function courseOf(weighed: Weighed): Course {
  const { current, bounds } = weighed;
  const wish = wishOfAll(weighed);
  const bounded = boundedBy(bounds, wish.tasks);
  const steady = steadied(weighed, bounded.tasks);
  const idle = idled(weighed, steady.tasks);
  const thawed = thawedBy(weighed, idle.tasks);
  const placed = placedBy(weighed, thawed.tasks);
  const steps = [wish, bounded, steady, idle, thawed, placed].flatMap((each) => each.steps);
  const times = [steady.until, idle.until, thawed.until, bounds.changesAt].filter(
    (at): at is Instant => at !== undefined,
  );
  return {
    wanted: bounded.tasks,
    ...(placed.placeable !== undefined && { placeable: placed.placeable }),
    applied: placed.tasks,
    code: codeOf(current, placed.tasks, steps),
    steps,
    ...(times.length > 0 && { until: Math.min(...times) }),
  };
}

type Stage = { readonly tasks: number; readonly steps: readonly Step[]; readonly until?: Instant };

/** A stage that leaves the number alone has nothing to tell. */
function stage(from: number, to: number, told: { readonly code: ReasonCode; readonly why: string }): Stage {
  return { tasks: to, steps: from === to ? [] : [{ ...told, from, to }] };
}

function wishOfAll(weighed: Weighed): Stage {
  const { wishes, current, awake } = weighed;
  if (wishes.length === 0) return { tasks: awake, steps: [] };
  const known = wishes.flatMap(({ tasks }) => (tasks === undefined ? [] : [tasks]));
  if (known.length === 0) return withoutAny(weighed);
  const highest = Math.max(...known);
  const unread = wishes.find(({ tasks }) => tasks === undefined);
  if (highest < current && unread !== undefined)
    return stage(highest, current, { code: 'MetricStale', why: `${unread.id}: ${unread.why}` });
  return { tasks: highest, steps: [] };
}

/** Nothing is known: what there is stays, until the fallback says otherwise. */
function withoutAny({ wishes, current, fallback, failures }: Weighed): Stage {
  const why = wishes.map((wish) => `${wish.id}: ${wish.why}`).join('; ');
  if (fallback === undefined || failures <= fallback.afterFailures)
    return { tasks: current, steps: [{ code: 'MetricStale', from: current, to: current, why }] };
  const tasks = fallbackTasks(fallback, current);
  return { tasks, steps: [{ code: 'Fallback', from: current, to: tasks, why }] };
}

function fallbackTasks({ behavior, tasks }: Fallback, current: number): number {
  switch (behavior) {
    case 'static':
      return tasks;
    case 'current':
      return current;
    case 'current-if-higher':
      return Math.max(current, tasks);
    case 'current-if-lower':
      return Math.min(current, tasks);
  }
}

function boundedBy({ least, most, spans }: Bounds, tasks: number): Stage {
  const why = spans.length > 0 ? `${least} to ${most} tasks: ${spans.join(', ')}` : `${least} to ${most} tasks`;
  if (tasks > most) return stage(tasks, most, { code: 'AlreadyAtMaxCapacity', why });
  return stage(tasks, Math.max(tasks, least), { code: 'AlreadyAtMinCapacity', why });
}

/** Outside its bounds it goes to them at once; within them it is slowed. */
function steadied({ current, bounds, history, behavior, now }: Weighed, wanted: number): Stage {
  const inBounds = Math.min(Math.max(current, bounds.least), bounds.most);
  if (inBounds !== current) {
    const tasks = current < bounds.least ? Math.max(wanted, bounds.least) : inBounds;
    return {
      tasks,
      steps: [{ code: 'OutOfBounds', from: current, to: tasks, why: `${bounds.least} to ${bounds.most}` }],
    };
  }
  const calm = stabilized({ current, wanted }, history, behavior, now);
  const slow = rateLimited({ current, wanted: calm.tasks }, history, behavior, now);
  const until = slow.until ?? calm.until;
  const steps = [
    ...stage(wanted, calm.tasks, { code: 'Stabilized', why: 'the most cautious wish of the window counts' }).steps,
    ...stage(calm.tasks, slow.tasks, { code: 'RateLimited', why: 'no more at once' }).steps,
  ];
  return { tasks: slow.tasks, steps, ...(until !== undefined && { until }) };
}

/** To none only when there has been nothing to do for a while, and everybody says so. A calendar needs no such proof. */
function idled({ current, wishes, bounds, idleSince, idleMs, now }: Weighed, tasks: number): Stage {
  if (tasks > 0 || current === 0 || bounds.most === 0 || wishes.length === 0) return { tasks, steps: [] };
  const isIdle = wishes.every(({ isActive }) => isActive === false) && idleSince !== undefined;
  if (isIdle && now >= idleSince + idleMs) return { tasks, steps: [] };
  const until = isIdle ? { until: idleSince + idleMs } : {};
  return { ...stage(0, 1, { code: 'NotIdleLongEnough', why: 'there was work a while ago' }), ...until };
}

function thawedBy({ current, freezes }: Weighed, tasks: number): Stage {
  const freeze = freezeOf(freezes, current, tasks);
  if (freeze === undefined) return { tasks, steps: [] };
  const { until, code, by = code } = freeze;
  return { ...stage(tasks, current, { code, why: by }), ...(until !== undefined && { until }) };
}

/** More tasks than fit are not asked for: they would wait, and nobody would know for what. */
function placedBy({ current, room }: Weighed, tasks: number): Stage & { readonly placeable?: number } {
  if (room === undefined || tasks <= current) return { tasks, steps: [] };
  const placeable = current + room;
  const applied = Math.min(tasks, placeable);
  return { ...stage(tasks, applied, { code: 'NotPlaceable', why: `${room} more fit now` }), placeable };
}

function codeOf(from: number, to: number, steps: readonly Step[]): ReasonCode {
  const last = steps.at(-1);
  if (to !== from) return last?.code === 'OutOfBounds' ? 'OutOfBounds' : to > from ? 'ScaledOut' : 'ScaledIn';
  return last?.code ?? 'AlreadyAtDesiredCapacity';
}
