import type { Finding, RunEnded } from '../core/batch-event.ts';
import type { Instant } from '../core/time.ts';
import { dayMs, minuteMs } from '../core/time.ts';
import { jobCause } from './causes.ts';
import { middleOf } from './history.ts';
import type { JobState } from './state.ts';
import { withFindings } from './watched.ts';

/** So many runs in a row are slower, and so many before them say what was usual. Judgements of ours. */
const [latest, leastBefore] = [3, 7];

/** What was usual rests on so long at least: a busy day is no drift. */
const leastSpanMs = 7 * dayMs;

/** Slower by so much, and by so many times, is told; closer to what was usual than this it is well again. */
const [leastMs, slowerTimes, wellTimes] = [5 * minuteMs, 1.5, 1.2];

/** After so many runs it is what is usual. */
const settledRuns = 20;

type Success = { readonly at: Instant; readonly durationMs: number };

/** Duration against what it was: heard after each run that has ended. */
export function withDrift(state: JobState, { at, slot, end }: Pick<RunEnded, 'at' | 'slot' | 'end'>): JobState {
  if (end !== 'succeeded') return state;
  const successes = state.runs
    .flatMap(({ end: how, at: endedAt, durationMs }) =>
      how === 'succeeded' && durationMs !== undefined ? [{ at: endedAt, durationMs }] : [],
    )
    .toSorted((a, b) => a.at - b.at);
  const { drift, incident, ...rest } = { incident: undefined, ...state };
  // The end of another incident is told by itself, and what was told is not told again after it.
  if (drift === undefined && incident?.endedAt === at) return state;
  const next = drift === undefined ? begun(successes, at) : goneOn(drift, successes);
  const isSilent = drift !== undefined && (incident === undefined || incident.endedAt !== undefined);
  const others = (state.findings ?? []).filter(({ what }) => what !== 'slower');
  const known: JobState = { ...rest, ...(incident !== undefined && { incident }) };
  if (next === undefined) {
    if (drift === undefined) return state;
    return withFindings(known, others, { at, isExpired: drift.runs + 1 >= settledRuns });
  }
  if (isSilent) return withFindings({ ...known, drift: next }, others, { at });
  return withFindings({ ...known, drift: next }, [...others, findingOf(next, successes, slot)], { at });
}

type Drift = NonNullable<JobState['drift']>;

/** All of the last ones longer than the longest of what was usual. */
function begun(successes: readonly Success[], at: Instant): Drift | undefined {
  const [before, now] = [successes.slice(0, -latest), successes.slice(-latest)];
  const [first] = before;
  const last = before.at(-1);
  if (before.length < leastBefore || first === undefined || last === undefined) return undefined;
  if (last.at - first.at < leastSpanMs) return undefined;
  const durations = before.map(({ durationMs }) => durationMs);
  const usualMs = middleOf(durations);
  const most = Math.max(usualMs * slowerTimes, usualMs + leastMs, slowest(durations));
  return now.every(({ durationMs }) => durationMs > most) ? { since: at, usualMs, runs: 0 } : undefined;
}

/** Undefined: it is over, for it is as it was, or for it has been so for long. */
function goneOn(drift: Drift, successes: readonly Success[]): Drift | undefined {
  const nowMs = middleOf(successes.slice(-latest).map(({ durationMs }) => durationMs));
  const runs = drift.runs + 1;
  return nowMs <= drift.usualMs * wellTimes || runs >= settledRuns ? undefined : { ...drift, runs };
}

/** One in ten may have been slower. */
function slowest(durations: readonly number[]): number {
  const sorted = durations.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.9) - 1] ?? 0;
}

/** The same for as long as it goes on: it is told once, and numbers of later runs are an edit. */
function findingOf({ since, usualMs }: Drift, successes: readonly Success[], slot: Instant): Finding {
  const nowMs = middleOf(successes.slice(-latest).map(({ durationMs }) => durationMs));
  const fills = { usual: Math.round(usualMs / minuteMs), recent: Math.round(nowMs / minuteMs), runs: latest };
  return { what: 'slower', slot, cause: jobCause('job_slower', since, { severity: 'warning', fills }) };
}
