import type { CapacityProvider, Cluster, ContainerInstance, Service, Task, TaskDefinition } from '@aws-sdk/client-ecs';
import type { RawItem } from '../core/cluster-reads.ts';

/**
 * What is kept of an item; nothing else leaves this folder. Secrets stand in places of every kind (environment, command,
 * options of log and volume drivers, labels, overrides), so what is kept is named, not what is left out.
 */
export type Kept<Shape extends object> = { readonly [Key in keyof Shape]?: PartOf<ItemOf<NonNullable<Shape[Key]>>> };

type PartOf<Value> = Value extends Date ? true : Value extends object ? Kept<Value> : true;

type ItemOf<Value> = Value extends readonly (infer Item)[] ? Item : Value;

const strategy = { capacityProvider: true, weight: true, base: true } as const;
const subnets = { awsvpcConfiguration: { subnets: true, securityGroups: true, assignPublicIp: true } } as const;
const resource = {
  name: true,
  type: true,
  integerValue: true,
  longValue: true,
  doubleValue: true,
  stringSetValue: true,
} as const;

export const keptOfCluster: Kept<Cluster> = {
  clusterArn: true,
  clusterName: true,
  status: true,
  registeredContainerInstancesCount: true,
  runningTasksCount: true,
  pendingTasksCount: true,
  activeServicesCount: true,
  capacityProviders: true,
  defaultCapacityProviderStrategy: strategy,
};

export const keptOfInstance: Kept<ContainerInstance> = {
  containerInstanceArn: true,
  ec2InstanceId: true,
  capacityProviderName: true,
  version: true,
  versionInfo: { agentVersion: true, dockerVersion: true },
  status: true,
  agentConnected: true,
  registeredResources: resource,
  remainingResources: resource,
  runningTasksCount: true,
  pendingTasksCount: true,
  attributes: { name: true, value: true },
  registeredAt: true,
  gpuDevices: { sharingMode: true, remainingMemoryInMiB: true },
};

export const keptOfTask: Kept<Task> = {
  taskArn: true,
  clusterArn: true,
  taskDefinitionArn: true,
  containerInstanceArn: true,
  group: true,
  lastStatus: true,
  desiredStatus: true,
  launchType: true,
  capacityProviderName: true,
  availabilityZone: true,
  cpu: true,
  memory: true,
  startedBy: true,
  createdAt: true,
  startedAt: true,
  stoppingAt: true,
  attachments: { type: true, status: true },
  containers: {
    name: true,
    lastStatus: true,
    cpu: true,
    memory: true,
    memoryReservation: true,
    networkBindings: { containerPort: true, hostPort: true, protocol: true },
    gpuIds: true,
  },
};

export const keptOfService: Kept<Service> = {
  serviceArn: true,
  serviceName: true,
  clusterArn: true,
  status: true,
  desiredCount: true,
  runningCount: true,
  pendingCount: true,
  launchType: true,
  capacityProviderStrategy: strategy,
  taskDefinition: true,
  schedulingStrategy: true,
  placementConstraints: { type: true, expression: true },
  placementStrategy: { type: true, field: true },
  networkConfiguration: subnets,
  enableExecuteCommand: true,
  deploymentController: { type: true },
  deploymentConfiguration: {
    maximumPercent: true,
    minimumHealthyPercent: true,
    strategy: true,
    deploymentCircuitBreaker: { enable: true, rollback: true, thresholdConfiguration: { type: true, value: true } },
  },
  loadBalancers: { targetGroupArn: true, loadBalancerName: true, containerName: true, containerPort: true },
  healthCheckGracePeriodSeconds: true,
  platformVersion: true,
  createdAt: true,
  deployments: {
    id: true,
    status: true,
    taskDefinition: true,
    desiredCount: true,
    runningCount: true,
    pendingCount: true,
    createdAt: true,
    updatedAt: true,
    rolloutState: true,
    launchType: true,
    capacityProviderStrategy: strategy,
    networkConfiguration: subnets,
    serviceConnectConfiguration: { enabled: true },
    volumeConfigurations: { name: true },
  },
  taskSets: {
    id: true,
    status: true,
    taskDefinition: true,
    computedDesiredCount: true,
    runningCount: true,
    pendingCount: true,
    launchType: true,
    capacityProviderStrategy: strategy,
    networkConfiguration: subnets,
  },
};

export const keptOfDefinition: Kept<TaskDefinition> = {
  taskDefinitionArn: true,
  family: true,
  revision: true,
  status: true,
  networkMode: true,
  cpu: true,
  memory: true,
  requiresAttributes: { name: true, value: true },
  placementConstraints: { type: true, expression: true },
  compatibilities: true,
  requiresCompatibilities: true,
  runtimePlatform: { cpuArchitecture: true, operatingSystemFamily: true },
  volumes: {
    name: true,
    configuredAtLaunch: true,
    efsVolumeConfiguration: { authorizationConfig: { iam: true } },
    // That it is one of Docker's, and nothing of how: drivers have options.
    dockerVolumeConfiguration: {},
  },
  executionRoleArn: true,
  ephemeralStorage: { sizeInGiB: true },
  ipcMode: true,
  enableFaultInjection: true,
  registeredAt: true,
  containerDefinitions: {
    name: true,
    image: true,
    essential: true,
    stopTimeout: true,
    cpu: true,
    memory: true,
    memoryReservation: true,
    portMappings: { containerPort: true, containerPortRange: true, hostPort: true, protocol: true },
    resourceRequirements: { type: true, value: true, sharingStrategy: { nvidiaMps: { memory: true } } },
    restartPolicy: { enabled: true },
    // Names only.
    environment: { name: true },
    secrets: { name: true },
    logConfiguration: { logDriver: true },
    firelensConfiguration: { type: true },
    // That there is one; its command is whoever's.
    healthCheck: {},
    dependsOn: { containerName: true, condition: true },
    mountPoints: { sourceVolume: true },
    ulimits: { name: true },
    links: true,
    privileged: true,
    disableNetworking: true,
    dnsServers: true,
    dnsSearchDomains: true,
    linuxParameters: { maxSwap: true, sharedMemorySize: true, swappiness: true, devices: {}, tmpfs: {} },
  },
};

export const keptOfProvider: Kept<CapacityProvider> = {
  capacityProviderArn: true,
  name: true,
  status: true,
  type: true,
  autoScalingGroupProvider: {
    autoScalingGroupArn: true,
    managedScaling: {
      status: true,
      targetCapacity: true,
      minimumScalingStepSize: true,
      maximumScalingStepSize: true,
      instanceWarmupPeriod: true,
    },
    managedTerminationProtection: true,
    managedDraining: true,
  },
  // That it is one of managed instances, and nothing of how.
  managedInstancesProvider: {},
};

/** An answer's item without what is not kept of it. */
export function itemOf<Shape extends object>(item: Shape, kept: Kept<Shape>): RawItem {
  const entries = Object.entries(kept).flatMap(([key, part]) => {
    const value: unknown = Reflect.get(item, key);
    return value === undefined || value === null ? [] : [[key, partOf(value, part)] as const];
  });
  return Object.fromEntries(entries);
}

function partOf(value: unknown, kept: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((each: unknown) => partOf(each, kept));
  if (typeof value !== 'object' || value === null) return value;
  // An object of which no key is named: nothing of it is kept.
  return typeof kept === 'object' && kept !== null ? itemOf(value, kept) : {};
}
