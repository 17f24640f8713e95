import type { EcsTask } from '../../core/ecs-reads.ts';
import type { ForeignSchedule, RefusedLaunch } from '../../core/foreign-schedules.ts';
import type { Read } from '../../core/ports.ts';
import type { RecordKey } from '../../core/record.ts';
import type { Instant } from '../../core/time.ts';
import type { BatchState } from '../state.ts';

/** A task that was started by a rule or a schedule, as its events show it. */
type SeenTask = {
  readonly arn: string;
  readonly createdAt: Instant;
  readonly startedAt?: Instant;
};

/** Tasks of one mark. `live`: not stopped. `starts`: when the last ones were made; `over`: ARNs that have stopped. */
export type SeenState = {
  readonly kind: 'seen';
  readonly mark: string;
  readonly live: readonly SeenTask[];
  readonly starts: readonly Instant[];
  readonly over: readonly string[];
};

/**
 * Rules and schedules of others. `since`: by mark, from when on its slots are expected. `told`: by mark, what its record
 * was told last.
 */
export type ForeignState = {
  readonly kind: 'foreign';
  readonly lookAt: Instant;
  readonly listAt: Instant;
  readonly schedules: readonly ForeignSchedule[];
  readonly since: Readonly<Record<string, Instant>>;
  readonly told: Readonly<Record<string, string>>;
  /** By mark: why a slot brought no task, once it is known. */
  readonly refused?: Readonly<Record<string, { readonly slot: Instant; readonly reason: string }>>;
};

/** Absent: nobody looked. `listed`: tasks that ECS itself lists under a mark, of those of which no event told. */
export type ForeignFacts = {
  readonly kind: 'foreign';
  readonly found?: Read<readonly ForeignSchedule[]>;
  readonly records?: Read<ReadonlyMap<RecordKey, BatchState>>;
  readonly listed: ReadonlyMap<string, Read<readonly EcsTask[]>>;
  /** By mark: what CloudTrail says of a slot that brought no task. */
  readonly refused: ReadonlyMap<string, { readonly slot: Instant; readonly read: Read<RefusedLaunch> }>;
};
