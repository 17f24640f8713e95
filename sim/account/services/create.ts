import { beginDeployment } from '../deployments/begin.ts';
import type { Account, Cluster } from '../model.ts';
import { Refusal } from '../refusal.ts';
import type { SchedulerMemory, Service } from '../service.ts';
import type { TaskDefinition } from '../task-definition.ts';
import type { Actor } from '../trail.ts';
import { addTaskSet } from '../task-sets/sets.ts';
import { recordChange } from '../trail.ts';
import { attention } from './attention.ts';
import { wake } from './wake.ts';

/** CreateService; what is left out is as in its API reference. */
export type ServiceRequest = {
  readonly cluster: Cluster;
  readonly name: string;
  readonly definition: TaskDefinition;
  readonly by?: Actor;
} & Partial<Omit<Service, keyof typeof made | 'name' | 'clusterArn'>>;

/** What no request gives. */
const made = {
  arn: true,
  status: true,
  deployments: true,
  events: true,
  createdAt: true,
  tasks: true,
  memory: true,
  lastCompleted: true,
} as const;

/** Creates a service and begins its first deployment. Throws a Refusal for what AWS would refuse. */
export function createService(account: Account, request: ServiceRequest): Service {
  const { cluster, name, definition } = request;
  const arn = `${cluster.arn.replace(':cluster/', ':service/')}/${name}`;
  check(account, arn, request);
  const service = serviceFrom(account, arn, request);
  account.services.set(arn, service);
  recordChange(account, 'CreateService', arn, request.by);
  if (service.controller === 'ECS') beginDeployment(account, service, definition);
  else addTaskSet(account, service, definition);
  wake(account, service, attention.deployment);
  return service;
}

function serviceFrom(account: Account, arn: string, request: ServiceRequest): Service {
  const { cluster, definition: _definition, by: _by, ...settings } = request;
  const daemon = request.scheduling === 'DAEMON';
  const byStrategy = (request.capacityProviderStrategy ?? []).length > 0;
  return {
    ...(daemon ? daemonSettings : replicaSettings),
    ...(!byStrategy && { launchType: 'EC2' }),
    zones: account.zones,
    tags: new Map(),
    ...settings,
    ...(daemon && { desired: 0 }),
    arn,
    clusterArn: cluster.arn,
    status: 'ACTIVE',
    deployments: [],
    events: [],
    createdAt: account.agenda.now(),
    tasks: new Set(),
    memory: freshMemory(),
  };
}

const replicaSettings = {
  scheduling: 'REPLICA',
  desired: 1,
  minimumHealthyPercent: 100,
  maximumPercent: 200,
  capacityProviderStrategy: [],
  circuitBreaker: { enabled: false, rollback: false },
  alarms: { names: [], enabled: false, rollback: false },
  controller: 'ECS',
  strategy: 'ROLLING',
  bakeMinutes: 0,
  pauseHooks: [],
  targets: [],
  healthCheckGracePeriodS: 0,
  placementConstraints: [],
  placementStrategy: [],
} as const;

const daemonSettings = {
  ...replicaSettings,
  scheduling: 'DAEMON',
  desired: 0,
  minimumHealthyPercent: 0,
  maximumPercent: 100,
} as const;

function freshMemory(): SchedulerMemory {
  return {
    notBefore: 0,
    failedStarts: 0,
    backOff: 0,
    impaired: false,
    failedPlacements: 0,
    toldAt: new Map(),
    proven: new Set(),
    targetNews: new Map(),
  };
}

function check(account: Account, arn: string, request: ServiceRequest): void {
  const known = account.services.get(arn);
  if (known !== undefined && known.status !== 'INACTIVE') {
    throw new Refusal('InvalidParameterException', 'Creation of service was not idempotent.');
  }
  if (request.launchType !== undefined && (request.capacityProviderStrategy ?? []).length > 0) {
    const message =
      'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.';
    throw new Refusal('InvalidParameterException', message);
  }
  const groups = (request.targets ?? []).flatMap((each) => [each.targetGroupArn, each.alternateTargetGroupArn ?? []]);
  for (const targetGroupArn of groups.flat()) {
    if (account.targetGroups.has(targetGroupArn)) continue;
    const message = `The specified target group does not exist: ${targetGroupArn}`;
    throw new Refusal('InvalidParameterException', message);
  }
}
