import { ecsArn, uuid } from '../identities.ts';
import { programOf } from '../images.ts';
import type { Account, Cluster, ContainerInstance } from '../model.ts';
import { demandOf, take } from '../resources.ts';
import type { Attachment, Container, LaunchType, NetworkBinding, ServiceTarget, Task, TaskOverrides } from '../task.ts';
import type { ContainerDefinition, TaskDefinition } from '../task-definition.ts';
import { attachInterface, precreated } from './attachments.ts';
import { change, instanceChanged, plan } from './changes.ts';
import { keepTask } from './groups.ts';
import { prepare } from './start.ts';
import { waitOf } from './waits.ts';

export type Launch = {
  readonly cluster: Cluster;
  readonly definition: TaskDefinition;
  readonly launchType: LaunchType;
  readonly capacityProvider?: string;
  /** Absent: it waits for a place. */
  readonly zone?: string;
  /** With launch type EC2. */
  readonly instance?: ContainerInstance;
  /** `service:NAME` or `family:NAME`. */
  readonly group: string;
  readonly startedBy?: string;
  readonly clientToken?: string;
  readonly overrides?: TaskOverrides;
  readonly targets?: readonly ServiceTarget[];
};

/** Starts a task where it was placed: takes the resources, emits PROVISIONING (or PENDING) and goes on by the agenda. */
export function launchTask(account: Account, launch: Launch): Task {
  const task = makeTask(account, launch);
  const { instance } = launch;
  keepTask(account, task);
  if (launch.zone === undefined) {
    change(account, task, 'PROVISIONING');
    return task;
  }
  goOn(account, task);
  if (instance !== undefined) instanceChanged(account, instance);
  return task;
}

/** A task that has waited has a place now; its resources are taken. */
export function settleTask(account: Account, task: Task, instance: ContainerInstance): void {
  task.instance = instance;
  task.zone = instance.zone;
  task.taken = take(instance, demandOf(task.definition, task.overrides));
  task.attachments = attachmentsOf(account, task, instance.zone);
  const host = hostOf(task.definition, instance);
  for (const container of task.containers) container.networkBindings = bindingsOf(host, container.definition);
  goOn(account, task);
  instanceChanged(account, instance);
}

function goOn(account: Account, task: Task): void {
  task.instance?.tasks.add(task);
  if (task.attachments.some(({ type }) => type === 'eni')) {
    change(account, task, 'PROVISIONING');
    plan(account, task, waitOf(account, task.launchType, 'networkInterface'), () => {
      attachInterface(account, task);
      prepare(account, task);
    });
  } else {
    prepare(account, task);
  }
}

function makeTask(account: Account, launch: Launch): Task {
  const { cluster, definition, instance, targets = [], overrides = { containers: [] } } = launch;
  const id = account.random.hex(32);
  const place = `${cluster.name}/${id}`;
  const host = hostOf(definition, instance);
  return {
    arn: ecsArn(account, `task/${place}`),
    id,
    clusterArn: cluster.arn,
    definition,
    launchType: launch.launchType,
    group: launch.group,
    ...(launch.zone !== undefined && { zone: launch.zone }),
    ...(launch.capacityProvider !== undefined && { capacityProvider: launch.capacityProvider }),
    ...(launch.startedBy !== undefined && { startedBy: launch.startedBy }),
    ...(launch.clientToken !== undefined && { clientToken: launch.clientToken }),
    ...(instance !== undefined && { instance, taken: take(instance, demandOf(definition, overrides)) }),
    containers: definition.containers.map((each) => makeContainer(account, each, { place, host })),
    attachments: launch.zone === undefined ? [] : attachmentsOf(account, { definition, targets }, launch.zone),
    targets,
    overrides,
    createdAt: account.agenda.now(),
    lastStatus: 'PROVISIONING',
    desiredStatus: 'RUNNING',
    version: 0,
    updatedAt: account.agenda.now(),
    health: 'UNKNOWN',
    up: false,
  };
}

function attachmentsOf(
  account: Account,
  { definition, targets }: Pick<Task, 'definition' | 'targets'>,
  zone: string,
): Attachment[] {
  return precreated(account, zone, { eni: definition.networkMode === 'awsvpc', elb: targets.length > 0 });
}

/** Where ports are bound on the instance. */
function hostOf({ networkMode }: TaskDefinition, instance: ContainerInstance | undefined) {
  return networkMode === 'bridge' ? instance : undefined;
}

function makeContainer(
  account: Account,
  definition: ContainerDefinition,
  { place, host }: { readonly place: string; readonly host: ContainerInstance | undefined },
): Container {
  return {
    name: definition.name,
    arn: ecsArn(account, `container/${place}/${uuid(account.random)}`),
    image: definition.image,
    definition,
    lastStatus: 'PENDING',
    health: 'UNKNOWN',
    networkBindings: bindingsOf(host, definition),
    run: { program: programOf(account, definition.image), stage: 'waiting', signalled: false, planned: [] },
  };
}

/** Ports that ask for none get one of Linux's ephemeral ports (API_PortMapping, hostPort). */
function bindingsOf(instance: ContainerInstance | undefined, { portMappings }: ContainerDefinition): NetworkBinding[] {
  if (instance === undefined) return [];
  return portMappings.map(({ containerPort, hostPort = 0, protocol }) => {
    if (hostPort > 0) return { containerPort, hostPort, protocol };
    instance.nextPort = instance.nextPort >= 60_999 ? 32_768 : instance.nextPort + 1;
    return { containerPort, hostPort: instance.nextPort, protocol };
  });
}
