import type { AlarmReads, FiringAlarm } from '../core/alarm-reads.ts';
import type { EcsService, EcsTask, InCluster, ServiceDeployment } from '../core/ecs-reads.ts';
import type { CodeDeployDeployment, RegistryReads } from '../core/evidence-reads.ts';
import type { ContainerInstanceReads, EcsContainerInstance } from '../core/host-reads.ts';
import type { PlacementReads } from '../core/placement-reads.ts';
import type { Read } from '../core/ports.ts';
import type { SweepReads } from '../core/sweep-reads.ts';
import type { TaskDefinition } from '../core/task-definition.ts';
import type { RoomSeen } from './room-reading.ts';
import type { ServiceAdvice } from './advice/gather.ts';
import type { LoopFacts, LoopReads } from './stopping/facts.ts';
import type { SweepLook } from './sweep/look.ts';

/** Targets of a service: how many are healthy, of how many, and why most of the others are not. */
export type TargetCount = { readonly healthy: number; readonly total: number; readonly reason?: string };

/**
 * What is true now of a subject. `service` is absent where nobody asked: nothing depended on it.
 * `essential`: the essential containers of each revision whose task failed.
 */
export type HealthFacts = {
  readonly service?: Read<EcsService>;
  /** The service whose tasks Fargate retires, where nothing else asked for it: only how it is deployed is of interest. */
  readonly retiring?: Read<EcsService>;
  readonly targets?: Read<TargetCount>;
  /** Its stopped tasks, which ECS remembers for about an hour: read where events may have been lost. */
  readonly stopped?: Read<readonly EcsTask[]>;
  /** Those of the alarms that may roll back its deployment that are in ALARM, read when one has just begun. */
  readonly inAlarm?: Read<readonly FiringAlarm[]>;
  /** The service deployment of a service whose deployments have stages: where it is, and whom it waits for. */
  readonly rollOut?: Read<ServiceDeployment>;
  readonly essential: ReadonlyMap<string, ReadonlySet<string>>;
  /** What CodeDeploy says of the deployments whose events name no service, by id. */
  readonly deployments?: ReadonlyMap<string, Read<CodeDeployDeployment>>;
  /** Those of them that could not be read, so that their services are taken from their names. */
  readonly guessed?: ReadonlySet<string>;
  /** The instance, where its agent was looked for or a health check of it failed. */
  readonly instance?: Read<EcsContainerInstance>;
  /** How much room the instances of the cluster have left; `not-found`: it is gone, or has none. */
  readonly room?: Read<RoomSeen>;
  /** Of a service that may be stopped, or is: who acts on it, what still runs, and who scales it. */
  readonly loop?: LoopFacts;
  /** What was found of deployments that have begun, when it was time to look. */
  readonly advice?: Read<readonly ServiceAdvice[]>;
  /** What a look at all services has seen, when it was due. */
  readonly sweep?: Read<SweepLook>;
};

/** A target, as far as it says whether it serves (API_TargetHealth). */
export type TargetState = { readonly state: string; readonly reason?: string };

/** All that the health feature may read. */
export type HealthReads = ContainerInstanceReads &
  PlacementReads &
  RegistryReads &
  SweepReads &
  LoopReads &
  AlarmReads & {
    readonly service: (which: { readonly cluster: string; readonly service: string }) => Promise<Read<EcsService>>;
    readonly taskDefinition: (arn: string) => Promise<Read<TaskDefinition>>;
    readonly targets: (targetGroupArn: string) => Promise<Read<readonly TargetState[]>>;
    readonly stoppedTasks: (which: InCluster<'service'>) => Promise<Read<readonly EcsTask[]>>;
    readonly serviceDeployment: (arn: string) => Promise<Read<ServiceDeployment>>;
    /** A deployment of CodeDeploy's, by its id. */
    readonly deployment: (id: string) => Promise<Read<CodeDeployDeployment>>;
  };
