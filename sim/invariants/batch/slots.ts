import type { JobState, RunState } from '../../../lib/batch/state.ts';
import type { Instant } from '../../../lib/core/time.ts';
import { minuteMs, secondMs } from '../../../lib/core/time.ts';
import type { BatchPlan } from '../../scenario/batch/plan.ts';
import type { JobEdit } from '../../scenario/batch/stage.ts';
import type { Invariant, Seen } from '../invariant.ts';
import type { BatchLedger } from './ledger.ts';

/** Whether a job is due at that time. All of its times are in the first hour of the day. */
export function jobOfSlot({ jobs }: BatchPlan, name: string, slot: Instant): boolean {
  const { minutes = [] } = jobs.find((each) => each.name === name) ?? {};
  const at = new Date(slot);
  return at.getUTCHours() === 0 && minutes.includes(at.getUTCMinutes());
}

/** A container goes by the configuration it has read for a minute. */
const knownMs = 2 * minuteMs;

/** So far its clock may be behind. */
const skewMs = 2 * secondMs;

/** Whether a job had been out of the file, or suspended, for as long as it takes to be known. */
function isKnown(
  edits: readonly JobEdit[],
  job: string,
  [from, until]: readonly [Instant, Instant],
  is: JobEdit['is'],
): boolean {
  const own = edits.filter((each) => each.job === job);
  const during = own.filter(({ at }) => at > from && at <= until);
  const last = own.findLast(({ at }) => at <= from);
  return during.length === 0 && last?.is === is;
}

function wasDeleted({ stage }: BatchLedger, job: string): boolean {
  return stage.edits.some((edit) => edit.job === job && edit.is === 'deleted');
}

/** Long enough for all that was begun, and for a message of a function that died. */
const overMs = 65 * minuteMs;

/** What was begun, when enough time has gone by since nothing is broken any more. */
function over(judge: (ledger: BatchLedger, seen: Seen) => string | undefined): NonNullable<Invariant['ended']> {
  return (seen) => {
    const { batch, calmSince, simulation } = seen;
    const calm = calmSince() ?? Infinity;
    return batch === undefined || simulation.agenda.now() - calm < overMs ? undefined : judge(batch, seen);
  };
}

/** Every slot whose message came has its one run, but for jobs that are no more; and every run its end. */
const ended: Invariant = {
  name: 'every slot that comes has its run, and every run its end',
  ended: over((batch) => {
    const runs = [...batch.runs.values()];
    const lost = batch.stage.invoked.find(
      ({ job, slot }) => !wasDeleted(batch, job) && !runs.some((run) => run.job === job && run.slot === slot),
    );
    if (lost !== undefined) return `${lost.job} has no run of ${new Date(lost.slot).toISOString()}`;
    const open = runs.find((run) => run.ended === undefined);
    return open === undefined ? undefined : `${open.job} ${open.runId} has not ended: ${JSON.stringify(open)}`;
  }),
};

const told: Invariant = {
  name: 'every end is told to its job, and every failure to people',
  ended: over((batch, { simulation }) => {
    for (const { runId, job, ended: end, round, part } of batch.runs.values()) {
      // Of a job that is no more nothing is kept; a part is told to its run.
      if (wasDeleted(batch, job) || part !== undefined) continue;
      const note = batch.jobs.get(job)?.runs.find((each) => each.runId === runId);
      if (end !== undefined && (note?.end !== end.how || note.round !== round))
        return `${job} ${runId} is ${end.how}, and its job has heard ${note?.end ?? 'nothing'}`;
    }
    const { messages } = simulation.slack.state;
    const said = messages.flatMap(({ deleted, content }) => (deleted ? [] : JSON.stringify(content)));
    const untold = [...batch.jobs.values()].find(
      (job) => isToBeTold(job) && !said.some((text) => text.includes(job.name)),
    );
    return untold === undefined ? undefined : `${untold.name} is in trouble, and nobody was told`;
  }),
};

/** A warning that is over when it comes to be told is told to nobody. */
function isToBeTold({ incident }: JobState): boolean {
  if (incident?.endedAt === undefined) return incident !== undefined;
  return incident.causes.some(({ severity }) => severity !== 'warning');
}

const failing: ReadonlySet<string> = new Set(['failed', 'timed-out', 'lost', 'late', 'missed', 'skipped']);

