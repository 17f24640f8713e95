import type { TaskOrders } from '../../aws/run-task.ts';
import type { BatchReads } from '../../batch/facts.ts';
import type { BatchTarget } from '../../batch/orders.ts';
import type { BatchPolicy } from '../../batch/policy.ts';
import type { BatchEvent } from '../../core/batch-event.ts';
import type { Act } from '../../core/ports.ts';
import type { RunReads } from '../../core/run-reads.ts';
import type { ScheduleReads } from '../../core/schedule-ports.ts';
import { ownBatchMessage } from '../../ecs/events/own-batch.ts';
import { parseBatchEvent } from '../../ecs/events/parse-batch.ts';
import { batchPolicy } from '../config/batch-policy.ts';
import type { Configuration } from '../config/schema.ts';
import { accountOf } from '../environment.ts';
import type { Built } from '../lambda.ts';
import type { Leases } from '../leases.ts';
import { leasesIn } from '../leases.ts';
import { authorityOf } from './authority.ts';
import { overEcs } from './over-ecs.ts';
import { groundOf } from './ground.ts';
import type { Host } from './host.ts';
import { lambdaHost } from './host.ts';
import { schedulerPlace, schedulesOf } from './schedules.ts';
import { alertSender, ownEventSender } from './queues.ts';
import { foreignReadsOf, pinging, watchReadsOf } from './watchdog.ts';

/** Two of the function run at once, at most: together ten launches a second, half of what Fargate takes. */
const launchGapMs = 200;

/** Everything the batch function may touch: ECS, the table, its queue and the alerts queue. */
export async function batchWorld(
  host: Host = lambdaHost,
): Promise<Built<BatchEvent, BatchTarget, BatchReads, BatchPolicy>> {
  const { clock, newId } = host;
  const { environment, store, counts, send, configuration, world } = groundOf(host, 'batch');
  const scheduler = schedulerPlace(environment);
  const place = {
    account: accountOf(environment.queueUrl),
    region: environment.region,
    mode: environment.mode,
    ...(scheduler !== undefined && { scheduler }),
  };
  const schedules = schedulesOf(host);
  const policyOf = remembering((read: Configuration) => batchPolicy(read, place));
  return {
    tally: counts,
    world: {
      ...world,
      parse: parseBatchEvent,
      policy: async () => policyOf(await configuration()),
      store,
      read: {
        ...readsOf(host, schedules.reads),
        ...watchReadsOf(host, store, environment.queueUrl),
        ...foreignReadsOf(host),
      },
      act: actOf(host, {
        writeSchedules: schedules.write,
        sendAlert: alertSender(send, environment.alertsQueueUrl, clock),
        passOn: ownEventSender(send, environment.queueUrl, clock),
        ping: pinging(host),
        leases: leasesIn({ store, clock, newId, wakes: world.wakes }),
      }),
      authority: authorityOf(environment, host),
    },
  };
}

/** A configuration of hundreds of jobs is made a policy once, and not at every invocation. */
function remembering<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  let last: { readonly key: Key; readonly value: Value } | undefined;
  return (key) => {
    if (last?.key !== key) last = { key, value: make(key) };
    return last.value;
  };
}

function readsOf(host: Host, { schedules, schedule }: ScheduleReads): RunReads & ScheduleReads {
  const { definition, servicePlace, task, startedBy } = overEcs(
    host,
    async () => (await import('../../aws/task-launches.ts')).runReads,
  );
  return { definition, servicePlace, task, startedBy, schedules, schedule };
}

type Tellers = {
  readonly writeSchedules: ReturnType<typeof schedulesOf>['write'];
  readonly sendAlert: ReturnType<typeof alertSender>;
  readonly passOn: ReturnType<typeof ownEventSender>;
  readonly leases: Leases;
  readonly ping: ReturnType<typeof pinging>;
};

function actOf(
  { client, clock, pause }: Host,
  { writeSchedules, sendAlert, passOn, leases, ping }: Tellers,
): Act<BatchTarget> {
  const tasks = overEcs<TaskOrders>({ client, clock }, async () => {
    const { taskOrders } = await import('../../aws/run-task.ts');
    return (ecs) => taskOrders(ecs, { clock, pause, gapMs: launchGapMs });
  });
  return async (target, { deadline }) => {
    if ('launch' in target) return tasks.launch(target.launch, deadline - launchRoomMs);
    if ('stop' in target) return tasks.stop(target.stop, target.stop.reason);
    if ('schedules' in target) return writeSchedules(target, deadline);
    if ('ask' in target) return leases.ask(target.ask.lease, target.ask.asked);
    if ('release' in target) return leases.release(target.release.lease, target.release.run);
    if ('send' in target) return sendAlert(target.send);
    if ('ping' in target) return ping(target.ping);
    return passOn(ownBatchMessage(target.pass));
  };
}

/** What a launch may take, so that its outcome can still be noted. */
const launchRoomMs = 7000;
