import { deferred } from '../../aws/client.ts';
import type { SchedulerPlace } from '../../batch/policy.ts';
import { gistOf } from '../../batch/schedules/compare.ts';
import { settingsOf } from '../../batch/schedules/settings.ts';
import type { Failure, SchedulesOutcome, SchedulesTarget } from '../../batch/schedules/state.ts';
import type { Result } from '../../core/outcome.ts';
import type { ScheduleOrders, ScheduleReads } from '../../core/schedule-ports.ts';
import type { Instant } from '../../core/time.ts';
import { secondMs } from '../../core/time.ts';
import type { Environment } from '../environment.ts';
import type { Host } from './host.ts';

/** Where jobs become schedules; absent in a stack without a group of them. A queue's dead letters lie beside it. */
export function schedulerPlace({ schedules, queueUrl, region }: Environment): SchedulerPlace | undefined {
  if (schedules === undefined) return undefined;
  const [, partition = 'aws'] = schedules.roleArn.split(':');
  const [account = '', queue = ''] = new URL(queueUrl).pathname.split('/').slice(1);
  const queueArn = `arn:${partition}:sqs:${region}:${account}:${queue}`;
  return { ...schedules, queueArn, deadLettersArn: `${queueArn}-dead-letter` };
}

/** EventBridge Scheduler, whose client is loaded when it is first asked. */
export function schedulesOf({ client, clock }: Pick<Host, 'client' | 'clock'>): {
  readonly reads: ScheduleReads;
  readonly write: (target: SchedulesTarget, deadline: Instant) => Promise<Omit<SchedulesOutcome, 'kind' | 'action'>>;
} {
  const opened = async () => {
    const { openScheduler, scheduleOrders, scheduleReads } = await import('../../aws/scheduler.ts');
    const scheduler = client(openScheduler());
    return { reads: scheduleReads(scheduler, clock), orders: scheduleOrders(scheduler, clock) };
  };
  let opening: ReturnType<typeof opened> | undefined;
  const open = async () => {
    opening ??= opened();
    return opening;
  };
  const orders = deferred<ScheduleOrders>(async () => (await open()).orders);
  return {
    reads: deferred<ScheduleReads>(async () => (await open()).reads),
    write: async (target, deadline) => write(target, { orders, now: () => clock.now(), deadline }),
  };
}

type Writing = { readonly orders: ScheduleOrders; readonly now: () => Instant; readonly deadline: Instant };

/** So many at once: CreateSchedule and its like take hundreds of requests a second (Scheduler, quotas), small regions 50. */
const mostAtOnce = 5;

/** What one request may take. */
const requestMs = 3 * secondMs;

async function write(
  { schedules: { place, put, remove } }: SchedulesTarget,
  { orders, now, deadline }: Writing,
): Promise<Omit<SchedulesOutcome, 'kind' | 'action'>> {
  const failed = new Map<string, Failure>();
  const requests = [
    ...put.map(({ wanted, isNew }) => ({
      name: wanted.name,
      gist: gistOf(wanted, place),
      send: async () => orders.put({ group: place.group, name: wanted.name, isNew }, settingsOf(wanted, place, now())),
    })),
    ...remove.map((name) => ({ name, gist: '', send: async () => orders.remove(place.group, name) })),
  ];
  const left = requests.values();
  const lane = async (): Promise<void> => {
    for (const { name, gist, send } of left) {
      const late = now() + requestMs > deadline;
      const { result, reason } = late ? { result: 'retry' as const, reason: 'no time was left' } : await send();
      if (result !== 'done' && result !== 'already-done') failed.set(name, { result, reason, gist });
    }
  };
  await Promise.all(Array.from({ length: mostAtOnce }, lane));
  return { ...summaryOf(failed, requests.length), at: now(), facts: { failed: Object.fromEntries(failed) } };
}

/** What is not done shows itself at the next look: to do the order over is not needed. */
function summaryOf(failed: ReadonlyMap<string, Failure>, count: number): { result: Result; reason: string } {
  const [first] = failed;
  if (first === undefined) return { result: 'done', reason: `${count} schedules are as they should be` };
  const [name, { reason }] = first;
  const isPermanent = [...failed.values()].every(({ result }) => result === 'permanent');
  const text = `${failed.size} of ${count} schedules could not be written; ${name}: ${reason}`;
  return { result: isPermanent ? 'permanent' : 'unknown', reason: text };
}
