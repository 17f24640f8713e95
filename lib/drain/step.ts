import type { Instant } from '../core/time.ts';
import { minuteMs, secondMs } from '../core/time.ts';
import type { Course } from './course.ts';
import { unheardMs } from './hear.ts';
import type { GroupPolicy } from './policy.ts';
import { stuckAt } from './stands.ts';
import type { InstanceState } from './state.ts';
import { isThere } from './verdict.ts';
import { unaskedMs } from './wake.ts';
import { clearMs } from './wish.ts';

/** An instance that has just been launched has so long to register before it counts as none of ECS's. */
const registrationMs = 2 * minuteMs;
const registrationLookMs = 40 * secondMs;

/** Once all hooks are done, its group is asked whether it has gone, or come back. */
const firstMemberWaitMs = 2 * minuteMs;

type Given = { readonly course: Course; readonly policy: GroupPolicy; readonly now: Instant };

/** What the passing of time, EC2 and people make of it. */
export function step(state: InstanceState, given: Given): InstanceState {
  const { course, now } = given;
  const isWaiting = course.is === 'drain' || course.is === 'beside';
  if (!isWaiting) {
    const { lookAt: _, clear: __, ...rest } = state;
    if (course.is === 'await') return unmapped(rest);
    return course.is === 'leaving' ? asked(rest, now) : rest;
  }
  if (state.ended !== undefined) return remembered(state, now);
  if (state.clear?.how === 'forced') return asked(state, now);
  if (isSeenGone(state)) return cleared(asked(state, now), 'drained', now);
  if (isNoHost(state)) return cleared(state, 'drained', now);
  if (state.forced !== undefined || (course.endsAt !== undefined && now >= course.endsAt))
    return cleared(state, 'forced', now);
  return registered(watched(isClearOver(state, given) ? withoutClear(state, now) : state, given), now);
}

/** Until its time has come it may register elsewhere, or at all: where it is is asked then. */
function unmapped(state: InstanceState): InstanceState {
  const { mappedAt: _, ...rest } = state;
  return rest;
}

/** One that was stopped in an earlier drain may have been started since: it is looked for first. */
function isSeenGone({ gone, mappedAt }: InstanceState): boolean {
  return gone?.state === 'terminated' || (gone !== undefined && mappedAt !== undefined);
}

/** Drained, and waiting to go or to be wanted again. Where its end is told by no event, it is seen. */
function remembered(state: InstanceState, now: Instant): InstanceState {
  const isLost = state.hosts.length > 0 && !state.hosts.some(isThere) && state.gone === undefined;
  return asked(isLost ? { ...state, gone: { at: now, state: 'terminated' } } : state, now);
}

function cleared(state: InstanceState, how: 'drained' | 'forced', now: Instant): InstanceState {
  const { lookAt: _, ...rest } = state;
  return { ...rest, clear: { at: now, how } };
}

/** What was found to be empty a while ago may not be any more. Of what ECS lets go, nothing depends on that. */
function isClearOver({ clear }: InstanceState, { course, now }: Given): boolean {
  return course.is === 'drain' && clear !== undefined && now >= clear.at + clearMs;
}

function withoutClear(state: InstanceState, now: Instant): InstanceState {
  const { clear: _, ...rest } = state;
  return { ...rest, lookAt: now + secondMs };
}

/** It has had its time to register in a cluster, was looked for after that, and has not. */
function isNoHost({ hosts, mappedAt = -Infinity, since }: InstanceState): boolean {
  return hosts.length === 0 && mappedAt >= since + registrationMs;
}

function registered(state: InstanceState, now: Instant): InstanceState {
  const isDue = state.hosts.length === 0 && (state.lookAt === undefined || state.lookAt <= now);
  if (!isDue) return state;
  return { ...state, lookAt: now + registrationWaitMs(state) };
}

function registrationWaitMs({ mappedAt, unasked }: InstanceState): number {
  if (unasked === true) return unaskedMs;
  return mappedAt === undefined ? secondMs : registrationLookMs;
}

/** What ECS drains by itself is looked at when it takes long; when it is over, and what we only observe, by its group. */
function watched(state: InstanceState, { course, policy, now }: Given): InstanceState {
  if (course.is !== 'beside') return policy.mode === 'act' ? state : asked(state, now);
  const waitMs = state.looks === 0 ? secondMs : unheardMs;
  const lookAt = state.lookAt ?? Math.max(stuckAt(state, policy), now + waitMs);
  return asked({ ...state, lookAt: lookAt <= now ? now + minuteMs : lookAt }, now);
}

function asked(state: InstanceState, now: Instant): InstanceState {
  if (state.hooks.length === 0 || state.memberAt !== undefined) return state;
  return { ...state, memberAt: now + firstMemberWaitMs };
}
