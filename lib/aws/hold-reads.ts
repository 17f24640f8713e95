import type { ECSClient } from '@aws-sdk/client-ecs';
import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  GetTaskProtectionCommand,
} from '@aws-sdk/client-ecs';
import type { EcsService, EcsTask } from '../core/ecs-reads.ts';
import type { HoldReads } from '../core/host-reads.ts';
import type { Clock } from '../core/ports.ts';
import { secondMs } from '../core/time.ts';
import type { Instant } from '../core/time.ts';
import { batched, mostRemembered, remembered } from './batching.ts';
import { within } from './client.ts';
import { serviceOf } from './ecs-service-shape.ts';
import { taskOf } from './ecs-shapes.ts';
import { readFrom } from './errors.ts';

/** API_DescribeTasks, API_DescribeServices, API_GetTaskProtection. */
const limits = { tasks: 100, services: 10, protections: 100 };

type EcsHoldReads = Omit<HoldReads, 'deregistrationDelayMs'>;

/** Of ECS, why tasks stay on an instance that goes. A failed read is a value; nothing here throws. */
export function ecsHoldReads(client: ECSClient, clock: Clock): EcsHoldReads {
  const tasks = batched<EcsTask>({
    size: limits.tasks,
    load: async (cluster, arns) =>
      readFrom(clock, async () => {
        const answer = await client.send(new DescribeTasksCommand({ cluster, tasks: [...arns] }), within());
        return new Map((answer.tasks ?? []).map(taskOf).map((task) => [task.arn, task]));
      }),
  });
  const services = batched<EcsService>({
    size: limits.services,
    load: async (cluster, names) =>
      readFrom(clock, async () => {
        const answer = await client.send(new DescribeServicesCommand({ cluster, services: [...names] }), within());
        return new Map((answer.services ?? []).map(serviceOf).map((service) => [service.name, service]));
      }),
  });
  const protections = batched<Instant>({
    size: limits.protections,
    load: async (cluster, arns) => readFrom(clock, async () => protectionsOf(client, cluster, arns)),
  });
  return {
    task: async ({ cluster, task }) => tasks(cluster, task),
    service: async ({ cluster, service }) => services(cluster, service),
    protectedUntil: async ({ cluster, task }) => protections(cluster, task),
    // A revision never changes.
    stopTimeoutMs: remembered(mostRemembered, async (arn) => readFrom(clock, async () => stopTimeoutOf(client, arn))),
  };
}

/** Tasks of no service are in `failures[]`, as what cannot be protected. */
async function protectionsOf(
  client: ECSClient,
  cluster: string,
  arns: readonly string[],
): Promise<ReadonlyMap<string, Instant>> {
  const answer = await client.send(new GetTaskProtectionCommand({ cluster, tasks: [...arns] }), within());
  return new Map(
    (answer.protectedTasks ?? []).map(({ taskArn = '', protectionEnabled, expirationDate }) => [
      taskArn,
      protectionEnabled === true ? (expirationDate?.getTime() ?? 0) : 0,
    ]),
  );
}

async function stopTimeoutOf(client: ECSClient, taskDefinition: string): Promise<number> {
  const answer = await client.send(new DescribeTaskDefinitionCommand({ taskDefinition }), within());
  const seconds = (answer.taskDefinition?.containerDefinitions ?? []).map(({ stopTimeout = 0 }) => stopTimeout);
  return Math.max(0, ...seconds) * secondMs;
}
