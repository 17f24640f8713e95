import type { Alert } from '../core/alert.ts';
import type { Decision } from '../core/decision.ts';
import { matchesGlob, matchesService } from '../core/glob.ts';
import type { Instant } from '../core/time.ts';
import { dayMs } from '../core/time.ts';
import type { AlertEvent, MuteRequested, UnmuteRequested } from './events.ts';
import type { Lifted, Mute, MutesState } from './state.ts';

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

/** For so long at least a mute that was taken back may still be on its way (EventBridge retries for a day). */
const underwayMs = dayMs;

/**
 * Adds, takes back and lets end. Requests come twice and out of order: of one target the latest counts, and what was
 * asked for before it was taken back stays taken back. What ended is told, with how much it had hidden.
 */
export function hearMutes(
  state: MutesState | undefined,
  events: readonly AlertEvent[],
  now: Instant,
): { readonly state: MutesState; readonly ended: readonly Mute[]; readonly reason: string } {
  let mutes = state?.mutes ?? [];
  let lifted: readonly Lifted[] = (state?.lifted ?? []).filter(({ until }) => until > now);
  const reasons: string[] = [];
  for (const event of events) {
    if (event.kind === 'mute' && isNews(event, { mutes, lifted }, now)) {
      mutes = [...mutes.filter((mute) => mute.target !== event.target), muteOf(event)].slice(-muteLimit);
      reasons.push(`${event.target} is muted`);
    } else if (event.kind === 'unmute') {
      lifted = withLifted(lifted, event, mutes);
      mutes = mutes.map((mute) => (isLifted(mute, event) ? { ...mute, until: Math.min(mute.until, event.at) } : mute));
      reasons.push(`${event.target} is no longer muted`);
    }
  }
  const ended = mutes.filter((mute) => mute.until <= now);
  const live = mutes.filter((mute) => mute.until > now);
  if (ended.length > 0) reasons.push(`${ended.length} mutes ended`);
  return {
    state: { kind: 'mutes', mutes: live, ...(lifted.length > 0 && { lifted }) },
    ended,
    reason: reasons.join('; ') || 'no mute ended',
  };
}

/** Neither a repeat, nor older than what is known of its target, nor over. */
function isNews(
  event: MuteRequested,
  { mutes, lifted }: { readonly mutes: readonly Mute[]; readonly lifted: readonly Lifted[] },
  now: Instant,
): boolean {
  const isKnown = mutes.some(
    ({ id, target, since }) => id === event.id || (target === event.target && since > event.at),
  );
  const wasLifted = lifted.some(({ target, at }) => target === event.target && event.at <= at);
  return event.until > now && !isKnown && !wasLifted;
}

function isLifted(mute: Pick<Mute, 'target' | 'since'>, { target, at }: UnmuteRequested): boolean {
  return mute.target === target && mute.since <= at;
}

/** Remembered until the mute that was taken back would have ended. */
function withLifted(lifted: readonly Lifted[], event: UnmuteRequested, mutes: readonly Mute[]): readonly Lifted[] {
  const { target, at } = event;
  const before = lifted.find((each) => each.target === target);
  const untils = mutes.filter((mute) => isLifted(mute, event)).map(({ until }) => until);
  const until = Math.max(at + underwayMs, before?.until ?? 0, ...untils);
  const others = lifted.filter((each) => each !== before);
  return [...others, { target, at: Math.max(at, before?.at ?? at), until }].slice(-muteLimit);
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
export function nextMuteEnd({ mutes, lifted = [] }: MutesState): Decision<never, never>['next'] {
  const ends = [...mutes, ...lifted].map(({ until }) => until);
  return ends.length === 0 ? { final: true } : { wakeAt: Math.min(...ends) };
}
