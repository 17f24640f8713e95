import type { Read } from '../core/ports.ts';
import type { MetricPoint, QueueDepth } from '../core/scale-reads.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs } from '../core/time.ts';
import { stepCapacity } from '../ecs/scaling/step-scaling.ts';
import type { Source } from './policy.ts';
import type { Tolerances } from './recommendation.ts';
import { byAverage, byTotal, messagesIn, persistent, workIn } from './recommendation.ts';

/** What a source said. */
export type Reading =
  | { readonly kind: 'queue'; readonly depth: QueueDepth }
  | { readonly kind: 'series'; readonly points: readonly MetricPoint[] };

/** What a source wants. `tasks` absent: nobody knows, which is never "none". */
export type SourceWish = {
  readonly id: string;
  readonly tasks?: number;
  /** Whether there is work; absent: unknown. */
  readonly isActive?: boolean;
  readonly value?: number;
  readonly why: string;
};

type Standing = { readonly current: number; readonly ready: number };

/** Published every minute, and seen a minute or two later: what is older is no answer. */
const staleMs = 5 * minuteMs;

type Given = {
  readonly standing: Standing;
  readonly tolerances: Tolerances;
  /** Of queues: how many messages a busy task works on at a time, where it has been seen. */
  readonly atOnce?: number;
  /** When its steps were last taken, for their cool-down. */
  readonly steppedAt?: Instant;
  readonly now: Instant;
};

/**
 * How many messages a busy task works on at a time: seen where more wait than there are tasks, so that all have some. What
 * is seen to be more counts at once, less by and by: tasks that have just started have taken none yet.
 */
export function atOnceSeen(
  before: number | undefined,
  { visible, inFlight }: QueueDepth,
  ready: number,
): number | undefined {
  if (ready === 0 || inFlight === 0 || visible < ready) return before;
  const seen = inFlight / ready;
  return before === undefined || seen > before ? seen : before + (seen - before) / 10;
}

export function wishOf(source: Source, reading: Read<Reading> | undefined, given: Given): SourceWish {
  const { id } = source;
  if (reading === undefined) return { id, why: 'not read' };
  if (!reading.ok) return { id, why: `not read: ${reading.reason}` };
  const { value } = reading;
  if (source.kind === 'queue')
    return value.kind === 'queue' ? queueWish(source, value, given) : { id, why: 'not read' };
  return value.kind === 'series' ? seriesWish(source, value.points, given) : { id, why: 'not read' };
}

type QueueSource = Extract<Source, { kind: 'queue' }>;

/** Messages in flight are work, also where none waits. What is not enough to wake anybody is not enough to stay for. */
function queueWish(
  { id, perTask, counting, activation }: QueueSource,
  { depth }: Extract<Reading, { kind: 'queue' }>,
  { standing, tolerances, atOnce }: Given,
): SourceWish {
  const messages = messagesIn(depth, counting);
  const isActive = messages > activation || depth.inFlight > 0;
  const total = atOnce === undefined ? messages : workIn(depth, { counting, perTask, atOnce });
  const { tasks } = byTotal({ total, perTask }, standing, tolerances);
  return {
    id,
    tasks: isActive ? Math.max(tasks, 1) : 0,
    isActive,
    value: messages,
    why: `${depth.visible} messages wait, ${depth.inFlight} are worked on${atOnce === undefined ? '' : ` (${Math.round(atOnce * 10) / 10} at once)`}, ${perTask} for each task`,
  };
}

type SeriesSource = Exclude<Source, QueueSource>;

function seriesWish(source: SeriesSource, points: readonly MetricPoint[], given: Given): SourceWish {
  const { id } = source;
  const sorted = points.toSorted((a, b) => b.at - a.at);
  const [last] = sorted;
  if (last === undefined) return { id, why: 'no data' };
  const ageMs = given.now - last.at;
  if (ageMs > staleMs)
    return { id, value: last.value, why: `the last value is ${Math.round(ageMs / minuteMs)} min old` };
  if (source.kind === 'steps') return stepsWish(source, last.value, given);
  return metricWish(source, sorted, given);
}

function metricWish(
  { id, target, of, activation }: Extract<Source, { kind: 'metric' }>,
  newestFirst: readonly MetricPoint[],
  { standing, tolerances }: Given,
): SourceWish {
  const value = newestFirst[0]?.value ?? 0;
  const wanted = (counted: number, allowed: Tolerances): number =>
    (of === 'average'
      ? byAverage({ value: counted, target }, standing, allowed)
      : byTotal({ total: counted, perTask: target }, standing, allowed)
    ).tasks;
  const values = newestFirst.map((point) => point.value);
  const lasting = of === 'average' ? persistent(values, target) : undefined;
  const now = wanted(value, tolerances);
  const tasks = lasting === undefined ? now : Math.max(now, wanted(lasting, { ...tolerances, up: 0 }));
  const isActive = value > activation;
  return {
    id,
    tasks: isActive ? Math.max(tasks, 1) : 0,
    isActive,
    value,
    why: `${rounded(value)} against a target of ${target}${of === 'total' ? ' for each task' : ''}`,
  };
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

function stepsWish(
  { id, threshold, steps, cooldownMs }: Extract<Source, { kind: 'steps' }>,
  value: number,
  { standing: { current }, steppedAt, now }: Given,
): SourceWish {
  const breach = value - threshold;
  const tasks = stepCapacity(current, steps, breach);
  const isCooling = steppedAt !== undefined && now < steppedAt + cooldownMs;
  // Up, a higher step may still be taken in the cool-down: what was added counts towards it, as `current` does.
  if (isCooling && tasks < current) return { id, tasks: current, value, why: 'its cool-down is not over' };
  return { id, tasks, value, why: `${value} is ${breach} from the threshold of ${threshold}` };
}
