import type { Outcome } from '../core/outcome.ts';
import type { LaunchFacts } from '../core/run-reads.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs, secondMs } from '../core/time.ts';
import { refusalOf } from '../ecs/run-refusals.ts';
import { fractionOf } from '../core/short-hash.ts';
import { jobCause } from './causes.ts';
import type { LeaseAnswer } from './lease.ts';
import { backoffMs } from './limits.ts';
import { partsOfKey } from './orders.ts';
import type { Launch, Refusal, RunState } from './state.ts';
import { withStray } from './strays.ts';
import { placed } from './task-sight.ts';

/** Who waits for a lease asks again so soon, if nobody wakes it before. */
const askAgainMs = 30 * secondMs;

/** What became of one order of a run. Of tellings nothing is noted. */
export function hearRunOutcome(state: RunState, outcome: Outcome, now: Instant): RunState {
  const { verb, thing } = partsOfKey(outcome.action);
  switch (verb) {
    case 'launch':
      return launchHeard(state, thing, outcome, now);
    case 'ask':
      return asked(state, outcome);
    case 'stop':
      return stopHeard(state, thing, outcome);
    default:
      return state;
  }
}

/**
 * RunTask's answer. Only a task's ARN ends a launch here: even what was refused is looked for before the next try, for
 * `failures` are not always true (apache/airflow#16150), and an earlier attempt within the same call may have come through.
 */
function launchHeard(state: RunState, tryNumber: string, outcome: Outcome, now: Instant): RunState {
  const { launch } = state;
  const facts = factsOf(outcome.facts);
  const [arn] = facts.tasks;
  if (launch === undefined || String(launch.tryNumber) !== tryNumber)
    return arn === undefined ? state : withStray(state, { arn, isStopped: false }, now);
  if (arn !== undefined) return placed(state, launch, { arn, now });
  const sent: Launch = { ...launch, sentAt: outcome.at, sends: launch.sends + 1 };
  if (outcome.result === 'observed')
    return { ...state, launch: { ...launch, withheld: outcome.reason, waitUntil: now + minuteMs } };
  const refusal = refusedWith(outcome, facts, now);
  if (refusal !== undefined) return { ...state, launch: { ...sent, refusal } };
  const waitMs = backoffMs(state.pinned.retry, sent.sends, `${state.runId} ${launch.tryNumber} ${sent.sends}`);
  // The same request with the same token: it brings to light what became of the first.
  return { ...state, launch: { ...sent, waitUntil: now + Math.min(waitMs, minuteMs) } };
}

function refusedWith({ result }: Outcome, { failures, error }: LaunchFacts, now: Instant): Refusal | undefined {
  const [failure] = failures;
  if (result === 'done' && failure !== undefined) {
    const words = [failure.reason, failure.detail].filter((each) => each !== undefined).join(': ');
    const { means, cause } = refusalOf(failure.reason, 'failure');
    return { class: means, cause: jobCause(cause, now, { text: words, fills: { reason: failure.reason } }) };
  }
  // An answer with neither is no answer: the same token is asked again.
  if (result !== 'permanent' || error === undefined) return undefined;
  const { means, cause } = refusalOf(error.message, 'exception');
  const words = `${error.code}: ${error.message}`;
  return { class: means, cause: jobCause(cause, now, { text: words, fills: { reason: words.slice(0, 200) } }) };
}

/** Facts of an outcome come back from the table as plain JSON. */
function factsOf(facts: unknown): LaunchFacts {
  const known = typeof facts === 'object' && facts !== null && 'tasks' in facts ? (facts as LaunchFacts) : undefined;
  return known ?? { tasks: [], failures: [] };
}

function asked(state: RunState, { result, facts, at }: Outcome): RunState {
  const { lease } = state;
  if (lease === undefined) return state;
  const later = at + askAgainMs * (0.75 + fractionOf(`${state.runId} ${at}`) / 2);
  const answer = result === 'done' ? (facts as LeaseAnswer) : undefined;
  if (answer === undefined) return { ...state, lease: { ...lease, askAt: later } };
  if (answer.answer === 'granted') return { ...state, lease: { ...lease, fence: answer.fence, by: [] } };
  if (answer.answer === 'waits') return { ...state, lease: { ...lease, askAt: later, by: answer.by } };
  return { ...state, lease: { ...lease, askAt: later, by: answer.by, isRefused: true } };
}

/** Told to stop is not stopped: that is seen. */
function stopHeard(state: RunState, arn: string, { result, at }: Outcome): RunState {
  if (result === 'retry' || result === 'unknown') return state;
  const lookAt = at + 5 * secondMs;
  const strays = state.strays.map((stray) => (stray.arn === arn ? { ...stray, orderedAt: at, lookAt } : stray));
  if (state.task?.arn !== arn || state.stop === undefined) return { ...state, strays };
  return { ...state, strays, stop: { ...state.stop, orderedAt: at }, lookAt };
}