/** Thresholds are 1: a job whose last run failed is in trouble. */
const noticed: Invariant = {
  name: 'a job whose last run failed is in trouble',
  saved: ({ key, state }) => {
    const job = state as { kind?: string; runs?: readonly { end: string }[]; incident?: { endedAt?: Instant } };
    if (!key.startsWith('batch#') || job.kind !== 'job') return undefined;
    const last = job.runs?.at(-1);
    const isOpen = job.incident !== undefined && job.incident.endedAt === undefined;
    if (last === undefined || !failing.has(last.end) || isOpen) return undefined;
    return job.incident === undefined ? `${key}: ${last.end}, and all is well` : undefined;
  },
};

/** Found by what is missing, and nothing else that the account says of it. */
const uncertain: ReadonlySet<string> = new Set(['job_missed', 'job_missed_unread', 'job_missed_mended']);

/** As long as a missed slot is waited for at most, and a look that is so late leaves a gap. */
const [mostGraceMs, gapMs] = [15 * minuteMs, 6 * minuteMs];

/** Of a slot that came due while nobody watched it is not known whether anything began it. */
const watched: Invariant = {
  name: 'nothing is called missed that nobody watched, or that has its run',
  saved: ({ key, state }, { batch }) => {
    const job = state as JobState;
    if (batch === undefined || !key.startsWith('batch#') || job.kind !== 'job') return undefined;
    for (const { what, slot, cause } of job.findings ?? []) {
      if (what !== 'missed') continue;
      const run = [...batch.runs.values()].find((each) => each.job === job.name && each.slot === slot);
      if (run !== undefined && run.begunAt < (job.watchedAt ?? 0) - minuteMs)
        return `${job.name}: ${new Date(slot).toISOString()} is missed, and was begun`;
      if (uncertain.has(cause.id) && !wasWatched(batch, job.name, slot))
        return `${job.name}: ${new Date(slot).toISOString()} is missed, and nobody watched`;
    }
    return undefined;
  },
};

/** No two looks lie so far apart that the slot, or its grace, falls between them. */
function wasWatched({ looks, stage }: BatchLedger, job: string, slot: Instant): boolean {
  const { deadlineMinutes = 0 } = stage.plan.jobs.find(({ name }) => name === job) ?? {};
  const graceMs = Math.min(mostGraceMs, deadlineMinutes * minuteMs);
  return looks.every((to, index) => {
    const from = looks[index - 1] ?? to;
    return to - from <= gapMs || from >= slot + graceMs || to <= slot;
  });
}

/** Nothing but a person starts a suspended job; and what comes when it goes on is what its owner wrote. */
const suspended: Invariant = {
  name: 'a suspended job launches nothing',
  saved: ({ key, state }, { batch }) => {
    const run = state as RunState;
    if (batch === undefined || !key.startsWith('batch#') || run.kind !== 'run') return undefined;
    return wronglyBegun(run, batch) ?? wronglyResumed(run, batch);
  },
};

function wronglyBegun(
  { job, starter, begunAt, ended: end, runId, part }: RunState,
  { stage }: BatchLedger,
): string | undefined {
  if (part !== undefined) return undefined;
  if (starter === 'person' || starter === 'resume' || end?.how === 'suppressed') return undefined;
  return isKnown(stage.edits, job, [begunAt - knownMs, begunAt + skewMs], 'suspended')
    ? `${job} ${runId} was begun by ${starter} while the job was suspended`
    : undefined;
}

function wronglyResumed({ job, starter, runId }: RunState, { stage, runs }: BatchLedger): string | undefined {
  if (starter !== 'resume') return undefined;
  if (stage.plan.jobs.find(({ name }) => name === job)?.resume !== 'latest')
    return `${job} ${runId} was made up for, and nobody asked for that`;
  const later = [...runs.values()].find(
    (each) => each.job === job && each.runId !== runId && each.starter === 'resume' && each.ended === undefined,
  );
  const suspensions = stage.edits.filter((edit) => edit.job === job && edit.is === 'suspended').length;
  return later !== undefined && suspensions < 2 ? `${job} is made up for twice: ${runId}, ${later.runId}` : undefined;
}

/** Slots, their runs, and what is said of them. */
export const batchSlotInvariants = (): readonly Invariant[] => [ended, told, noticed, watched, suspended];
