import type { Finding } from '../../core/batch-event.ts';
import type { NextStep } from '../../core/alert.ts';
import type { Instant } from '../../core/time.ts';
import { minuteMs } from '../../core/time.ts';
import { jobCause } from '../causes.ts';
import { usualMs } from '../history.ts';
import type { Job } from '../job.ts';
import { dueAt, launchUntil } from '../limits.ts';
import type { JobState, RunState } from '../state.ts';
import { doneByOf } from './done-by.ts';
import type { MissReason, OpenSlot, WatchState } from './state.ts';

/** A usual duration that rests on fewer runs says little. */
const leastRuns = 5;

/** One slot as it stands. `run` absent: nothing has begun it. */
export type Standing = {
  readonly job: Job;
  readonly open: OpenSlot;
  readonly run: RunState | undefined;
  readonly history: Pick<JobState, 'durationsMs'>;
  readonly gaps: WatchState['gaps'];
  readonly reason: MissReason | undefined;
  readonly now: Instant;
};

function isGraceOver(job: Job, { slot, from = slot }: OpenSlot, now: Instant): boolean {
  return now >= from + Math.min(job.expect.graceMs, job.startDeadlineMs);
}

/** Why nothing began it is asked so soon: later what was wrong may have been set right, and nobody would know. */
export function isSilent({ slot, from = slot }: OpenSlot, now: Instant): boolean {
  return now >= from + 2 * minuteMs;
}

/** All that is not as it should be with a slot; the worst first. */
export function findingsOf(standing: Standing): readonly Finding[] {
  const { job, run } = standing;
  if (run === undefined) {
    if (!job.enabled) return [];
    const [silent, lost] = [silence(standing), atRisk(standing)];
    return [...(silent === undefined ? [] : [silent]), ...(lost === undefined ? [] : [lost])];
  }
  const found = startOf(run) === undefined ? [notRunning(standing, run)] : [running(standing, run)];
  return [...found, atRisk(standing)].filter((finding) => finding !== undefined);
}

/** When nobody watched as it came due, or so soon after that what waited in the queue may not have been heard yet. */
function isInGap({ slot, from = slot }: OpenSlot, gaps: WatchState['gaps'], graceMs: number): boolean {
  return gaps.some((gap) => from + graceMs >= gap.from && from <= gap.to);
}

/** These say by themselves that nothing came, whoever watched. */
const certain: ReadonlySet<string> = new Set([
  'job_missed_dead',
  'job_missed_gone',
  'job_missed_disabled',
  'job_missed_drift',
]);

function silence({ job, open, gaps, reason, now, ...rest }: Standing): Finding | undefined {
  const { slot } = open;
  if (!isGraceOver(job, open, now)) return undefined;
  const graceMs = Math.min(job.expect.graceMs, job.startDeadlineMs);
  const next = stepFor({ job, open, gaps, reason, now, ...rest });
  if (isInGap(open, gaps, graceMs) && !(reason !== undefined && certain.has(reason.cause))) {
    const back = Math.max(...gaps.map(({ to }) => to));
    if (now < back + Math.min(graceMs, 5 * minuteMs)) return undefined;
    const gap = gaps.find(({ from, to }) => slot <= to && slot + graceMs >= from);
    const fills = { sinceAt: gap?.from, untilAt: gap?.to, dueAt: slot };
    return { what: 'unknown', slot, cause: jobCause('job_unwatched', slot, { severity: 'warning', fills }), next };
  }
  const known = reason ?? { cause: 'job_missed_unread', fills: {} };
  return { what: 'missed', slot, cause: jobCause(known.cause, slot, { fills: { ...known.fills, dueAt: slot } }), next };
}

function notRunning({ job, open, now }: Standing, run: RunState): Finding | undefined {
  const since = dueAt(run);
  if (now < since + job.expect.graceMs && open.wasLate !== true) return undefined;
  const last = run.past.at(-1);
  const cause = jobCause('job_not_started', since, {
    severity: 'warning',
    fills: { dueAt: open.slot, ...(last !== undefined && { last: last.cause }) },
  });
  const until = launchUntil(run);
  const next: NextStep = Number.isFinite(until) ? { code: 'job_tried_until', at: until } : { code: 'job_tried' };
  return { what: 'late', slot: open.slot, cause, next };
}

