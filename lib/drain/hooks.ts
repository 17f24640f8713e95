import type { Instant } from '../core/time.ts';
import { minuteMs, secondMs } from '../core/time.ts';
import type { Hook, InstanceState } from './state.ts';

/** The shortest time-out a hook can have (API_PutLifecycleHook): what is not known is not taken for longer. */
const shortestTimeoutMs = 30 * secondMs;

/** A global time-out where it is not known: 100 times the shortest. */
const shortestGlobalMs = 100 * shortestTimeoutMs;

/** Kept back before an end that nobody can put off: time to complete. */
const endMarginMs = 20 * secondMs;

/** When its next heartbeat is due: half of its time-out after the last. */
export function beatAt({ beatenAt, heartbeatMs = shortestTimeoutMs }: Hook): Instant {
  return beatenAt + heartbeatMs / 2;
}

/** When it ends, however often its heart beats: 48 hours or 100 times the time-out (API_LifecycleHook, GlobalTimeout). */
export function lastEndOf({ startedAt, globalMs = shortestGlobalMs }: Hook): Instant {
  return startedAt + globalMs - endMarginMs;
}

export function isActive({ doneAt }: Hook): boolean {
  return doneAt === undefined;
}

/** Stopped, and waiting for no hook: in a warm pool, or switched off by a person. */
export function isParked({ gone, hooks }: Pick<InstanceState, 'gone' | 'hooks'>): boolean {
  return gone?.state === 'stopped' && !hooks.some(isActive);
}

/** What was observed is looked at again: the switch that stops all acting may have been turned. */
export const observedAgainMs = minuteMs;

/** ECS deregisters what has been terminated within minutes, unless its agent was disconnected (API_DeregisterContainerInstance). */
const ghostMs = 10 * minuteMs;

/** When to see whether a terminated instance is registered still. */
export function ghostAt({ gone, agentAwayAt, hosts }: InstanceState): Instant | undefined {
  const mayStay = gone?.state === 'terminated' && agentAwayAt !== undefined && hosts.length > 0;
  return mayStay ? gone.at + ghostMs : undefined;
}
