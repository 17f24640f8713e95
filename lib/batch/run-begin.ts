import type { Part, RunRequested, RunStarter, SlotTriggered } from '../core/batch-event.ts';
import type { Instant } from '../core/time.ts';
import { jobCause } from './causes.ts';
import type { Job } from './job.ts';
import { overridesFault } from './launch-plan.ts';
import { runIdOf, slotOf } from './names.ts';
import { partIdOf } from './parts.ts';
import type { BatchPolicy } from './policy.ts';
import type { Ended, PinnedJob, RunState } from './state.ts';

type Begin = {
  readonly starter: RunStarter;
  readonly slot: Instant;
  readonly isExtra: boolean;
  readonly by?: string;
  readonly part?: Part;
};

export function beginOf(event: SlotTriggered | RunRequested): Begin {
  const isExtra = event.kind === 'run-request' && event.isExtra;
  return {
    starter: event.kind === 'run-request' ? 'person' : event.starter,
    slot: slotOf(event.slot, isExtra),
    isExtra,
    ...(event.by !== undefined && { by: event.by }),
    ...(event.part !== undefined && { part: event.part }),
  };
}

/** The run of a slot, with its job as it is written now; and what is against it from the beginning. */
export function freshRun(job: Job, begin: Begin, { policy, now }: { policy: BatchPolicy; now: Instant }): RunState {
  const { starter, slot, isExtra, by, part } = begin;
  const whole = runIdOf(policy.stack, { job: job.name, slot, isExtra });
  const state: RunState = {
    kind: 'run',
    runId: part === undefined ? whole : partIdOf(part.of, part.index),
    job: job.name,
    slot,
    starter,
    begunAt: now,
    round: 1,
    pinned: part === undefined ? pinnedOf(job) : partOf(pinnedOf(job)),
    attempt: 1,
    tries: 0,
    choice: 0,
    choiceTries: 0,
    spent: {},
    past: [],
    strays: [],
    ...(by !== undefined && { by }),
    ...(part !== undefined && { part }),
  };
  return against(state, job, now);
}

type Passed = {
  readonly policy: BatchPolicy;
  readonly now: Instant;
  readonly end: Ended['how'];
  readonly cause: Ended['cause'];
};

/** The run of a slot that nothing began. */
export function neverBegun(job: Job, slot: Instant, { policy, now, end, cause }: Passed): RunState {
  const run = freshRun(job, { starter: 'schedule', slot: slotOf(slot), isExtra: false }, { policy, now });
  return { ...run, ended: { how: end, at: now, pointers: {}, ...(cause !== undefined && { cause }) } };
}

type Again = { readonly starter: RunStarter; readonly by?: string; readonly part?: Part; readonly now: Instant };

/** Once more, for a person or after a suspension; what was tried before is remembered, so that no token comes twice. */
export function begunAgain(state: RunState, job: Job, { starter, by, part, now }: Again): RunState {
  const { runId, slot, tries, past, strays, round } = state;
  const next: RunState = {
    kind: 'run',
    runId,
    job: job.name,
    slot,
    starter,
    begunAt: now,
    round: round + 1,
    pinned: part === undefined ? pinnedOf(job) : partOf(pinnedOf(job)),
    attempt: 1,
    tries,
    choice: 0,
    choiceTries: 0,
    spent: {},
    past,
    strays,
    ...(by !== undefined && { by }),
    ...(part !== undefined && { part }),
  };
  return against(next, job, now);
}

/** The place is held by the run whose part it is. */
export function partOf(pinned: PinnedJob): PinnedJob {
  return { ...pinned, concurrency: { ...pinned.concurrency, policy: 'allow' } };
}

function pinnedOf({ spec, startDeadlineMs, concurrency, task, timeouts, retry }: Job): PinnedJob {
  return { spec, startDeadlineMs, concurrency, task, timeouts, retry };
}

/** A person starts what is suspended, too; nobody what may only be observed, or what AWS would refuse. */
function against(state: RunState, job: Job, now: Instant): RunState {
  const end = (how: Ended['how'], cause?: Ended['cause']): RunState => ({
    ...state,
    ended: { how, at: now, pointers: {}, ...(cause !== undefined && { cause }) },
  });
  if (!job.enabled && state.part === undefined && state.starter !== 'person' && state.starter !== 'resume')
    return end('suppressed');
  if (job.mode === 'observe') return end('observed');
  const fault = overridesFault(state);
  return fault === undefined ? state : end('failed', jobCause(fault.cause, now, { fills: fault.fills }));
}
