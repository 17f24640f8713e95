import type { EcsTask } from '../core/ecs-reads.ts';
import type { Read } from '../core/ports.ts';
import type { LaunchDefinition, RunReads, ServicePlace } from '../core/run-reads.ts';
import type { ScheduleReads } from '../core/schedule-ports.ts';
import type { SchedulesFacts } from './schedules/state.ts';
import type { ForeignReads } from '../core/foreign-schedules.ts';
import type { ForeignFacts } from './foreign/state.ts';
import type { RunState } from './state.ts';
import type { WatchFacts, WatchReads } from './watch/state.ts';

/** What is true now of a run. What is absent was not asked: nothing depended on it. */
export type RunFacts = {
  readonly kind: 'run';
  readonly definition?: Read<LaunchDefinition>;
  readonly like?: Read<ServicePlace>;
  /** By ARN: its task, and those that should not be. */
  readonly tasks: ReadonlyMap<string, Read<EcsTask>>;
  /** What was started by the launch nobody knows the end of. */
  readonly found?: Read<readonly EcsTask[]>;
  /** Of a run of many: its parts by index; none where there is no record. Of a part: the run it belongs to. */
  readonly parts?: ReadonlyMap<number, RunState | undefined>;
  readonly whole?: RunState;
};

/** A job's record rests on what its runs say. */
export type BatchFacts = RunFacts | SchedulesFacts | WatchFacts | ForeignFacts | { readonly kind: 'job' };

export type BatchReads = RunReads & ScheduleReads & WatchReads & ForeignReads;
