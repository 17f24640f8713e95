import type { AskedTask } from '../../../lib/ecs/placement/asked.ts';
import type { Snapshot } from '../../../lib/ecs/placement/snapshot.ts';
import { readSnapshot } from '../../../lib/ecs/placement/snapshot.ts';
import { askedByService, serviceNamed } from '../../../lib/ecs/placement/snapshot-asked.ts';
import { capabilities } from './examples.ts';

/** Items as the Describe calls answer them, in the shapes of the API reference. */
export type Item = Readonly<Record<string, unknown>>;

const account = 'arn:aws:ecs:eu-west-1:123456789012';
const whole = (name: string, integerValue: number) => ({
  name,
  type: 'INTEGER',
  doubleValue: 0,
  longValue: 0,
  integerValue,
});
const set = (name: string, values: readonly (number | string)[]) => ({
  name,
  type: 'STRINGSET',
  doubleValue: 0,
  longValue: 0,
  integerValue: 0,
  stringSetValue: values.map(String),
});

export const agentPorts = [22, 2375, 2376, 51_678, 51_679];

type Left = {
  readonly cpu?: number;
  readonly memory?: number;
  readonly tcp?: readonly number[];
  readonly udp?: readonly number[];
};

const resources = ({ cpu = 2048, memory = 3768, tcp = [], udp = [] }: Left) => [
  whole('CPU', cpu),
  whole('MEMORY', memory),
  set('PORTS', [...agentPorts, ...tcp]),
  set('PORTS_UDP', udp),
];

const instanceArn = (id: string): string => `${account}:container-instance/shop/${id}`;

export function rawInstance(id: string, left: Left = {}, more: Item = {}): Item {
  const attributes = {
    'ecs.instance-type': 'c5.large',
    'ecs.availability-zone': 'eu-west-1a',
    'ecs.subnet-id': 'subnet-0a',
  };
  return {
    containerInstanceArn: instanceArn(id),
    ec2InstanceId: `i-0${id}`,
    status: 'ACTIVE',
    agentConnected: true,
    versionInfo: { agentVersion: '1.98.0', agentHash: '9e2d1c5b', dockerVersion: 'DockerVersion: 25.0.8' },
    registeredResources: resources({}),
    remainingResources: resources(left),
    runningTasksCount: 0,
    pendingTasksCount: 0,
    registeredAt: '2026-11-02T09:12:44.301000+09:00',
    attributes: [
      ...Object.entries(attributes).map(([name, value]) => ({ name, value })),
      ...capabilities.map((name) => ({ name })),
    ],
    ...more,
  };
}

export function rawDefinition(containers: readonly Item[], more: Item = {}): Item {
  return {
    taskDefinitionArn: `${account}:task-definition/web:7`,
    family: 'web',
    revision: 7,
    status: 'ACTIVE',
    networkMode: 'bridge',
    containerDefinitions: containers.map((each, at) => ({ name: `c${at}`, image: 'web:7', essential: true, ...each })),
    requiresAttributes: [],
    placementConstraints: [],
    requiresCompatibilities: ['EC2'],
    ...more,
  };
}

export function rawService(more: Item = {}): Item {
  const taskDefinition = `${account}:task-definition/web:7`;
  return {
    serviceArn: `${account}:service/shop/web`,
    serviceName: 'web',
    status: 'ACTIVE',
    launchType: 'EC2',
    desiredCount: 2,
    runningCount: 1,
    pendingCount: 0,
    taskDefinition,
    deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY', taskDefinition, desiredCount: 2 }],
    placementConstraints: [],
    placementStrategy: [],
    schedulingStrategy: 'REPLICA',
    enableExecuteCommand: false,
    ...more,
  };
}

export function rawTask(id: string, on: string, more: Item = {}): Item {
  return {
    taskArn: `${account}:task/shop/${id}`,
    taskDefinitionArn: `${account}:task-definition/web:6`,
    containerInstanceArn: instanceArn(on),
    lastStatus: 'RUNNING',
    desiredStatus: 'RUNNING',
    group: 'service:web',
    launchType: 'EC2',
    containers: [],
    attachments: [],
    ...more,
  };
}

/** A snapshot of these. Throws with all faults if there are any. */
export function snapshotOf(items: Item): Snapshot {
  const read = readSnapshot(JSON.parse(JSON.stringify(items)));
  if ('faults' in read) throw new Error(read.faults.map(({ path, problem }) => `${path} ${problem}`).join('; '));
  return read;
}

/** What the service web asks for, and of which instances. */
export function situation(items: Item): { readonly asked: AskedTask; readonly snapshot: Snapshot } {
  const snapshot = snapshotOf({ tasks: [], ...items });
  const service = serviceNamed(snapshot, 'web');
  const asked = service === undefined ? undefined : askedByService(snapshot, service);
  if (asked === undefined) throw new Error('no service web, or no definition of it');
  return { asked, snapshot };
}
