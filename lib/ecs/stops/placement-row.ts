import type { Text } from '../../core/language.ts';
import type { Severity } from '../../core/severity.ts';

/** Why ECS could not place or launch a task: a `reason` of RunTask's failures, or of a service event. */
export type PlacementReason = {
  readonly id: string;
  /** The notation of `CauseRow.match`. The first row that matches is the reason. */
  readonly match: string;
  readonly severity: Severity;
  /** ECS tries again by itself and that usually helps. */
  readonly transient?: boolean;
  readonly source: string;
  readonly title: Text;
  readonly remedy: Text;
};
