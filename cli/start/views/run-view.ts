import type { RunLook, RunStepView, RunView } from '../../../console/jobs.ts';
import { durationOf } from '../../../lib/alert/compose/clock.ts';
import type { Job } from '../../../lib/batch/job.ts';
import { dueAt } from '../../../lib/batch/limits.ts';
import { phaseOf } from '../../../lib/batch/run-phase.ts';
import type { Ended, RunState } from '../../../lib/batch/state.ts';
import type { RunEnd } from '../../../lib/core/batch-event.ts';
import { present } from '../../../lib/core/present.ts';
import type { Instant } from '../../../lib/core/time.ts';
import { progressOf } from '../../jobs/progress.ts';
import { endWords, exitOf, titleOf, whyOf } from '../jobs/run-words.ts';

type Shown = { readonly job: Job; readonly now: Instant; readonly steps: readonly RunStepView[] };

/** A run as its record has it. */
export function runView(run: RunState, { job, now, steps }: Shown): RunView {
  const { runId, slot, tries, ended, task, plan, array } = run;
  const startedAt = ended === undefined ? (task?.startedAt ?? array?.startedAt) : ended.startedAt;
  const exit = ended && exitOf(ended, plan?.container);
  const look = ended === undefined ? lookNow(run, job, now) : lookOf(ended, tries);
  return {
    id: runId,
    slot,
    look,
    says: ended === undefined ? saysNow(run, look) : saysOfEnd(ended, tries, run),
    tries,
    ...present({ startedAt, endedAt: ended?.at, exit }),
    ...(ended?.cause !== undefined && { why: whyOf(ended.cause, run, exit) }),
    steps: steps.length > 0 ? steps : stepsOf(run),
  };
}

const looks: Readonly<Record<Exclude<RunEnd, 'succeeded'>, RunLook>> = {
  failed: 'failed',
  'timed-out': 'failed',
  lost: 'failed',
  late: 'missed',
  missed: 'missed',
  unknown: 'unknown',
  skipped: 'skipped',
  suppressed: 'suspended',
  observed: 'observed',
  cancelled: 'stopped',
  replaced: 'stopped',
};

function lookOf({ how }: Ended, tries: number): RunLook {
  if (how !== 'succeeded') return looks[how];
  return tries > 1 ? 'retried' : 'ran';
}

function lookNow(run: RunState, { expect }: Job, now: Instant): RunLook {
  const { task, past, array } = run;
  if (task?.startedAt !== undefined && task.stopped === undefined) return 'running';
  if (array?.startedAt !== undefined) return 'running';
  if ((run.ranAt === undefined || array !== undefined) && now > dueAt(run) + expect.graceMs) return 'late';
  return past.length > 0 ? 'retrying' : 'starting';
}

const phases: Readonly<Record<Exclude<ReturnType<typeof phaseOf>, RunEnd>, string>> = {
  claimed: 'claimed, its task definition is being read',
  queued: 'waits for its turn',
  ready: 'about to be launched',
  launching: 'being launched',
  unresolved: 'it is made sure what became of its launch',
  placed: 'placed, not running yet',
  running: 'running',
  stopping: 'being stopped',
  waiting: 'waits for its next try',
};

function saysNow(run: RunState, look: RunLook): string {
  const phase = phaseOf(run);
  const word = Object.hasOwn(phases, phase) ? phases[phase as keyof typeof phases] : phase;
  const words = [word, ...progressOf(run)].join(', ');
  return look === 'late' ? `late: ${words}` : words;
}

function saysOfEnd({ how, at, startedAt, cause }: Ended, tries: number, run: RunState): string {
  const took = startedAt === undefined ? '' : ` after ${durationOf(Math.max(0, at - startedAt), 'en')}`;
  if (how === 'succeeded') return `succeeded${took}${tries > 1 ? `, at try ${tries}` : ''}`;
  if (how === 'failed' && cause !== undefined) return `failed${took}: ${titleOf(cause, run)}`;
  return how === 'timed-out' ? `timed out${took}` : endWords[how];
}

/** What the record itself tells, where it was not followed. */
function stepsOf({ begunAt, ended }: RunState): readonly RunStepView[] {
  const begun: RunStepView = { at: begunAt, tone: 'plain', text: 'claimed' };
  if (ended === undefined) return [begun];
  const { at, startedAt, how } = ended;
  return [
    begun,
    ...(startedAt === undefined ? [] : [{ at: startedAt, tone: 'plain' as const, text: 'running' }]),
    { at, tone: how === 'succeeded' ? 'good' : 'bad', text: endWords[how] },
  ];
}

/** A slot that nobody has claimed. */
export function slotView({ name, enabled, expect, startDeadlineMs }: Job, slot: Instant, now: Instant): RunView {
  const afterMs = now - slot;
  const waited = afterMs <= expect.graceMs ? 'due' : afterMs <= startDeadlineMs ? 'late' : 'missed';
  const look = enabled ? waited : 'suspended';
  return { id: `${name}@${slot}`, slot, look, says: unclaimed[look], tries: 0, steps: [] };
}

const unclaimed: Readonly<Record<'due' | 'late' | 'missed' | 'suspended', string>> = {
  due: 'due: EventBridge Scheduler invokes within its minute',
  late: 'late: nobody has started it yet',
  missed: 'missed: nobody has started it',
  suspended: 'passed: the job is suspended',
};
