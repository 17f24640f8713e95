import type { JobsView, JobView, RunView } from '../../../console/jobs.ts';
import { durationOf } from '../../../lib/alert/compose/clock.ts';
import { usualMs } from '../../../lib/batch/history.ts';
import type { Job } from '../../../lib/batch/job.ts';
import type { BatchState, JobState, RunState } from '../../../lib/batch/state.ts';
import { present } from '../../../lib/core/present.ts';
import type { Instant } from '../../../lib/core/time.ts';
import { hourMs, minuteMs } from '../../../lib/core/time.ts';
import { nextSlots, slotsBetween } from '../../../lib/ecs/schedule/slots.ts';
import type { Shop } from '../shop.ts';
import { runView, slotView } from './run-view.ts';

/** How far back a slot without a run is shown, and how long its schedule takes to be there at first. */
const slotsBackMs = 24 * hourMs;
const schedulesWithinMs = 2 * minuteMs;

const mostRuns = 48;
const nextShown = 42;

/** By their records, and by their schedules where there is none. */
export function jobsView({ simulation, jobs, runLog, now }: Shop): JobsView {
  const states = simulation.store.all().flatMap(({ key, state }) => (isBatch(key, state) ? [state] : []));
  const runs = Map.groupBy(
    states.filter((state) => state.kind === 'run').filter(({ part }) => part === undefined),
    ({ job }) => job,
  );
  const histories = new Map(states.flatMap((state) => (state.kind === 'job' ? [[state.name, state] as const] : [])));
  return jobs.jobs.map((job) =>
    jobView(job, {
      jobs: jobs.jobs,
      now: now(),
      since: jobs.sinceOf(job.name),
      broken: jobs.brokenBy(job.name),
      runs: runs.get(job.name) ?? [],
      history: histories.get(job.name),
      stepsOf: (id) => runLog.of(id),
    }),
  );
}

function isBatch(key: string, state: unknown): state is BatchState {
  return key.startsWith('batch#') && typeof state === 'object' && state !== null && 'kind' in state;
}

type Known = {
  readonly jobs: readonly Job[];
  readonly now: Instant;
  readonly since: Instant;
  readonly broken: string | undefined;
  readonly runs: readonly RunState[];
  readonly history: JobState | undefined;
  readonly stepsOf: (runId: string) => RunView['steps'];
};

function jobView(job: Job, { jobs, now, since, broken, runs, history, stepsOf }: Known): JobView {
  const { name, task, schedule, mode, enabled } = job;
  const known = new Set(runs.map(({ slot }) => slot));
  const from = Math.max(since + schedulesWithinMs, now - slotsBackMs);
  const alone = schedule === undefined ? [] : slotsBetween(schedule, from, now + 1).filter(({ at }) => !known.has(at));
  const views = [
    ...runs.map((run) => runView(run, { job, now, steps: stepsOf(run.runId) })),
    ...alone.map(({ at }) => slotView(job, at, now)),
  ];
  const durations = { durationsMs: history?.durationsMs ?? [] };
  return {
    name,
    cluster: task.cluster,
    due: dueOf(job, jobs),
    state: mode === 'observe' ? 'observed' : enabled ? 'active' : 'suspended',
    ...present({ broken, usualMs: usualMs(durations, 0.5), slowMs: usualMs(durations, 0.95) }),
    runs: views.toSorted((a, b) => a.slot - b.slot).slice(-mostRuns),
    next: schedule === undefined || !enabled ? [] : nextSlots(schedule, now, nextShown).map(({ at }) => at),
  };
}

/** What starts it, as it is written in the file. */
function dueOf({ name, schedule }: Job, jobs: readonly Job[]): string {
  if (schedule === undefined) return startersOf(name, jobs);
  const { start, open } = schedule;
  const moved = open === undefined ? '' : ', on open days';
  switch (start.kind) {
    case 'cron':
      return `cron ${start.cron}${moved}`;
    case 'rate':
      return `every ${durationOf(start.everyMs, 'en')}`;
    case 'once':
      return `once, ${start.local.replace('T', ' ')}`;
    case 'day':
      return `open day ${start.nth} of the month`;
  }
}

function startersOf(name: string, jobs: readonly Job[]): string {
  const after = jobs.filter(({ onSuccess }) => onSuccess.includes(name)).map((each) => `after ${each.name}`);
  const failed = jobs.filter(({ onFailure }) => onFailure.includes(name)).map((each) => `when ${each.name} fails`);
  return [...after, ...failed].join(', ') || 'by hand';
}
