import type { Cause } from '../core/alert.ts';
import { matchesGlob } from '../core/glob.ts';
import type { Instant } from '../core/time.ts';
import { pointersOf } from './causes.ts';
import type { FailureClass, RetryRule } from './job.ts';
import { backoffMs, mostFree, settleMs } from './limits.ts';
import type { Choice, Ended, RunState } from './state.ts';

/** Of a try that did not do its work. `isOwnExit`: the main container ended by itself, with this exit code. */
type Failure = {
  readonly class: FailureClass;
  readonly cause: Cause;
  readonly arn?: string;
  readonly exitCode?: number;
  readonly reason?: string;
};

/** So many tries are remembered. */
const mostPast = 30;

/** Another choice of capacity helps against these. */
const ofCapacity: ReadonlySet<FailureClass> = new Set(['placement', 'start', 'interrupted']);

/** The next try, or the end. What needs an edit, and what nobody knows, is never tried again, whatever the rules say. */
export function failed(state: RunState, failure: Failure, now: Instant): RunState {
  const rule = ruleFor(state.pinned.retry.rules, failure);
  const spent = (state.spent[failure.class] ?? 0) + 1;
  const noted = withPast({ ...state, spent: { ...state.spent, [failure.class]: spent } }, failure, now);
  if (rule?.action === 'succeed' && failure.class === 'application' && failure.exitCode !== undefined)
    return ended(noted, 'succeeded', { at: now, exitCode: failure.exitCode });
  if (!isRetried(state, { failure, rule, spent })) {
    const how = failure.class === 'lost' ? 'lost' : failure.class === 'timeout' ? 'timed-out' : 'failed';
    return ended(noted, how, {
      at: now,
      cause: failure.cause,
      ...(failure.exitCode !== undefined && { exitCode: failure.exitCode }),
    });
  }
  const { task: _, lookAt: __, stop: ___, ...rest } = noted;
  const waitMs = backoffMs(state.pinned.retry, spent, `${state.runId} ${state.tries} ${failure.class}`);
  return {
    ...rest,
    ...nextChoice(noted, failure),
    attempt: rule?.isFree === true ? state.attempt : state.attempt + 1,
    // Not before all of the last try is seen.
    waitUntil: now + Math.max(waitMs, failure.arn === undefined ? 0 : settleMs / 10),
  };
}

function ruleFor(rules: readonly RetryRule[], failure: Failure): RetryRule | undefined {
  const words = [failure.reason, failure.cause.text].flatMap((text) => text ?? []);
  return rules.find(
    ({ classes, exitCodes, reasons }) =>
      (classes?.includes(failure.class) ?? true) &&
      (exitCodes === undefined || (failure.exitCode !== undefined && exitCodes.includes(failure.exitCode))) &&
      (reasons?.some((pattern) => words.some((text) => matchesGlob(pattern, text))) ?? true),
  );
}

type Judged = { readonly failure: Failure; readonly rule: RetryRule | undefined; readonly spent: number };

function isRetried({ attempt, pinned }: RunState, { failure, rule, spent }: Judged): boolean {
  if (rule?.action !== 'retry' || failure.class === 'configuration' || failure.class === 'lost') return false;
  if (rule.max !== undefined && spent > rule.max) return false;
  return rule.isFree ? spent <= mostFree : attempt < pinned.retry.attempts;
}

/** After so many failures of capacity as the choice is given, the next one. */
function nextChoice(
  { plan, choice, choiceTries }: RunState,
  failure: Failure,
): Pick<RunState, 'choice' | 'choiceTries'> {
  if (!ofCapacity.has(failure.class)) return { choice, choiceTries };
  const here: Choice | undefined = plan?.choices[choice];
  const isLast = plan === undefined || choice >= plan.choices.length - 1;
  const isSpent = here?.attempts !== undefined && choiceTries + 1 >= here.attempts;
  return isSpent && !isLast ? { choice: choice + 1, choiceTries: 0 } : { choice, choiceTries: choiceTries + 1 };
}

function withPast(state: RunState, failure: Failure, now: Instant): RunState {
  const { class: kind, cause, arn, exitCode } = failure;
  const entry = {
    attempt: state.attempt,
    tryNumber: state.tries,
    class: kind,
    cause: cause.id,
    at: now,
    ...(arn !== undefined && { arn }),
    ...(exitCode !== undefined && { exitCode }),
  };
  return { ...state, past: [...state.past, entry].slice(-mostPast) };
}

/** It is over, with where to look further. What ended stays so. */
export function ended(
  state: RunState,
  how: Ended['how'],
  end: Omit<Ended, 'how' | 'pointers' | 'startedAt'>,
): RunState {
  if (state.ended !== undefined) return state;
  const startedAt = state.task?.startedAt;
  return {
    ...state,
    ended: { how, pointers: pointersOf(state), ...(startedAt !== undefined && { startedAt }), ...end },
  };
}
