import type { BatchEvent, RunRequested, RunStarter, SlotPassed, SlotTriggered } from '../core/batch-event.ts';
import type { Heard } from '../core/decision.ts';
import type { TaskChanged } from '../core/event.ts';
import type { Instant } from '../core/time.ts';
import { hourMs } from '../core/time.ts';
import { runOf } from '../ecs/own-launch.ts';
import { slotAt } from '../ecs/schedule/slots.ts';
import { hearRunOutcome } from './hear-run-outcome.ts';
import type { Job } from './job.ts';
import { slotOf } from './names.ts';
import type { BatchPolicy } from './policy.ts';
import { jobNamed } from './policy.ts';
import { beginOf, begunAgain, freshRun, neverBegun } from './run-begin.ts';
import type { RunState } from './state.ts';
import { withStray } from './strays.ts';
import { placed, seen, sightOf } from './task-sight.ts';

/** What one run has heard. Without a state, nothing of it concerns us. */
type RunHearing = { readonly state: RunState | undefined; readonly notes: readonly string[] };

type Given = { readonly policy: BatchPolicy; readonly now: Instant };

/** A trigger that is older than this begins nothing: the watchdog finds what is still to be done of it. */
const staleMs = 26 * hourMs;

export function hearRun(known: RunState | undefined, events: readonly Heard<BatchEvent>[], given: Given): RunHearing {
  const told = events
    .filter((event) => event.kind !== 'wake')
    .toSorted((a, b) => orderOf(a) - orderOf(b) || a.at - b.at);
  return told.reduce<RunHearing>((hearing, event) => hearOne(hearing, event, given), { state: known, notes: [] });
}

/** What begins a run comes before what is told of it. */
function orderOf({ kind }: Exclude<Heard<BatchEvent>, { kind: 'wake' }>): number {
  return kind === 'slot-triggered' || kind === 'run-request' || kind === 'slot-passed' ? 0 : 1;
}

function hearOne(hearing: RunHearing, event: Exclude<Heard<BatchEvent>, { kind: 'wake' }>, given: Given): RunHearing {
  const { state } = hearing;
  switch (event.kind) {
    case 'slot-triggered':
      return triggered(hearing, event, given);
    case 'run-request':
      return requested(hearing, event, given);
    case 'slot-passed':
      return passed(hearing, event, given);
    case 'outcome':
      return state === undefined ? hearing : { ...hearing, state: hearRunOutcome(state, event, given.now) };
    case 'task':
      return state === undefined ? hearing : { ...hearing, state: taskHeard(state, event, given.now) };
    default:
      return hearing;
  }
}

function noted({ state, notes }: RunHearing, note: string): RunHearing {
  return { state, notes: [...notes, note] };
}

function triggered(hearing: RunHearing, event: SlotTriggered, given: Given): RunHearing {
  const { state: known } = hearing;
  if (known?.part !== undefined && isHeardAgain(known, event)) return { ...hearing, state: toldAnew(known) };
  if (known !== undefined && !isBegunAgain(known, event)) return noted(hearing, 'this slot has its run');
  const job = jobNamed(given.policy, event.job);
  if (job === undefined) return noted(hearing, `there is no job ${event.job}`);
  if (known !== undefined)
    return {
      state: begunAgain(known, job, { ...partIn(event), starter: event.starter, now: given.now }),
      notes: [...hearing.notes, againNotes[event.starter] ?? 'begun once more'],
    };
  if (given.now - event.slot > staleMs && event.starter === 'schedule') return noted(hearing, 'a slot of days ago');
  if (event.starter === 'schedule' && !isDue(job, event.slot)) return noted(hearing, 'its calendar is closed then');
  const state = freshRun(job, beginOf(event), given);
  return { state, notes: [...hearing.notes, `begun by ${event.by ?? event.starter}`] };
}

const againNotes: Readonly<Partial<Record<RunStarter, string>>> = {
  'catch-up': 'begun to catch up',
  resume: 'begun to resume',
  job: 'begun once more with its run',
};

function partIn({ part }: SlotTriggered): Pick<SlotTriggered, 'part'> {
  return part === undefined ? {} : { part };
}

