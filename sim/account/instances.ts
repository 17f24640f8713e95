import { hourMs, minuteMs, secondMs } from '../../lib/core/time.ts';
import { agentCapabilities } from './capabilities.ts';
import { killEc2Instance } from './ec2-instance.ts';
import { ecsArn, subnetOf, vpcId } from './identities.ts';
import type { Account, Cluster, ContainerInstance } from './model.ts';
import { Refusal } from './refusal.ts';
import { instanceChanged } from './tasks/changes.ts';
import { killContainers } from './tasks/containers.ts';
import { failTask } from './tasks/fail.ts';
import { stopTask } from './tasks/stop.ts';

export type InstanceRequest = {
  readonly cluster: Cluster;
  readonly instanceType: string;
  readonly zone: string;
  readonly ec2InstanceId?: string;
  readonly capacityProvider?: string;
  /** Added to the built-in ones and the agent's capabilities. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** In units: 1024 for each vCPU. */
  readonly cpu: number;
  readonly memoryMiB: number;
  readonly gpus?: number;
  /** For tasks with awsvpc, without the instance's own. */
  readonly networkInterfaces?: number;
  readonly agentVersion?: string;
  readonly tags?: ReadonlyMap<string, string>;
};

/** SSH, Docker and the agent itself (API_PortMapping, hostPort). */
const reservedPorts = [22, 2375, 2376, 51678, 51679];

/** Registers an instance; its agent is connected about a second later, and nothing can be placed on it before. */
export function addInstance(account: Account, request: InstanceRequest): ContainerInstance {
  const { cluster, random } = { cluster: request.cluster, random: account.random };
  const instance: ContainerInstance = {
    arn: ecsArn(account, `container-instance/${cluster.name}/${random.hex(32)}`),
    clusterArn: cluster.arn,
    ec2InstanceId: request.ec2InstanceId ?? `i-0${random.hex(16)}`,
    instanceType: request.instanceType,
    zone: request.zone,
    ...(request.capacityProvider !== undefined && { capacityProvider: request.capacityProvider }),
    attributes: attributesOf(account, request),
    registered: {
      cpu: request.cpu,
      memoryMiB: request.memoryMiB,
      tcpPorts: [...reservedPorts],
      udpPorts: [],
      gpus: Array.from({ length: request.gpus ?? 0 }, (_, at) => `GPU-${at}-${random.hex(8)}`),
      networkInterfaces: request.networkInterfaces ?? 2,
    },
    taken: { cpu: 0, memoryMiB: 0, tcpPorts: [], udpPorts: [], gpus: [], networkInterfaces: 0 },
    status: 'ACTIVE',
    agentConnected: false,
    agentVersion: request.agentVersion ?? '1.98.0',
    version: 0,
    registeredAt: account.agenda.now(),
    tasks: new Set(),
    waiting: [],
    nextPort: 32_768,
    tags: new Map(request.tags),
  };
  account.instances.set(instance.arn, instance);
  knowEc2Instance(account, instance);
  instanceChanged(account, instance);
  account.agenda.after(random.whole(500, 1_500), `agent of ${instance.ec2InstanceId} connects`, () => {
    setAgent(account, instance, true);
  });
  return instance;
}

/** An instance of no group was launched a minute before it registers. */
function knowEc2Instance(account: Account, { ec2InstanceId: id, instanceType, zone }: ContainerInstance): void {
  if (account.ec2.has(id)) return;
  const launchedAt = account.agenda.now() - minuteMs;
  account.ec2.set(id, { id, instanceType, zone, launchedAt, spot: false, ec2State: 'running' });
}

function attributesOf(account: Account, request: InstanceRequest): Map<string, string | undefined> {
  const arm = /^[a-z]+\d+g/u.test(request.instanceType);
  return new Map<string, string | undefined>([
    ['ecs.ami-id', 'ami-0123456789abcdef0'],
    ['ecs.availability-zone', request.zone],
    ['ecs.instance-type', request.instanceType],
    ['ecs.os-type', 'linux'],
    ['ecs.cpu-architecture', arm ? 'arm64' : 'x86_64'],
    ['ecs.vpc-id', vpcId],
    ['ecs.subnet-id', subnetOf(account, request.zone)],
    ...agentCapabilities.map((name) => [name, undefined] as const),
    ...Object.entries(request.attributes ?? {}),
  ]);
}

/**
 * Tasks of services that are not yet up stop at once on a DRAINING instance; the service scheduler does the rest
 * (API_UpdateContainerInstancesState). Only an ACTIVE or DRAINING instance can be set.
 */
