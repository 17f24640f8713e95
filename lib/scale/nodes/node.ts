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

/** Why an instance is not sent away, from what is known beside its tasks. */
export type StayReason = 'OtherPolicy' | 'Unsettled' | 'Avoided' | 'Unknown';

/** A container instance of an Auto Scaling group. */
export type Node = {
  readonly instance: PlacementInstance;
  readonly tasks: readonly NodeTask[];
  readonly group: string;
  readonly zone: string;
  readonly ageMs: number;
  /** Somebody acts on it, or it goes already. */
  readonly isTaken: boolean;
  /** Why it is not to go, whatever fits elsewhere; others' tasks may come to it. */
  readonly stays?: { readonly code: StayReason; readonly why: string };
};
