import type { EcsService } from '../core/ecs-reads.ts';
import type { Read } from '../core/ports.ts';
import type { MetricQuery } from '../core/scale-reads.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs } from '../core/time.ts';
import { lastPart } from '../core/last-part.ts';
import { isFargate } from '../ecs/scaling/fargate-spot.ts';
import type { ScaleReads, ServiceFacts } from './facts.ts';
import type { Source } from './policy.ts';
import { queryWithNames } from './policy.ts';
import type { Busy, Protection } from './protection.ts';
import type { ServiceState } from './state.ts';
import type { Look } from './weigh.ts';
import { weighedUp } from './weigh.ts';

/** Published every minute, and seen a minute or two later: what is older is no answer. */
const staleMs = 5 * minuteMs;

/** What only a change depends on: room where more is wanted; what is at work, or was, where less is. */
export async function beforehand(
  state: ServiceState,
  look: Look,
  read: ScaleReads,
): Promise<Pick<ServiceFacts, 'room' | 'busy' | 'workedAt'>> {
  const { service, policy } = look;
  const { applied, sought } = weighedUp(state, { ...look, isAhead: true }).course;
  // Also where its rates let nothing through now: room may be long in coming.
  if (Math.max(applied, sought) > service.desired)
    return hasNoInstances(service) ? {} : { room: await roomFor(service, read) };
  const isOver = service.running > service.desired;
  if (applied === service.desired && !(isOver && policy.protection !== undefined)) return {};
  const queues = policy.sources.flatMap((source) => (source.kind === 'queue' ? [source] : []));
  const [busy, workedAt] = await Promise.all([
    policy.protection && busyOf(service, policy.protection, { read, now: look.now }),
    applied === 0 && service.desired > 0 && queues.length > 0 ? lastWorkOf(queues, read) : undefined,
  ]);
  return { ...(busy !== undefined && { busy }), ...(workedAt !== undefined && { workedAt }) };
}

/** Fargate finds room by itself, or not: nobody can look. */
const hasNoInstances = ({ launchType, capacityProviders }: EcsService): boolean =>
  launchType === 'FARGATE' || capacityProviders.some(isFargate);

async function roomFor(service: EcsService, read: ScaleReads): Promise<Read<number>> {
  const { readRoomFor } = await import('./room.ts');
  return readRoomFor(service, read);
}

type Asking = { readonly read: ScaleReads; readonly now: Instant };

/** A task of which nothing new is known may be at work. */
async function busyOf(
  { clusterArn, name }: EcsService,
  { query, above }: Protection,
  { read, now }: Asking,
): Promise<Read<Busy>> {
  const running = await read.runningTasks({ cluster: clusterArn, service: name });
  if (!running.ok) return running;
  const series = await Promise.all(
    running.value.map(async (task) =>
      read.series([queryWithNames(query, (value) => value.replaceAll('{task}', lastPart(task)))]),
    ),
  );
  const unread = series.find((each) => !each.ok);
  if (unread?.ok === false) return unread;
  const values = series.map((each) => {
    const last = each.ok ? each.value.toSorted((a, b) => b.at - a.at)[0] : undefined;
    return last === undefined || last.at < now - staleMs ? undefined : last.value;
  });
  const tasks = running.value.filter((_, at) => (values[at] ?? Infinity) > above);
  const unknown = values.filter((value) => value === undefined).length;
  return { ...running, value: { tasks, unknown, running: running.value.length } };
}

/** When messages of any of them were deleted last (Amazon SQS, "Available CloudWatch metrics"). */
async function lastWorkOf(
  queues: readonly Extract<Source, { kind: 'queue' }>[],
  read: ScaleReads,
): Promise<Read<Instant | undefined>> {
  const series = await Promise.all(queues.map(async ({ queue }) => read.series([deletedFrom(queue)])));
  const unread = series.find((each) => !each.ok);
  if (unread?.ok === false) return unread;
  const points = series.flatMap((each) => (each.ok ? each.value : []));
  const times = points.filter(({ value }) => value > 0).map(({ at }) => at + minuteMs);
  const at = Math.min(...series.map((each) => (each.ok ? each.at : Infinity)));
  return { ok: true, at, value: times.length === 0 ? undefined : Math.max(...times) };
}

const deletedFrom = (queue: string): MetricQuery => ({
  id: 'm',
  namespace: 'AWS/SQS',
  name: 'NumberOfMessagesDeleted',
  dimensions: { QueueName: queue },
  statistic: 'Sum',
  periodSeconds: 60,
});
