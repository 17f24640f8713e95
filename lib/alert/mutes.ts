import type { Alert } from '../core/alert.ts';
import type { Decision } from '../core/decision.ts';
import { matchesGlob, matchesService } from '../core/glob.ts';
import type { Instant } from '../core/time.ts';
import { dayMs } from '../core/time.ts';
import type { AlertEvent, MuteRequested } from './events.ts';
import type { Mute, MutesState } from './state.ts';

/** A mute without an end would be forgotten; one of a month is a configuration. */
export const longestMuteMs = 30 * dayMs;

/** Mutes at once. Past that the oldest ends first: a list nobody can read protects nobody. */
const muteLimit = 100;

/** The mute that covers an alert, if one does. The key, the incident's id, `cluster/name`, a cause or a cluster may be its target. */
export function muteFor(mutes: readonly Mute[], alert: Alert, incidentId: string, now: Instant): Mute | undefined {
  const { cluster, name } = alert.subject;
  return mutes.find(
    ({ target, until }) =>
      until > now &&
      (target === alert.key ||
        target === incidentId ||
        matchesService(target, cluster, name) ||
        matchesGlob(target, cluster) ||
        matchesGlob(target, name) ||
        alert.causes.some((cause) => cause.id === target)),
  );
}

/**
 * Adds, takes back and lets end. `next` is when the first one ends; what ended is told, with how much it had hidden.
 */
export function hearMutes(
  state: MutesState | undefined,
  events: readonly AlertEvent[],
  now: Instant,
): { readonly state: MutesState; readonly ended: readonly Mute[]; readonly reason: string } {
  let mutes = state?.mutes ?? [];
  const reasons: string[] = [];
  for (const event of events) {
    if (event.kind === 'mute' && !mutes.some((mute) => mute.id === event.id)) {
      mutes = [...mutes.filter((mute) => mute.target !== event.target), muteOf(event)].slice(-muteLimit);
      reasons.push(`${event.target} is muted`);
    } else if (event.kind === 'unmute') {
      mutes = mutes.map((mute) =>
        mute.target === event.target ? { ...mute, until: Math.min(mute.until, event.at) } : mute,
      );
      reasons.push(`${event.target} is no longer muted`);
    }
  }
  const ended = mutes.filter((mute) => mute.until <= now);
  const live = mutes.filter((mute) => mute.until > now);
  if (ended.length > 0) reasons.push(`${ended.length} mutes ended`);
  return { state: { kind: 'mutes', mutes: live }, ended, reason: reasons.join('; ') || 'no mute ended' };
}

function muteOf(event: MuteRequested): Mute {
  return {
    id: event.id,
    target: event.target,
    since: event.at,
    until: Math.min(event.until, event.at + longestMuteMs),
    why: event.why,
    by: event.by,
  };
}

/** When the list must be looked at again. */
export function nextMuteEnd(mutes: readonly Mute[]): Decision<never, never>['next'] {
  return mutes.length === 0 ? { final: true } : { wakeAt: Math.min(...mutes.map((mute) => mute.until)) };
}