/** When its task began to run; of many, the first. */
function startOf({ task, array }: RunState): Instant | undefined {
  return task?.startedAt ?? array?.startedAt;
}

function running({ job, open, history, now }: Standing, run: RunState): Finding | undefined {
  const startedAt = startOf(run) ?? now;
  const usual = usualMs(history, 0.5);
  const next: NextStep =
    usual === undefined || startedAt + usual <= now
      ? { code: 'job_runs_on' }
      : { code: 'job_runs_until', at: startedAt + usual };
  const longest = tooLongMs(job, history);
  if (longest !== undefined && now > startedAt + longest) {
    const fills = {
      sinceAt: startedAt,
      limit: minutesOf(longest),
      ...(usual !== undefined && { usual: minutesOf(usual) }),
    };
    const cause = jobCause('job_too_long', startedAt + longest, { severity: 'warning', fills });
    const { runMs } = job.timeouts;
    const stops: NextStep =
      runMs === undefined ? { code: 'job_runs_on' } : { code: 'job_stops', at: startedAt + runMs };
    return { what: 'too-long', slot: open.slot, cause, next: stops };
  }
  if (open.wasLate !== true) return undefined;
  const cause = jobCause('job_running_late', startedAt, {
    severity: 'warning',
    fills: { startedAt, dueAt: open.slot },
  });
  return { what: 'late', slot: open.slot, cause, next };
}

/** Longer than this is too long: as written, or so many times what is usual. */
export function tooLongMs({ expect }: Pick<Job, 'expect'>, history: Pick<JobState, 'durationsMs'>): number | undefined {
  if (expect.maxDurationMs !== undefined) return expect.maxDurationMs;
  const slow = history.durationsMs.length < leastRuns ? undefined : usualMs(history, 0.95);
  return slow === undefined ? undefined : Math.max(slow * expect.drift, expect.leastDriftMs);
}

/** It will not have ended by when it must have, or has not; told as soon as that is so, before it is lost. */
function atRisk({ job, open, run, history, now }: Standing): Finding | undefined {
  const doneBy = doneByOf(job, open.slot);
  if (doneBy === undefined || (run === undefined && now < open.slot + minuteMs)) return undefined;
  const usual = usualMs(history, 0.5);
  const startedAt = run === undefined ? undefined : startOf(run);
  const leftMs = usual === undefined ? 0 : startedAt === undefined ? usual : Math.max(0, startedAt + usual - now);
  if (now + leftMs <= doneBy) return undefined;
  const isLost = now > doneBy;
  const cause = jobCause(isLost ? 'job_done_by_lost' : 'job_done_by', isLost ? doneBy : open.slot, {
    fills: { doneByAt: doneBy, ...(usual !== undefined && { usual: minutesOf(usual) }) },
  });
  return { what: 'done-by', slot: open.slot, cause };
}

/** What happens by itself to a slot that nothing has begun; and where it counts, by when somebody must begin it. */
function stepFor({ job, open, history, now }: Standing): NextStep {
  const usual = usualMs(history, 0.5);
  const doneBy = doneByOf(job, open.slot);
  if (job.catchUp.policy !== 'none') return { code: 'job_made_up' };
  const until = doneBy === undefined || usual === undefined ? undefined : doneBy - usual;
  if (until === undefined || until < now || doneBy === undefined || usual === undefined)
    return { code: 'job_not_begun' };
  const slow = usualMs(history, 0.95) ?? usual;
  const fills = { usual: minutesOf(usual), slow: minutesOf(slow), doneByAt: doneBy };
  return { code: 'job_start_by', at: until, fills };
}

/** `0.4`, `7`, `62`. */
function minutesOf(ms: number): number {
  const minutes = ms / minuteMs;
  return minutes < 10 ? Math.round(minutes * 10) / 10 : Math.round(minutes);
}
