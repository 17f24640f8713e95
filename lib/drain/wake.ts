import { exactWake } from '../core/exact-wake.ts';
import type { Instant } from '../core/time.ts';
import { dayMs, hourMs, secondMs } from '../core/time.ts';
import { awayLookAt } from './away.ts';
import type { Course } from './course.ts';
import { spotStopAt } from './course.ts';
import { beatAt, ghostAt, lastEndOf, observedAgainMs } from './hooks.ts';
import type { GroupPolicy } from './policy.ts';
import { isStuck, stuckAt } from './stands.ts';
import type { InstanceState } from './state.ts';
import { isThere } from './verdict.ts';
import { whyAt } from './why.ts';
import { clearMs, hooksOf, isToDrain, standaloneStopAt } from './wish.ts';

/** What waits for nothing but an event is looked at this often all the same. */
export const quietMs = hourMs;

/** Where there is nobody to ask, only events bring news. */
export const unaskedMs = 30 * dayMs;

const whyWaitMs = 5 * secondMs;

type Given = { readonly course: Course; readonly policy: GroupPolicy; readonly now: Instant };

/** The soonest time at which something may be different. */
export function wakeAt(state: InstanceState, given: Given): Instant {
  const { course, now } = given;
  const isWaiting = (course.is === 'drain' || course.is === 'beside') && state.ended === undefined;
  const times = [
    course.changesAt,
    state.memberAt,
    ghostAt(state),
    course.is === 'undo' ? now + observedAgainMs : undefined,
    course.is === 'queued' ? state.waits?.askAt : undefined,
    ...(isWaiting ? waitingTimes(state, given) : []),
  ].filter((at) => at !== undefined);
  const quiet = state.unasked === true ? unaskedMs : quietMs;
  return Math.max(now + secondMs, Math.min(now + quiet, ...times.filter((at) => at > now)));
}

function waitingTimes(state: InstanceState, { course, policy, now }: Given): readonly (Instant | undefined)[] {
  // When too many were asked about at once, its turn comes a moment later.
  const why = isStuck(state, { course, policy, now }) ? whyAt(state, now) : undefined;
  const times = [
    course.endsAt,
    state.lookAt,
    stuckAt(state, policy),
    why === undefined ? undefined : Math.max(why, now + whyWaitMs),
  ];
  if (policy.mode !== 'act') return times;
  const own = hooksOf(state, 'own');
  const isBlocked = [...own, ...state.hosts].some(({ observedAt }) => observedAt !== undefined);
  const isToBeSet = state.hosts.filter(isThere).some((host) => isToDrain(host, { policy, now }));
  return [
    ...times,
    ...[course.endsAt, spotStopAt(state), ...own.flatMap((hook) => [beatAt(hook), lastEndOf(hook)])].map((at) =>
      exactWake(at, now),
    ),
    standaloneStopAt(state, policy),
    own.length === 0 ? undefined : awayLookAt(state, policy),
    isBlocked || isToBeSet ? now + observedAgainMs : undefined,
    state.clear === undefined ? undefined : state.clear.at + clearMs,
  ];
}
