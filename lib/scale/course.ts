import type { Instant } from '../core/time.ts';
import { minuteMs } from '../core/time.ts';
import type { Behavior, History } from './behavior.ts';
import { rateLimited, stabilized } from './behavior.ts';
import type { Bounds } from './bounds.ts';
import type { Freeze } from './freeze.ts';
import { freezeOf, wordsOf } from './freeze.ts';
import type { Fallback } from './policy.ts';
import type { Spare } from './protection.ts';
import { sparedBy } from './protection.ts';
import type { SourceWish } from './sources.ts';
import type { ReasonCode, Stage, Step } from './stage.ts';
import { stage } from './stage.ts';

export type Course = {
  /** What the work asks for, within the bounds. */
  readonly wanted: number;
  /** How many of those fit now; absent: not asked, or unknown. */
  readonly placeable?: number;
  readonly applied: number;
  /** What it would have now, if it could grow at once and there were room for all. */
  readonly sought: number;
  /** So many of those have no room; absent: none, or nobody has looked. */
  readonly lacking?: number;
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
  /** What its work is expected to ask for, and what that rests on. `isFloor`: it is kept. */
  readonly forecast?: { readonly tasks: number; readonly why: string; readonly isFloor: boolean };
  /** Where tasks at work are spared. */
  readonly spare?: Spare;
  /** Of queues that look empty: when messages were worked off last. */
  readonly worked?: { readonly at: Instant } | { readonly unread: string };
  /** Of a service that nothing but its calendar scales: what it has when it is awake. */
  readonly awake: number;
  readonly now: Instant;
};

/** From what the sources say to the number of tasks, one rule after the other; each that changed it is told. */
export function courseOf(weighed: Weighed): Course {
  const { current, bounds } = weighed;
  const wish = wishOfAll(weighed);
  const expected = expectedBy(weighed, wish.tasks);
  const bounded = boundedBy(bounds, expected.tasks);
  const steady = steadied(weighed, bounded.tasks);
  const idle = idled(weighed, steady.tasks);
  const thawed = thawedBy(weighed, idle.tasks);
  const spared = sparedBy(weighed, thawed.tasks);
  const placed = placedBy(weighed, spared.tasks);
  const sought = thawedBy(weighed, steady.calm).tasks;
  const lacking = weighed.room === undefined ? 0 : Math.max(0, sought - current - weighed.room);
  const steps = [wish, expected, bounded, steady, idle, thawed, spared, placed].flatMap((each) => each.steps);
  const times = [steady.until, idle.until, thawed.until, spared.until, bounds.changesAt].filter(
    (at): at is Instant => at !== undefined,
  );
  return {
    wanted: bounded.tasks,
    ...(placed.placeable !== undefined && { placeable: placed.placeable }),
    applied: placed.tasks,
    sought,
    ...(lacking > 0 && { lacking }),
    code: codeOf(current, placed.tasks, steps),
    steps,
    ...(times.length > 0 && { until: Math.min(...times) }),
  };
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

/** Nobody has to wait until work is there that comes each week. In observe it is told what would have been. */
function expectedBy({ forecast }: Weighed, tasks: number): Stage {
  if (forecast === undefined || forecast.tasks <= tasks) return { tasks, steps: [] };
  const { tasks: floor, why, isFloor } = forecast;
  const to = isFloor ? floor : tasks;
  return { tasks: to, steps: [{ code: 'Forecast', from: tasks, to, why }] };
}

function boundedBy({ least, most, spans }: Bounds, tasks: number): Stage {
  const why = spans.length > 0 ? `${least} to ${most} tasks: ${spans.join(', ')}` : `${least} to ${most} tasks`;
  if (tasks > most) return stage(tasks, most, { code: 'AlreadyAtMaxCapacity', why });
  return stage(tasks, Math.max(tasks, least), { code: 'AlreadyAtMinCapacity', why });
}

/** Outside its bounds it goes to them at once; within them it is slowed. `calm`: what it would go to without its rates. */
function steadied(
  { current, bounds, history, behavior, now }: Weighed,
  wanted: number,
): Stage & { readonly calm: number } {
  const inBounds = Math.min(Math.max(current, bounds.least), bounds.most);
  if (inBounds !== current) {
    const tasks = current < bounds.least ? Math.max(wanted, bounds.least) : inBounds;
    return {
      tasks,
      calm: tasks,
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
  return { tasks: slow.tasks, calm: calm.tasks, steps, ...(until !== undefined && { until }) };
}

/** To none only when there has been nothing to do for a while, and everybody says so. A calendar needs no such proof. */
function idled(weighed: Weighed, tasks: number): Stage {
  const { current, wishes, bounds, idleSince, idleMs, now } = weighed;
  if (tasks > 0 || current === 0 || bounds.most === 0 || wishes.length === 0) return { tasks, steps: [] };
  const isIdle = wishes.every(({ isActive }) => isActive === false) && idleSince !== undefined;
  if (isIdle && now >= idleSince + idleMs) return restedBy(weighed);
  const until = isIdle ? { until: idleSince + idleMs } : {};
  return { ...stage(0, 1, { code: 'NotIdleLongEnough', why: 'there was work a while ago' }), ...until };
}

/** A queue whose messages are worked off at once looks empty at every look: what was worked off is work, too. */
function restedBy({ worked, idleMs, now }: Weighed): Stage {
  if (worked === undefined) return { tasks: 0, steps: [] };
  if ('unread' in worked) return stage(0, 1, { code: 'MetricStale', why: `messages worked off: ${worked.unread}` });
  if (worked.at + idleMs <= now) return { tasks: 0, steps: [] };
  const why = `messages were worked off ${Math.round((now - worked.at) / minuteMs)} min ago`;
  return stage(0, 1, { code: 'NotIdleLongEnough', why });
}

function thawedBy({ current, freezes }: Weighed, tasks: number): Stage {
  const freeze = freezeOf(freezes, current, tasks);
  if (freeze === undefined) return { tasks, steps: [] };
  const { until, code } = freeze;
  return { ...stage(tasks, current, { code, why: wordsOf(freeze) }), ...(until !== undefined && { until }) };
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
