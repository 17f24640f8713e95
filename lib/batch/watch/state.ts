import type { Read } from '../../core/ports.ts';
import type { RecordKey } from '../../core/record.ts';
import type { DeadTrigger, ScheduleSettings } from '../../core/schedule-ports.ts';
import type { Instant } from '../../core/time.ts';
import type { BatchState } from '../state.ts';

/** Why nothing began a slot; a cause's id, with what to fill in. */
export type MissReason = { readonly cause: string; readonly fills: Readonly<Record<string, string | number>> };

/**
 * A slot whose run has not ended. `from`: due since then, where another job's end makes it due. `wasLate`: told so, and
 * so until it ends. `isMadeUpFor`: its job was told that nobody began it. `foundAt`: when that was first found.
 */
export type OpenSlot = {
  readonly slot: Instant;
  readonly from?: Instant;
  readonly wasLate?: true;
  readonly reason?: MissReason;
  readonly isMadeUpFor?: true;
  readonly foundAt?: Instant;
};

/**
 * The watchdog's memory. `known`: by job, its schedule in a few letters and when it is due next. `gaps`: when nobody
 * watched; slots of that time are judged by less. `told`: by job, what its record was told last.
 */
export type WatchState = {
  readonly kind: 'watch';
  readonly lookedAt: Instant;
  /** Not looked again before. */
  readonly lookAt: Instant;
  readonly known: Readonly<Record<string, { readonly gist: string; readonly nextAt?: Instant }>>;
  readonly open: Readonly<Record<string, readonly OpenSlot[]>>;
  readonly gaps: readonly { readonly from: Instant; readonly to: Instant }[];
  readonly told: Readonly<Record<string, string>>;
  readonly pingedAt?: Instant;
};

/** What is kept of the runs and jobs that are open, and why slots were not begun. Absent: nobody looked. */
export type WatchFacts = {
  readonly kind: 'watch';
  readonly records?: Read<ReadonlyMap<RecordKey, BatchState>>;
  /** By job: how its schedule stands in the group. */
  readonly settings: ReadonlyMap<string, Read<ScheduleSettings>>;
  readonly dead?: Read<readonly DeadTrigger[]>;
};

export type WatchReads = {
  /** What is kept under these keys; none where nothing is. */
  readonly records: (keys: readonly RecordKey[]) => Promise<Read<ReadonlyMap<RecordKey, BatchState>>>;
  /** Triggers that EventBridge Scheduler gave up: what lies with the dead letters of the function's queue. */
  readonly deadTriggers: () => Promise<Read<readonly DeadTrigger[]>>;
};
