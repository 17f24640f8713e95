import type { Snapshot } from '../../../lib/ecs/placement/snapshot.ts';
import { readSnapshot } from '../../../lib/ecs/placement/snapshot.ts';

const arn = (resource: string): string => `arn:aws:ecs:eu-west-1:123456789012:${resource}`;

type InstanceItem = {
  readonly name: string;
  readonly zone?: string;
  readonly memoryMiB?: number;
  readonly leftMiB?: number;
  readonly cpuLeft?: number;
  readonly ports?: readonly number[];
  readonly provider?: string;
  readonly status?: string;
};

/** An item of DescribeContainerInstances. */
export const instanceItem = ({
  name,
  zone = 'eu-west-1a',
  memoryMiB = 4096,
  leftMiB = memoryMiB,
  cpuLeft = 2048,
  ports = [22],
  provider,
  status = 'ACTIVE',
}: InstanceItem): object => ({
  containerInstanceArn: arn(`container-instance/web/${name}`),
  ec2InstanceId: `i-${name}`,
  status,
  agentConnected: true,
  ...(provider !== undefined && { capacityProviderName: provider }),
  attributes: [
    { name: 'ecs.availability-zone', value: zone },
    { name: 'ecs.instance-type', value: 'm5.large' },
    { name: 'ecs.os-type', value: 'linux' },
  ],
  registeredResources: resources(2048, memoryMiB, [22]),
  remainingResources: resources(cpuLeft, leftMiB, ports),
  runningTasksCount: 0,
  pendingTasksCount: 0,
});

const resources = (cpu: number, memory: number, ports: readonly number[]) => [
  { name: 'CPU', type: 'INTEGER', integerValue: cpu },
  { name: 'MEMORY', type: 'INTEGER', integerValue: memory },
  { name: 'PORTS', type: 'STRINGSET', stringSetValue: ports.map(String) },
  { name: 'PORTS_UDP', type: 'STRINGSET', stringSetValue: [] },
];

/** An item of DescribeServices, with what is different. */
export const serviceItem = (name: string, more: object = {}): object => ({
  serviceArn: arn(`service/web/${name}`),
  serviceName: name,
  status: 'ACTIVE',
  desiredCount: 2,
  runningCount: 2,
  pendingCount: 0,
  launchType: 'EC2',
  taskDefinition: arn(`task-definition/${name}:1`),
  schedulingStrategy: 'REPLICA',
  deploymentConfiguration: { maximumPercent: 200, minimumHealthyPercent: 100 },
  deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY', taskDefinition: arn(`task-definition/${name}:1`) }],
  ...more,
});

/** An item of DescribeTaskDefinition with one container. */
export const definitionItem = (name: string, container: object = { memory: 1024 }): object => ({
  taskDefinitionArn: arn(`task-definition/${name}:1`),
  family: name,
  revision: 1,
  networkMode: 'bridge',
  containerDefinitions: [{ name: 'app', image: 'app:1', cpu: 0, portMappings: [], ...container }],
});

/** An item of DescribeTasks: one of the service's, on an instance. */
export const taskItem = (service: string, instance: string): object => ({
  taskArn: arn(`task/web/${service}-${instance}`),
  taskDefinitionArn: arn(`task-definition/${service}:1`),
  containerInstanceArn: arn(`container-instance/web/${instance}`),
  group: `service:${service}`,
  lastStatus: 'RUNNING',
  desiredStatus: 'RUNNING',
  containers: [],
});

export function snapshotOf(items: object): Snapshot {
  const read = readSnapshot(items);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return read;
}
