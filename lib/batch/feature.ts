import type { BatchEvent } from '../core/batch-event.ts';
import type { Feature } from '../core/feature.ts';
import type { RecordKey } from '../core/record.ts';
import { dayMs } from '../core/time.ts';
import { runOf } from '../ecs/own-launch.ts';
import { decide } from './decide.ts';
import type { BatchFacts, BatchReads } from './facts.ts';
import { gather } from './gather.ts';
import { isScheduledMark } from '../ecs/scheduled-launch.ts';
import { isWatchedCluster } from './foreign/policy.ts';
import { jobKey, liveRuns, runIdOf, runKey, seenKey } from './names.ts';
import type { BatchTarget } from './orders.ts';
import { partKey } from './parts.ts';
import type { BatchPolicy } from './policy.ts';
import type { BatchState } from './state.ts';

/** Launches the tasks of jobs, once for each time they are due, and sees them to their end. */
export const batch: Feature<BatchEvent, BatchState, BatchTarget, BatchFacts, BatchReads, BatchPolicy> = {
  name: 'batch',
  v: 1,
  upcast: (state) => state,
  recordsOf,
  gather,
  decide,
  openUnder: (state) => (state.kind === 'run' && state.ended === undefined ? liveRuns : undefined),
  shrink: (state) => (state.kind === 'run' ? { ...state, past: state.past.slice(-5) } : state),
  // As long as a trigger may come back, and somebody may want to have a slot run again.
  keepEndedMs: 90 * dayMs,
};

/** A task's event names its run: those of others cost nothing. */
function recordsOf(event: BatchEvent, policy: BatchPolicy): readonly RecordKey[] {
  const { stack } = policy;
  switch (event.kind) {
    case 'task': {
      const run = runOf(event.startedBy);
      if (run === undefined && isScheduledMark(event.startedBy) && isWatchedCluster(event, policy))
        return [seenKey(stack.region, event.startedBy)];
      return run === undefined ? [] : [runKey(stack.region, run.runId)];
    }
    case 'slot-triggered':
      if (event.part !== undefined) return [partKey(stack.region, event.part)];
      return [runKey(stack.region, runIdOf(stack, event))];
    case 'slot-passed':
      return [runKey(stack.region, runIdOf(stack, event))];
    case 'run-request':
      return [runKey(stack.region, event.runId ?? runIdOf(stack, event))];
    case 'run-ended':
      return [event.part === undefined ? jobKey(stack.region, event.job) : runKey(stack.region, event.part.of)];
    case 'slots-missed':
    case 'job-watched':
      return [jobKey(stack.region, event.job)];
  }
}
