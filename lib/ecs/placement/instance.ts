import type { Instant } from '../../core/time.ts';
import type { Protocol } from './asked.ts';

export type HostPort = { readonly port: number; readonly protocol: Protocol };

/** A task that is on an instance and not yet STOPPED. */
export type InstanceTask = {
  readonly arn: string;
  readonly group: string;
  /** It is to stop (desiredStatus STOPPED) and still holds what it has. */
  readonly isLeaving: boolean;
  /** It has a network interface of its own (awsvpc). */
  readonly hasInterface: boolean;
  readonly hostPorts: readonly HostPort[];
  readonly gpuIds: readonly string[];
};

/** What an instance has, or has left. What is absent was not listed. */
export type InstanceResources = {
  readonly cpuUnits?: number;
  readonly memoryMiB?: number;
  /** Ports that are taken: a port not listed is free (API_ContainerInstance, remainingResources). */
  readonly tcpPorts: ReadonlySet<number>;
  readonly udpPorts: ReadonlySet<number>;
  /** Ids of GPUs; of those left, the free ones (API_Resource does not say so: a guess). */
  readonly gpus: ReadonlySet<string>;
};

/** A GPU of an instance that supports sharing (API_GpuDevice). */
export type GpuDevice = {
  readonly id: string;
  /** `IDLE`, `NVIDIA_MPS` (shared), `DEDICATED`. */
  readonly sharingMode: string;
  readonly remainingMemoryMiB: number;
};

/** A container instance as DescribeContainerInstances and DescribeTasks show it. */
export type PlacementInstance = {
  readonly arn: string;
  readonly ec2InstanceId?: string;
  /** `ACTIVE`, `DRAINING`, `REGISTERING`, … */
  readonly status: string;
  readonly agentConnected?: boolean;
  readonly agentVersion?: string;
  readonly registeredAt?: Instant;
  readonly capacityProvider?: string;
  /** By name; undefined for one without a value. None at all: they are not known. */
  readonly attributes: ReadonlyMap<string, string | undefined>;
  readonly registered: InstanceResources;
  readonly remaining: InstanceResources;
  readonly runningTasks?: number;
  readonly pendingTasks?: number;
  /** Absent: nobody listed them. */
  readonly tasks?: readonly InstanceTask[];
  /** Network interfaces of its type, its own one among them (DescribeInstanceTypes, maximumNetworkInterfaces). */
  readonly maximumNetworkInterfaces?: number;
  /** Only listed for instances that support sharing their GPUs. */
  readonly gpuDevices?: readonly GpuDevice[];
};