export function setInstanceStatus(account: Account, instance: ContainerInstance, status: 'ACTIVE' | 'DRAINING'): void {
  if (instance.status !== 'ACTIVE' && instance.status !== 'DRAINING') {
    throw new Refusal('InvalidParameterException', `Container instance is ${instance.status}.`);
  }
  if (instance.status === status) return;
  instance.status = status;
  if (account.switches.drainingEmitsInstanceEvent) instanceChanged(account, instance);
  if (status === 'ACTIVE') return;
  for (const task of instance.tasks) {
    if (task.group.startsWith('service:') && !task.up) stopTask(account, task, drained);
  }
}

/** Why the scheduler stops a task on a DRAINING instance. */
export const drained = {
  stopCode: 'ServiceSchedulerInitiated',
  reason: 'Service stopped the task because its container instance is in DRAINING state',
} as const;

/**
 * A connected agent tells and does what waited for it. Several disconnections an hour are normal. One that has registered
 * anew is connected as that (amazon-ecs-agent#782).
 */
export function setAgent(account: Account, instance: ContainerInstance, connected: boolean): void {
  if (instance.agentConnected === connected || instance.status === 'INACTIVE') return;
  if (connected && (instance.lostAt !== undefined || instance.off === true)) return;
  if (connected && isConnectedAnew(account, instance)) return;
  instance.agentConnected = connected;
  instanceChanged(account, instance);
  if (!connected) return;
  for (const go of instance.waiting.splice(0)) go();
}

function isConnectedAnew({ instances }: Account, { ec2InstanceId, registeredAt }: ContainerInstance): boolean {
  return [...instances.values()].some(
    (each) =>
      each.ec2InstanceId === ec2InstanceId &&
      each.registeredAt > registeredAt &&
      each.status !== 'INACTIVE' &&
      each.agentConnected,
  );
}

/**
 * Its EC2 instance is gone. ECS hears of it seconds later. An instance whose agent was not connected stays registered
 * (API_DeregisterContainerInstance).
 */
export function loseInstance(account: Account, instance: ContainerInstance): void {
  if (instance.lostAt !== undefined || instance.status === 'INACTIVE') return;
  const connected = instance.agentConnected;
  instance.lostAt = account.agenda.now();
  killEc2Instance(account, instance.ec2InstanceId);
  setAgent(account, instance, false);
  for (const task of instance.tasks) killContainers(account, task, () => ({}));
  const { hostLossIsHeardLate, hostLossHasNoCode, lostInstanceIsTold } = account.switches;
  const hearsMs = account.random.whole(3 * secondMs, 20 * secondMs) * (hostLossIsHeardLate ? 9 : 1);
  account.agenda.after(hearsMs, `ECS hears that ${instance.ec2InstanceId} is gone`, () => {
    if (connected) deactivate(account, instance, lostInstanceIsTold);
    const reason = `Host EC2 (instance ${instance.ec2InstanceId}) terminated.`;
    const stopCode = hostLossHasNoCode ? {} : { stopCode: 'TerminationNotice' };
    for (const task of instance.tasks) failTask(account, task, { ...stopCode, reason, hostGone: true });
  });
}

/**
 * Its EC2 instance is stopped, by whomever: what ran is over, and the registration stays as it is, without its agent
 * (API_DeregisterContainerInstance).
 */
export function powerOff(account: Account, instance: ContainerInstance): void {
  if (instance.off === true || instance.lostAt !== undefined || instance.status === 'INACTIVE') return;
  instance.off = true;
  setAgent(account, instance, false);
  for (const task of instance.tasks) killContainers(account, task, () => ({}));
  account.agenda.after(account.random.whole(3 * secondMs, 20 * secondMs), `${instance.ec2InstanceId} is off`, () => {
    const reason = `Host EC2 (instance ${instance.ec2InstanceId}) stopped.`;
    for (const task of instance.tasks) failTask(account, task, { reason, hostGone: true });
  });
}

/** It runs again, and its agent is back with the registration it had. */
export function powerOn(account: Account, instance: ContainerInstance): void {
  if (instance.off !== true) return;
  delete instance.off;
  setAgent(account, instance, true);
}

/** With tasks on it only by force; those are nobody's then, and ECS takes them for stopped. */
export function deregisterInstance(account: Account, instance: ContainerInstance, force: boolean): void {
  if (instance.tasks.size > 0 && !force) {
    throw new Refusal('InvalidParameterException', 'Found running tasks on the instance.');
  }
  deactivate(account, instance);
  for (const task of instance.tasks) {
    const reason = 'Container instance deregistration forced by user';
    failTask(account, task, { stopCode: 'UserInitiated', reason, hostGone: true });
  }
}

/** INACTIVE instances answer a while longer, then no more. */
function deactivate(account: Account, instance: ContainerInstance, told = true): void {
  if (instance.status === 'INACTIVE') return;
  instance.status = 'INACTIVE';
  instance.agentConnected = false;
  instance.waiting.length = 0;
  if (told) instanceChanged(account, instance);
  account.agenda.after(hourMs, `${instance.ec2InstanceId} is forgotten`, () => {
    account.instances.delete(instance.arn);
  });
}
