import type { EcsTask } from '../core/ecs-reads.ts';
import type { Read } from '../core/ports.ts';
import { present } from '../core/present.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs, secondMs } from '../core/time.ts';
import { fractionOf } from '../core/short-hash.ts';
import { jobCause, pointersOf } from './causes.ts';
import type { RunFacts } from './facts.ts';
import { isFault, overridesFault, planOf } from './launch-plan.ts';
import { forgottenMs, graceMs, settleMs } from './limits.ts';
import { failed } from './run-retry.ts';
import type { RunState } from './state.ts';
import { withStray } from './strays.ts';
import { lookWaitMs, placed, seen } from './task-sight.ts';
import { isConclusive } from './wanted.ts';

/** What was read, noted in the state. What could not be read is read again later, and never taken for "no". */
export function learned(state: RunState, facts: RunFacts, now: Instant): RunState {
  const ready = plan(state, facts, now);
  const looked = [...facts.tasks].reduce((each, [arn, read]) => taskRead(each, arn, { read, now }), ready);
  return facts.found === undefined ? looked : launchResolved(looked, facts.found, now);
}

function plan(state: RunState, { definition, like }: RunFacts, now: Instant): RunState {
  if (definition === undefined || state.ended !== undefined) return state;
  const { task } = state.pinned;
  if (isMissing(definition))
    return refused(state, { cause: 'job_no_definition', fills: { definition: task.definition } }, now);
  if (isMissing(like)) return refused(state, { cause: 'job_no_like', fills: { service: task.like ?? '' } }, now);
  if (!definition.ok || like?.ok === false)
    return { ...state, planAt: now + (10 + 10 * fractionOf(`${state.runId} ${now}`)) * secondMs };
  return planned(state, { definition: definition.value, ...present({ like: like?.value }) }, now);
}

function isMissing(read: Read<unknown> | undefined): boolean {
  return read?.ok === false && read.reason === 'not-found';
}

function planned(state: RunState, known: Parameters<typeof planOf>[1], now: Instant): RunState {
  const made = planOf(state.pinned.task, known);
  if (isFault(made)) return refused(state, made, now);
  const tooLong = overridesFault(state, made.container);
  return tooLong === undefined ? { ...state, plan: made } : refused(state, tooLong, now);
}

type Fault = { readonly cause: string; readonly fills: Readonly<Record<string, string | number>> };

/** Nothing was launched, and nothing will be before somebody has edited something. */
function refused(state: RunState, { cause, fills }: Fault, now: Instant): RunState {
  return {
    ...state,
    ended: { how: 'failed', at: now, cause: jobCause(cause, now, { fills }), pointers: pointersOf(state) },
  };
}

function taskRead(state: RunState, arn: string, { read, now }: { read: Read<EcsTask>; now: Instant }): RunState {
  if (state.task?.arn !== arn) return strayRead(state, arn, { read, now });
  const later = { ...state, lookAt: now + lookWaitMs(state.task, now) };
  if (read.ok) return seen(later, { ...read.value, seenAt: read.at });
  if (read.reason !== 'not-found') return { ...state, lookAt: now + 30 * secondMs };
  return missing(later, now);
}

/** Not described, although it was made: old answers say that for minutes, and forgotten ones for ever. */
function missing(state: RunState, now: Instant): RunState {
  const { task } = state;
  if (task === undefined) return state;
  const lastSign = Math.max(task.placedAt, task.seenAt ?? 0);
  const missingSince = task.missingSince ?? now;
  const isForgotten = now > task.placedAt + graceMs && now > lastSign + forgottenMs && now >= missingSince + minuteMs;
  const noted = { ...state, task: { ...task, missingSince } };
  if (!isForgotten) return { ...noted, lookAt: now + minuteMs };
  const cause = jobCause('job_lost', now, { certainty: 'certain' });
  return failed(noted, { class: 'lost', cause, arn: task.arn }, now);
}

function strayRead(state: RunState, arn: string, { read, now }: { read: Read<EcsTask>; now: Instant }): RunState {
  const known = state.strays.find((stray) => stray.arn === arn);
  if (known === undefined) return state;
  const isGone = !read.ok && read.reason === 'not-found' && now > known.lookAt + forgottenMs;
  const isStopped = isGone || (read.ok && read.value.lastStatus === 'STOPPED');
  const lookAt = read.ok || read.reason !== 'not-found' ? now + 30 * secondMs : known.lookAt;
  return { ...state, strays: state.strays.map((each) => (each.arn === arn ? { ...each, isStopped, lookAt } : each)) };
}

/** The list tells what became of a launch: there is a task of it, or there is none, or nobody can say any more. */
function launchResolved(state: RunState, found: Read<readonly EcsTask[]>, now: Instant): RunState {
  const { launch } = state;
  if (launch === undefined) return state;
  if (!found.ok) return { ...state, launch: { ...launch, waitUntil: now + 15 * secondMs } };
  const known = new Set([...state.past, ...state.strays].flatMap(({ arn }) => arn ?? []));
  const [first, ...others] = found.value.filter(({ arn }) => !known.has(arn)).toSorted(liveFirst);
  if (first !== undefined) {
    const adopted = seen(placed(state, launch, { arn: first.arn, now }), { ...first, seenAt: found.at });
    return others.reduce(
      (each, { arn, lastStatus }) => withStray(each, { arn, isStopped: lastStatus === 'STOPPED' }, now),
      adopted,
    );
  }
  if (found.at < (launch.sentAt ?? launch.intendedAt) + settleMs) return state;
  const { launch: _, ...none } = state;
  if (isConclusive(launch, found.at)) {
    if (state.stop !== undefined) return none;
    const cause = jobCause(launch.withheld === undefined ? 'job_unresolved' : 'job_withheld', now, {
      fills: { reason: launch.withheld ?? '' },
    });
    return failed(none, launch.refusal ?? { class: 'placement', cause }, now);
  }
  return failed(none, { class: 'lost', cause: jobCause('job_lost', now, { certainty: 'certain' }) }, now);
}

function liveFirst(a: EcsTask, b: EcsTask): number {
  return Number(a.lastStatus === 'STOPPED') - Number(b.lastStatus === 'STOPPED');
}
