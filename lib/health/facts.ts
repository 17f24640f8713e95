import type { ContainerInstanceReads, EcsContainerInstance, EcsService } from '../core/ecs-reads.ts';
import type { CodeDeployDeployment } from '../core/evidence-reads.ts';
import type { PlacementReads } from '../core/placement-reads.ts';
import type { Read } from '../core/ports.ts';
import type { TaskDefinition } from '../core/task-definition.ts';
import type { Roominess } from '../ecs/placement/shortages.ts';

/** Targets of a service: how many are healthy, of how many. */
export type TargetCount = { readonly healthy: number; readonly total: number };

/**
 * What is true now of a subject. `service` is absent where nobody asked: nothing depended on it.
 * `essential`: the essential containers of each revision whose task failed.
 */
export type HealthFacts = {
  readonly service?: Read<EcsService>;
  readonly targets?: Read<TargetCount>;
  readonly essential: ReadonlyMap<string, ReadonlySet<string>>;
  /** What CodeDeploy says of the deployments whose events name no service, by id. */
  readonly deployments?: ReadonlyMap<string, Read<CodeDeployDeployment>>;
  /** Those of them that could not be read, so that their services are taken from their names. */
  readonly guessed?: ReadonlySet<string>;
  /** The instance whose agent was looked for. */
  readonly agent?: Read<EcsContainerInstance>;
  /** How much room the instances of the cluster have left; `not-found`: it is gone, or has none. */
  readonly room?: Read<Roominess>;
};

/** All that the health feature may read. */
export type HealthReads = ContainerInstanceReads &
  PlacementReads & {
    readonly service: (which: { readonly cluster: string; readonly service: string }) => Promise<Read<EcsService>>;
    readonly taskDefinition: (arn: string) => Promise<Read<TaskDefinition>>;
    readonly targets: (targetGroupArn: string) => Promise<Read<readonly { readonly state: string }[]>>;
    /** A deployment of CodeDeploy's, by its id. */
    readonly deployment: (id: string) => Promise<Read<CodeDeployDeployment>>;
  };
