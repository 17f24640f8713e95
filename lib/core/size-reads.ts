import type { EcsService, InCluster } from './ecs-reads.ts';
import type { Read } from './ports.ts';
import type { TaskDefinition } from './task-definition.ts';

export type NamedService = { readonly cluster: string; readonly service: string };

/** Percent of what a service's tasks reserve, one value for each hour or day, oldest first; none: nothing was measured. */
export type UseSeries = { readonly cpu: readonly number[]; readonly memory: readonly number[] };

/** What is looked at once a week: how much of what is reserved was used. */
export type SizeReads = {
  /** Of the Region, at most so many. */
  readonly allServices: (most: number) => Promise<Read<readonly NamedService[]>>;
  /** The highest of each day, of any task (AWS/ECS, Maximum), in the order asked. */
  readonly daysOf: (services: readonly NamedService[], days: number) => Promise<Read<readonly UseSeries[]>>;
  /** The average of each hour (AWS/ECS, Average), in the order asked. */
  readonly hoursOf: (services: readonly NamedService[], days: number) => Promise<Read<readonly UseSeries[]>>;
  /** vCPUs of Fargate on demand in the account and Region, the lowest of each hour (AWS/Usage); none: not measured. */
  readonly fargateVcpus: (days: number) => Promise<Read<readonly number[]>>;
  readonly service: (which: InCluster<'service'>) => Promise<Read<EcsService>>;
  readonly taskDefinition: (arn: string) => Promise<Read<TaskDefinition>>;
};
