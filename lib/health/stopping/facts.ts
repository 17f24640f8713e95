import type { EcsTask, InCluster } from '../../core/ecs-reads.ts';
import type { Hold } from '../../core/hold.ts';
import type { BudgetUse, Read } from '../../core/ports.ts';
import type { Suspension } from './state.ts';

/** What is true now of a service that may be stopped. What is absent was not asked: nothing depended on it. */
export type LoopFacts = {
  /** Its tasks that are not to stop. */
  readonly tasks?: Read<readonly EcsTask[]>;
  readonly holds?: Read<readonly Hold[]>;
  /** Who was touched within the hour. */
  readonly use?: Read<BudgetUse>;
  /** Its scalable target; undefined: there is none. */
  readonly scaling?: Read<Suspension | undefined>;
};

export type LoopReads = {
  readonly runningTasks: (which: InCluster<'service'>) => Promise<Read<readonly EcsTask[]>>;
  readonly holds: (thing: string) => Promise<Read<readonly Hold[]>>;
  readonly use: (budget: string) => Promise<Read<BudgetUse>>;
  readonly scaling: (which: InCluster<'service'>) => Promise<Read<Suspension | undefined>>;
};
