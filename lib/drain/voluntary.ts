import type { Instant } from '../core/time.ts';
import type { GroupPolicy } from './policy.ts';
import type { Host, InstanceState, Reason } from './state.ts';
import { isThere } from './verdict.ts';

/**
 * Whether a drain can wait: nobody but us, or who asks us, has decided on it. What Auto Scaling and EC2 have decided on
 * happens all the same, and what stands on the instance is better moved.
 */
export function canWait(state: InstanceState, policy: GroupPolicy, reasons: readonly Reason[], now: Instant): boolean {
  const { hooks, hooksUnknown, forced } = state;
  if (hooks.length > 0 || hooksUnknown !== undefined || forced !== undefined) return false;
  return reasons.every((reason) => now < mustGoAt(reason, policy));
}

/** Whether it still has to ask: it has not begun, or somebody stronger has come meanwhile. */
export function isToAsk({ hosts, place, hold, waits }: InstanceState): boolean {
  if (waits?.for.is === 'hold') return true;
  const hasBegun = hosts.some((host) => host.orderedAt !== undefined && !isLeftBehind(host, hosts));
  const isSettable = hosts.some(({ status, overruledAt }) => status === 'ACTIVE' && overruledAt === undefined);
  return isSettable && !hasBegun && (place?.heldAt === undefined || hold?.at === undefined);
}

/** Its agent uses another registration: what has begun with this one has not begun with that. */
function isLeftBehind(host: Host, hosts: readonly Host[]): boolean {
  if (!isThere(host)) return true;
  return !host.agentConnected && hosts.some((other) => isThere(other) && other.agentConnected);
}

/** From when on it does not wait any more: EC2 takes an instance under maintenance at its own time, drained or not. */
export function mustGoAt(reason: Reason, { deadlineMs }: Pick<GroupPolicy, 'deadlineMs'>): Instant {
  if (reason.kind === 'spot') return reason.at;
  return reason.kind === 'maintenance' ? reason.startsAt - deadlineMs : Infinity;
}
