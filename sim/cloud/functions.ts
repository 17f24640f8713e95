import type { Account } from '../account/model.ts';
import { alert } from '../../lib/alert/feature.ts';
import { sqsHandler, tickHandler } from '../../lib/app/lambda.ts';
import { alertWorld } from '../../lib/app/world/alert.ts';
import { batchWorld } from '../../lib/app/world/batch.ts';
import { drainWorld } from '../../lib/app/world/drain.ts';
import { healthWorld } from '../../lib/app/world/health.ts';
import { scaleWorld } from '../../lib/app/world/scale.ts';
import type { Host } from '../../lib/app/world/host.ts';
import { tickWorld } from '../../lib/app/world/tick.ts';
import { batch } from '../../lib/batch/feature.ts';
import { drain } from '../../lib/drain/feature.ts';
import { health } from '../../lib/health/feature.ts';
import { scale } from '../../lib/scale/feature.ts';
import type { Simulation } from '../simulation.ts';
import type { WireHandlers } from '../wire.ts';
import type { Gate } from './gate.ts';
import { configurationPlace, stackName } from './names.ts';
import { simulatedHost } from './host.ts';
import type { Container, Handler } from './lambda.ts';
import { LambdaFunction } from './lambda.ts';
import { objectOperations } from './objects-api.ts';
import { queueOperations } from './queues-api.ts';
import type { Transport } from './transport.ts';

/**
 * What the functions load when they first need it. Here it is loaded before: a simulation must not depend on how long a
 * file takes to be read.
 */
await Promise.all([
  import('../../lib/app/config/load.ts'),
  import('../../lib/aws/auto-scaling.ts'),
  import('../../lib/aws/cloudtrail.ts'),
  import('../../lib/aws/codedeploy.ts'),
  import('../../lib/aws/container-instances.ts'),
  import('../../lib/aws/ecr.ts'),
  import('../../lib/aws/ecs-client.ts'),
  import('../../lib/aws/ecs.ts'),
  import('../../lib/aws/elb.ts'),
  import('../../lib/aws/host-orders.ts'),
  import('../../lib/aws/hosts.ts'),
  import('../../lib/aws/lifecycle-orders.ts'),
  import('../../lib/aws/logs.ts'),
  import('../../lib/aws/metric-data.ts'),
  import('../../lib/aws/queue-depths.ts'),
  import('../../lib/aws/scaling-policies.ts'),
  import('../../lib/aws/service-names.ts'),
  import('../../lib/aws/service-orders.ts'),
  import('../../lib/scale/room.ts'),
  import('../../lib/aws/run-task.ts'),
  import('../../lib/aws/s3.ts'),
  import('../../lib/aws/sns.ts'),
  import('../../lib/aws/sqs.ts'),
  import('../../lib/aws/ssm.ts'),
  import('../../lib/aws/task-launches.ts'),
  import('../../lib/channels/pagerduty.ts'),
  import('../../lib/channels/slack.ts'),
  import('../../lib/channels/slack/reactions.ts'),
]);

/** The handlers as `handlers/` makes them, on another host. */
const handlers: Readonly<Record<string, (host: Host) => Handler>> = {
  health: (host) => sqsHandler(health, async () => healthWorld(host)),
  drain: (host) => sqsHandler(drain, async () => drainWorld(host)),
  scale: (host) => sqsHandler(scale, async () => scaleWorld(host)),
  batch: (host) => sqsHandler(batch, async () => batchWorld(host)),
  alert: (host) => sqsHandler(alert, async () => alertWorld(host)),
  tick: (host) => tickHandler(() => tickWorld(host)),
};

type Needs = {
  readonly gate: Gate;
  readonly operations: WireHandlers;
  readonly transport: (operations: WireHandlers) => Transport;
  readonly skewMs: () => number;
  /** The stack's parameter `Mode`. */
  readonly mode: 'watch' | 'act';
  readonly without: readonly string[];
  readonly writeLine: (line: string) => void;
};

/** The functions of the stack, fed from its queues. */
export function openFunctions(simulation: Simulation, needs: Needs): Map<string, LambdaFunction> {
  const { agenda, stack, random, storage, slack, pagerDuty } = simulation;
  const operations: WireHandlers = {
    ...needs.operations,
    ...queueOperations(simulation.queues, simulation.account.work),
    ...objectOperations(simulation.objects),
  };
  const sites = [
    { origin: 'https://slack.com/', ...slack },
    { origin: 'https://events.pagerduty.com/', ...pagerDuty },
  ];
  const hostOf = (name: string, container: Container): Host =>
    simulatedHost({
      agenda,
      random: random.fork(container.id),
      gate: needs.gate,
      container,
      variables: variablesOf(name, simulation.account, needs.mode),
      operations,
      transport: needs.transport,
      sites,
      storage,
      writeLine: needs.writeLine,
      skewMs: needs.skewMs(),
    });
  return new Map(
    stack.functions.map(({ name, timeoutMs, sources }) => {
      const open = handlers[name];
      if (open === undefined) throw new Error(`the stack has a function ${name} nobody knows`);
      const fed = needs.without.includes(name)
        ? []
        : sources.map(({ queue, ...rest }) => ({ queue: simulation.queue(queue), ...rest }));
      const options = { name, timeoutMs, sources: fed, open: (container: Container) => open(hostOf(name, container)) };
      const made = new LambdaFunction(options, agenda);
      made.onError = (error) => simulation.errors.push({ at: agenda.now(), function: name, error });
      return [name, made];
    }),
  );
}

/** The group of schedules, in an account that has it. */
function schedulesIn({ schedules, id }: Pick<Account, 'schedules' | 'id'>): Readonly<Record<string, string>> {
  const group = `${stackName}-jobs`;
  if (!schedules.groups.has(group)) return {};
  return {
    WATCHKEEPER_SCHEDULE_GROUP: group,
    WATCHKEEPER_SCHEDULE_ROLE_ARN: `arn:aws:iam::${id}:role/${stackName}-schedules`,
  };
}

/** The environment the template gives each function. */
function variablesOf(name: string, account: Account, mode: 'watch' | 'act'): Readonly<Record<string, string>> {
  const { id, region } = account;
  const queueUrl = (suffix: string): string => `https://sqs.${region}.amazonaws.com/${id}/${stackName}-${suffix}`;
  return {
    AWS_REGION: region,
    WATCHKEEPER_TABLE: `${stackName}-table`,
    WATCHKEEPER_MODE: mode,
    WATCHKEEPER_QUEUE_URL: queueUrl(name === 'tick' ? '{feature}' : name),
    WATCHKEEPER_ALERTS_QUEUE_URL: queueUrl('alerts.fifo'),
    WATCHKEEPER_CONFIG: `s3://${configurationPlace}`,
    WATCHKEEPER_ALARM_TOPIC_ARN: `arn:aws:sns:${region}:${id}:${stackName}-alarms`,
    ...(name === 'batch' && schedulesIn(account)),
  };
}
