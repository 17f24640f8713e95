import { registerTaskDefinition } from '../../sim/account/definitions.ts';
import { ensureCluster } from '../../sim/account/identities.ts';
import { createService } from '../../sim/account/services/create.ts';
import { joinInstance } from '../../sim/account/services/join.ts';
import { runServices } from '../../sim/account/services/scheduler.ts';
import { runLoadBalancers } from '../../sim/account/targets.ts';
import type { TaskDefinition } from '../../sim/account/task-definition.ts';
import { programOf } from '../../sim/scenario/programs.ts';
import type { Simulation } from '../../sim/simulation.ts';

/** An account of services that are alike, in clusters of the same size: on Fargate, or on instances. */
export type DayCase = {
  readonly onInstances?: true;
  readonly services: number;
  readonly tasksEach: number;
  readonly clusters: number;
  readonly hours: number;
  /** So many services are deployed each hour. */
  readonly deploymentsPerHour: number;
  /** At this hour a zone is lost for twenty minutes. Absent: no storm. */
  readonly stormAtHour?: number;
};

/** All of it, there when the function returns. */
export function raise({ account }: Simulation, given: DayCase): void {
  const { services, tasksEach, clusters, onInstances } = given;
  runLoadBalancers(account);
  runServices(account);
  account.repositories.set('app', { name: 'app', tags: new Map() });
  if (onInstances === true) raiseInstances(account, given);
  for (let at = 0; at < services; at += 1)
    createService(account, {
      cluster: ensureCluster(account, `cluster-${at % clusters}`),
      name: `service-${at}`,
      definition: release(account, given, { family: `service-${at}`, number: 1 }),
      desired: tasksEach,
      launchType: onInstances === true ? 'EC2' : 'FARGATE',
      circuitBreaker: { enabled: true, rollback: true },
    });
}

/** As an m5.4xlarge registers it (instance-types; 16 vCPUs, 64 GiB less what the system takes). */
const machine = { instanceType: 'm5.4xlarge', cpu: 16_384, memoryMiB: 63_000, networkInterfaces: 7 };
const task = { cpu: 256, memoryMiB: 512 };

/** A third more than the tasks take. */
function raiseInstances(account: Simulation['account'], { services, tasksEach, clusters }: DayCase): void {
  const each = Math.ceil(((4 / 3) * services * tasksEach * task.cpu) / machine.cpu / clusters);
  for (let at = 0; at < each * clusters; at += 1) {
    const zone = account.zones[at % account.zones.length] ?? '';
    joinInstance(account, { cluster: ensureCluster(account, `cluster-${at % clusters}`), zone, ...machine });
  }
}

type Revision = { readonly family: string; readonly number: number };

/** Each family has revisions of its own, as services do, of one image. */
export function release(
  account: Simulation['account'],
  { onInstances }: DayCase,
  { family, number }: Revision,
): TaskDefinition {
  account.programs.set(`app:v${number}`, programOf('worker'));
  account.repositories.get('app')?.tags.set(`v${number}`, {
    pushedAt: account.agenda.now(),
    digest: `sha256:${String(number).padStart(64, '0')}`,
  });
  return registerTaskDefinition(account, {
    family,
    networkMode: onInstances === true ? 'bridge' : 'awsvpc',
    requiresCompatibilities: [onInstances === true ? 'EC2' : 'FARGATE'],
    ...task,
    executionRoleArn: `arn:aws:iam::${account.id}:role/ecs-execution`,
    containers: [{ name: 'app', image: `${account.id}.dkr.ecr.${account.region}.amazonaws.com/app:v${number}` }],
  });
}
