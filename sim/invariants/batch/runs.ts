import type { RunState } from '../../../lib/batch/state.ts';
import type { KeptRecord } from '../../../lib/core/record.ts';
import { minuteMs } from '../../../lib/core/time.ts';
import { jobOfSlot } from './slots.ts';
import type { Invariant, Seen } from '../invariant.ts';
import type { BatchLedger } from './ledger.ts';

/** Judges each state of a run as it is written; `before`: as it stood. */
function ofRun(
  judge: (
    run: RunState,
    story: { readonly ledger: BatchLedger; readonly before: RunState | undefined },
  ) => string | undefined,
): NonNullable<Invariant['saved']> {
  return ({ key, state }: KeptRecord, { batch }: Seen) => {
    const run = state as RunState;
    if (batch === undefined || !key.startsWith('batch#') || run.kind !== 'run') return undefined;
    const wrong = judge(run, { ledger: batch, before: batch.runs.get(run.runId) });
    return wrong === undefined ? undefined : `${run.job} ${run.runId}: ${wrong}`;
  };
}

const proved: Invariant = {
  name: 'success has a proof',
  saved: ofRun(({ ended, task, array }, { ledger }) => {
    if (ended?.how !== 'succeeded' || array !== undefined) return undefined;
    const end = ledger.ends.get(task?.arn ?? '');
    const isGood = end?.exitCode === 0 && end.stopCode === 'EssentialContainerExited';
    return isGood ? undefined : `succeeded, and its task ended ${JSON.stringify(end)}`;
  }),
};

/** A failure more than there are retries ends it. */
const bounded: Invariant = {
  name: 'no budget of retries is exceeded',
  saved: ofRun(({ past, begunAt, pinned, job, attempt }, { ledger }) => {
    const tries = past.filter(({ at }) => at >= begunAt);
    const count = (...kinds: readonly string[]): number => tries.filter((each) => kinds.includes(each.class)).length;
    const own = count('application', 'out-of-memory');
    if (own > pinned.retry.attempts || attempt > pinned.retry.attempts) return `${own} failures of its own`;
    const mostFree = ledger.stage.plan.jobs.find(({ name }) => name === job)?.mostFree;
    const most = mostFree === undefined ? Infinity : mostFree + 1;
    const over = (['placement', 'start', 'interrupted'] as const).find((kind) => count(kind) > most);
    return over === undefined ? undefined : `${count(over)} times ${over}, and ${most - 1} retries are allowed`;
  }),
};

/** Statuses in the order in which ECS passes them (task-lifecycle-explanation). */
const statuses = 'PROVISIONING PENDING ACTIVATING RUNNING DEACTIVATING STOPPING DEPROVISIONING STOPPED'.split(' ');

/** Nothing but a person, or what its owner wrote, begins a run once more; and never one that has succeeded. */
function begunAgain({ ended, part: before }: RunState, { starter, part }: RunState): string | undefined {
  if (ended === undefined || ended.how === 'succeeded') return `was ${ended?.how ?? 'under way'}, and was begun again`;
  // A part is begun again with its run, of which the same is asked.
  if (part !== undefined && before !== undefined)
    return part.round > before.round ? undefined : `was ${ended.how}, and its part is begun again in the same round`;
  return starter === 'schedule' || starter === 'job' ? `was ${ended.how}, and a repeat began it again` : undefined;
}

const forward: Invariant = {
  name: 'a run never goes back',
  saved: ofRun((run, { before }) => {
    if (before === undefined) return undefined;
    if (before.round !== run.round) return begunAgain(before, run);
    if (before.ended !== undefined && before.ended.how !== run.ended?.how)
      return `was ${before.ended.how}, and is ${run.ended?.how ?? 'open'}`;
    if (before.task === undefined || before.task.arn !== run.task?.arn) return undefined;
    const [was, is] = [before.task, run.task];
    if (is.version < was.version) return `its task is at version ${is.version} after ${was.version}`;
    return statuses.indexOf(is.lastStatus) < statuses.indexOf(was.lastStatus)
      ? `its task is ${is.lastStatus} after ${was.lastStatus}`
      : undefined;
  }),
};

/** Why its last task ended, in AWS's own words: kept, though ECS forgets it. */
const explained: Invariant = {
  name: 'why it ended is kept',
  saved: ofRun(({ ended, task }, { ledger }) => {
    if (ended === undefined) return undefined;
    if (['failed', 'timed-out', 'lost', 'late', 'skipped'].includes(ended.how) && ended.cause === undefined)
      return `${ended.how} for nothing`;
    const end = ledger.ends.get(task?.arn ?? '');
    if (task?.stopped === undefined || end === undefined) return undefined;
    const exitCode = task.stopped.containers.find(({ name }) => name === 'app')?.exitCode;
    const known = [task.stopped.stopCode, task.stopped.reason, exitCode].join(' ');
    const truly = [end.stopCode, end.reason, end.exitCode].join(' ');
    return known === truly ? undefined : `"${known}" is kept of "${truly}"`;
  }),
};

/** By its parts, each counted once: those that truly ended well. */
const whole: Invariant = {
  name: 'a run of many succeeds with its parts',
  saved: ofRun(({ runId, array, ended, pinned, stop }, { ledger }) => {
    const { size = 0, parallelism = 0, maxFailedIndexes = 0 } = pinned.task.array ?? {};
    if (array === undefined) return undefined;
    if (array.open.length > parallelism) return `${array.open.length} parts at once`;
    if (ended === undefined) return undefined;
    const parts = [...ledger.runs.values()].filter(({ part }) => part?.of === runId);
    const open = parts.find((part) => part.ended === undefined);
    if (open !== undefined) return `ended, and its part ${open.part?.index} has not`;
    const good = new Set(
      parts.flatMap(({ part, ended: end }) => (end?.how === 'succeeded' ? (part?.index ?? []) : [])),
    );
    const isEnough = good.size >= size - maxFailedIndexes;
    if (ended.how === 'succeeded') return isEnough ? undefined : `succeeded with ${good.size} of ${size}`;
    return isEnough && stop === undefined && ended.how === 'failed' ? `failed with ${good.size} of ${size}` : undefined;
  }),
};

const onTime: Invariant = {
  name: 'a run by schedule has a time of its schedule',
  saved: ofRun(({ job, slot, starter }, { ledger }) => {
    if (starter !== 'schedule' || slot % minuteMs !== 0)
      return starter === 'schedule' ? `${slot} is no minute` : undefined;
    return jobOfSlot(ledger.stage.plan, job, slot) ? undefined : `${new Date(slot).toISOString()} is none of its times`;
  }),
};

/** A stop that is ordered is no stop. */
export const batchRunInvariants = (): readonly Invariant[] => [proved, bounded, forward, explained, whole, onTime];
