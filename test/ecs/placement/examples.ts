import type { AskedContainer, AskedDefinition, AskedTask } from '../../../lib/ecs/placement/asked.ts';
import type { CopyCount } from '../../../lib/ecs/placement/copies.ts';
import { countOf, roomFor } from '../../../lib/ecs/placement/copies.ts';
import type { InstanceResources, InstanceTask, PlacementInstance } from '../../../lib/ecs/placement/instance.ts';
import { questionOf } from '../../../lib/ecs/placement/question.ts';

const zone = 'eu-west-1a';

/** What an ECS-optimized AMI's agent reports, as far as these tests ask for it. */
export const capabilities = [
  'com.amazonaws.ecs.capability.docker-remote-api.1.18',
  'com.amazonaws.ecs.capability.logging-driver.awslogs',
  'com.amazonaws.ecs.capability.task-iam-role',
  'ecs.capability.task-eni',
  'ecs.capability.execute-command',
];

export const attributesOf = (more: Readonly<Record<string, string | undefined>> = {}) =>
  new Map<string, string | undefined>([
    ['ecs.instance-type', 'c5.large'],
    ['ecs.availability-zone', zone],
    ['ecs.vpc-id', 'vpc-0a'],
    ...capabilities.map((name) => [name, undefined] as const),
    ...Object.entries(more),
  ]);

export function resources(more: Partial<InstanceResources> = {}): InstanceResources {
  return {
    cpuUnits: 2048,
    memoryMiB: 3768,
    tcpPorts: new Set([22, 2375, 2376, 51_678, 51_679]),
    udpPorts: new Set(),
    gpus: new Set(),
    ...more,
  };
}

/** A c5.large with nothing on it. */
export function instance(more: Partial<PlacementInstance> = {}): PlacementInstance {
  return {
    arn: 'arn:aws:ecs:eu-west-1:123456789012:container-instance/shop/one',
    ec2InstanceId: 'i-0aa1',
    status: 'ACTIVE',
    agentConnected: true,
    agentVersion: '1.98.0',
    registeredAt: Date.UTC(2026, 0, 5),
    attributes: attributesOf(),
    registered: resources(),
    remaining: resources(),
    runningTasks: 0,
    pendingTasks: 0,
    tasks: [],
    maximumNetworkInterfaces: 3,
    ...more,
  };
}

/** The same, with some of it not known. */
export const lacking = (keys: keyof PlacementInstance | readonly (keyof PlacementInstance)[], on: PlacementInstance) =>
  Object.fromEntries(
    Object.entries(on).filter(([key]) => ![keys].flat().some((each) => each === key)),
  ) as PlacementInstance;

export function running(group: string, more: Partial<InstanceTask> = {}): InstanceTask {
  return { arn: `task/${group}`, group, isLeaving: false, hasInterface: false, hostPorts: [], gpuIds: [], ...more };
}

/** An instance that runs these, and says so. */
export const hosting = (tasks: readonly InstanceTask[], more: Partial<PlacementInstance> = {}): PlacementInstance =>
  instance({ tasks, runningTasks: tasks.filter(({ isLeaving }) => !isLeaving).length, ...more });

export function container(more: Partial<AskedContainer> = {}): AskedContainer {
  return { name: 'web', cpuUnits: 256, memoryMiB: 512, portMappings: [], gpus: 0, ...more };
}

export function definition(more: Partial<AskedDefinition> = {}): AskedDefinition {
  return {
    arn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:7',
    family: 'web',
    networkMode: 'bridge',
    isWindows: false,
    containers: [container()],
    memberOf: [],
    requiresAttributes: [],
    ...more,
  };
}

type Asked = Partial<Omit<AskedTask, 'definition'>> & { readonly definition?: Partial<AskedDefinition> };

/** A task of the service web. */
export function asked({ definition: own, ...more }: Asked = {}): AskedTask {
  return {
    definition: definition(own),
    group: 'service:web',
    launchType: 'EC2',
    capacityProviders: [],
    constraints: [],
    features: [],
    isDaemon: false,
    ...more,
  };
}

/** A task whose only container is this. */
export const of = (more: Partial<AskedContainer>, other: Partial<AskedDefinition> = {}): Asked => ({
  definition: { containers: [container(more)], ...other },
});

export const memberOf = (expression: string) => ({ type: 'memberOf' as const, expression });
export const distinct = { type: 'distinctInstance' as const };

/** How many more copies of a task fit: `copies` for sure, `copiesAtMost` where something is not known. */
export const copiesThatFit = (task: AskedTask, instances: readonly PlacementInstance[]): CopyCount =>
  countOf(roomFor(questionOf(task), instances));
