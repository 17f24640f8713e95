import type { Cause } from '../core/alert.ts';
import { present } from '../core/present.ts';
import { shortHash } from '../core/short-hash.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs } from '../core/time.ts';
import { departureOf } from '../ecs/draining/departure.ts';
import { drainReasons } from '../ecs/draining/reasons.ts';
import type { Course } from './course.ts';
import type { InstanceFacts } from './facts.ts';
import type { InstanceState } from './state.ts';

/** What holds a drain is asked again after this: numbers change. Where other tasks are left than were, sooner. */
const againMs = 10 * minuteMs;
const changedMs = minuteMs;

/** When to ask why a drain that is stuck is; undefined: nothing is left that could be asked about. */
export function whyAt(state: InstanceState, now: Instant): Instant | undefined {
  if (state.left.length === 0) return undefined;
  if (state.why === undefined) return now;
  return state.why.at + (state.why.of === leftMark(state) ? againMs : changedMs);
}

/** What was found out, noted in the state. */
export function whyLearned(
  known: InstanceState,
  { evidence, leavingCause }: Pick<InstanceFacts, 'evidence' | 'leavingCause'>,
  { course, now }: { readonly course: Course; readonly now: Instant },
): InstanceState {
  const state = departureLearned(known, leavingCause);
  if (evidence === undefined) return state;
  const isManaged = course.is === 'beside';
  const causes = drainReasons(evidence, { instance: state.id, firstAt: state.since, now, isManaged });
  return { ...state, why: { at: now, of: leftMark(state), causes } };
}

function departureLearned(state: InstanceState, read: InstanceFacts['leavingCause']): InstanceState {
  if (read?.ok !== true || state.group === undefined) return state;
  const { words, at } = read.value;
  return { ...state, ...present({ departure: departureOf(state.group, words, at) }) };
}

/** What is known of why its tasks stay; undefined: nobody has asked yet. */
export function reasonsOf({ why, left }: InstanceState): readonly Cause[] | undefined {
  const names = new Set<unknown>(left.map(({ name }) => name));
  return left.length === 0 ? undefined : why?.causes.filter(({ fills }) => names.has(fills?.['names']));
}

function leftMark({ left }: InstanceState): string {
  return shortHash(left.map(({ arn, isStopping }) => `${arn} ${isStopping}`).join());
}