/** A part that has ended, and whose run has not heard it. */
function isHeardAgain({ ended, part }: RunState, event: SlotTriggered): boolean {
  return ended !== undefined && (ended.how === 'succeeded' || part?.round === event.part?.round);
}

function toldAnew(state: RunState): RunState {
  const { isTold: _, ...rest } = state;
  return rest;
}

/**
 * What never began is begun for whoever resumes the job, or makes up for what it missed; a part that has failed with its
 * whole run.
 */
function isBegunAgain({ ended, part }: RunState, { starter, part: asked }: SlotTriggered): boolean {
  if (part !== undefined) return ended !== undefined && asked !== undefined && asked.round > part.round;
  if (starter === 'resume') return ended?.how === 'suppressed';
  return starter === 'catch-up' && (ended?.how === 'missed' || ended?.how === 'unknown');
}

/** Nothing has begun it, and nothing will: its run is a line of the history all the same. */
function passed(hearing: RunHearing, event: SlotPassed, given: Given): RunHearing {
  if (hearing.state !== undefined) return noted(hearing, 'it was begun meanwhile');
  const job = jobNamed(given.policy, event.job);
  if (job === undefined) return noted(hearing, `there is no job ${event.job}`);
  const { end, cause } = event;
  return { state: neverBegun(job, event.slot, { policy: given.policy, now: given.now, end, cause }), notes: [end] };
}

/** EventBridge Scheduler knows no calendar: it invokes on closed days, too. */
function isDue({ schedule }: Job, slot: Instant): boolean {
  return schedule?.open === undefined || slotAt(schedule, slotOf(slot)) !== undefined;
}

function requested(hearing: RunHearing, event: RunRequested, given: Given): RunHearing {
  const { state } = hearing;
  const { wish, by } = event;
  if (wish === 'stop') {
    if (state === undefined && event.part !== undefined) return neverBegan(hearing, event, given);
    if (state === undefined || state.ended !== undefined) return noted(hearing, 'there is nothing to stop');
    if (state.stop !== undefined) return noted(hearing, 'it is being stopped');
    const why = event.runId === undefined ? 'person' : 'replaced';
    return {
      state: { ...state, stop: { why, at: given.now, by } },
      notes: [...hearing.notes, `to be stopped by ${by}`],
    };
  }
  const job = jobNamed(given.policy, event.job);
  if (job === undefined) return noted(hearing, `there is no job ${event.job}`);
  if (state === undefined)
    return { state: freshRun(job, beginOf(event), given), notes: [...hearing.notes, `begun by ${by}`] };
  if (state.ended === undefined) return noted(hearing, 'it is under way');
  if (state.ended.how === 'succeeded') return noted(hearing, 'it has succeeded: never twice');
  // The same request again.
  if (event.at < state.begunAt) return noted(hearing, 'this request was heard');
  const again = begunAgain(state, job, { starter: 'person', by, now: given.now });
  return { state: again, notes: [...hearing.notes, `begun once more by ${by}`] };
}

/** A part that is stopped before it was heard of will not begin. */
function neverBegan(hearing: RunHearing, event: RunRequested, { policy, now }: Given): RunHearing {
  const job = jobNamed(policy, event.job);
  if (job === undefined) return noted(hearing, `there is no job ${event.job}`);
  const run = freshRun(job, beginOf(event), { policy, now });
  return { state: { ...run, ended: { how: 'replaced', at: now, pointers: {} } }, notes: [...hearing.notes, 'stopped'] };
}

function taskHeard(state: RunState, event: TaskChanged, now: Instant): RunState {
  const { task, launch } = state;
  if (task?.arn === event.taskArn) return seen(state, sightOf(event));
  const tryNumber = runOf(event.startedBy)?.tryNumber;
  if (task === undefined && launch !== undefined && launch.tryNumber === tryNumber)
    return seen(placed(state, launch, { arn: event.taskArn, now }), sightOf(event));
  return withStray(state, { arn: event.taskArn, isStopped: event.lastStatus === 'STOPPED' }, now);
}
