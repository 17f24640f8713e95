import type { RunEnd, RunEnded } from '../core/batch-event.ts';
import type { JobState, RunNote } from './state.ts';

const [mostRuns, mostDurations] = [60, 50];

/** These say that the work of a slot was not done, and nobody wanted it so. */
const failing: ReadonlySet<RunEnd> = new Set(['failed', 'timed-out', 'lost', 'late', 'missed', 'skipped']);

export function isFailing(end: RunEnd): boolean {
  return failing.has(end);
}

/** One run more in the history; a repeat changes nothing. What people and policies wanted is no failure. */
export function heardEnd(state: JobState, event: RunEnded): JobState {
  const { runId, slot, round, end, at, startedAt, exitCode, cause, cluster } = event;
  const known = state.runs.find((run) => run.runId === runId);
  if (known !== undefined && known.round >= round) return state;
  const durationMs = startedAt === undefined ? undefined : Math.max(0, at - startedAt);
  const note: RunNote = {
    runId,
    slot,
    round,
    end,
    at,
    ...(durationMs !== undefined && { durationMs }),
    ...(exitCode !== undefined && { exitCode }),
    ...(cause !== undefined && { cause: cause.id }),
  };
  const durationsMs =
    end === 'succeeded' && durationMs !== undefined ? [...state.durationsMs, durationMs] : state.durationsMs;
  return {
    ...state,
    cluster,
    runs: [...state.runs.filter((run) => run !== known), note].slice(-mostRuns),
    durationsMs: durationsMs.slice(-mostDurations),
    ...(isFailing(end) && { failures: state.failures + 1, successes: 0 }),
    ...(end === 'succeeded' && { failures: 0, successes: state.successes + 1 }),
  };
}

/** The one in the middle; 0 where there is none. */
export function middleOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** The duration below which so large a part of its successes lay; undefined: there is none yet. */
export function usualMs({ durationsMs }: Pick<JobState, 'durationsMs'>, part: number): number | undefined {
  const sorted = durationsMs.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}
