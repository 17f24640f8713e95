import type { AskedTask } from '../../ecs/placement/asked.ts';
import type { PlacementInstance } from '../../ecs/placement/instance.ts';

/** A task on an instance, as whoever wants to move it sees it. */
export type NodeTask = {
  readonly arn: string;
  readonly group: string;
  /** What its service would ask for its successor; absent: nobody starts one, or nobody knows. */
  readonly asked?: AskedTask;
  readonly isDaemon: boolean;
  /** It has scale-in protection (API_UpdateTaskProtection). */
  readonly isProtected: boolean;
};

/** A container instance of an Auto Scaling group. */
export type Node = {
  readonly instance: PlacementInstance;
  readonly tasks: readonly NodeTask[];
  readonly group: string;
  readonly zone: string;
  readonly ageMs: number;
  /** Somebody acts on it, or it goes already. */
  readonly isTaken: boolean;
};
