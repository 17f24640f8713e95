import { ecsArn, uuid } from '../identities.ts';
import { programOf } from '../images.ts';
import type { Account, Cluster, ContainerInstance } from '../model.ts';
import { demandOf, take } from '../resources.ts';
import type { Container, LaunchType, NetworkBinding, ServiceTarget, Task, TaskOverrides } from '../task.ts';
import type { ContainerDefinition, TaskDefinition } from '../task-definition.ts';
import { attachInterface, precreated } from './attachments.ts';
import { change, instanceChanged, plan } from './changes.ts';
import { prepare } from './start.ts';
import { waitOf } from './waits.ts';

export type Launch = {
  readonly cluster: Cluster;
  readonly definition: TaskDefinition;
  readonly launchType: LaunchType;
  readonly capacityProvider?: string;
  readonly zone: string;
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
  account.tasks.set(task.arn, task);
  instance?.tasks.add(task);
  if (task.attachments.some(({ type }) => type === 'eni')) {
    change(account, task, 'PROVISIONING');
    plan(account, task, waitOf(account, task.launchType, 'networkInterface'), () => {
      attachInterface(account, task);
      prepare(account, task);
    });
  } else {
    prepare(account, task);
  }
  if (instance !== undefined) instanceChanged(account, instance);
  return task;
}

function makeTask(account: Account, launch: Launch): Task {
  const { cluster, definition, instance, targets = [], overrides = { containers: [] } } = launch;
  const id = account.random.hex(32);
  const place = `${cluster.name}/${id}`;
  const awsvpc = definition.networkMode === 'awsvpc';
  const host = definition.networkMode === 'bridge' ? instance : undefined;
  return {
    arn: ecsArn(account, `task/${place}`),
    id,
    clusterArn: cluster.arn,
    definition,
    launchType: launch.launchType,
    group: launch.group,
    zone: launch.zone,
    ...(launch.capacityProvider !== undefined && { capacityProvider: launch.capacityProvider }),
    ...(launch.startedBy !== undefined && { startedBy: launch.startedBy }),
    ...(launch.clientToken !== undefined && { clientToken: launch.clientToken }),
    ...(instance !== undefined && { instance, taken: take(instance, demandOf(definition, overrides)) }),
    containers: definition.containers.map((each) => makeContainer(account, each, { place, host })),
    attachments: precreated(account, launch.zone, { eni: awsvpc, elb: targets.length > 0 }),
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
    networkBindings: host === undefined ? [] : bindingsOf(host, definition),
    run: { program: programOf(account, definition.image), stage: 'waiting', signalled: false, planned: [] },
  };
}

/** Ports that ask for none get one of Linux's ephemeral ports (API_PortMapping, hostPort). */
function bindingsOf(instance: ContainerInstance, { portMappings }: ContainerDefinition): NetworkBinding[] {
  return portMappings.map(({ containerPort, hostPort = 0, protocol }) => {
    if (hostPort > 0) return { containerPort, hostPort, protocol };
    instance.nextPort = instance.nextPort >= 60_999 ? 32_768 : instance.nextPort + 1;
    return { containerPort, hostPort: instance.nextPort, protocol };
  });
}
