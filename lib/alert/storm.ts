import type { Alert } from '../core/alert.ts';
import type { Instant } from '../core/time.ts';
import { hourMs, minuteMs } from '../core/time.ts';
import type { Member, ReceiverState } from './state.ts';

/** More incidents than this in one place within the window are told together. */
export const stormLimit = 10;
export const stormWindowMs = 5 * minuteMs;

/** Members listed by name; further ones are counted. */
const memberLimit = 200;

/** A storm whose members do not end is let go after this long. */
const stormLimitMs = 24 * hourMs;

/** One incident of a subject: the same subject's next incident is another. */
export function incidentName(alert: Pick<Alert, 'key' | 'startedAt'>): string {
  return `${alert.key}#${alert.startedAt}`;
}

/**
 * Takes alerts that reach this place into account: who came lately, whether that is a storm, and how its members are.
 * An incident counts once, when it is first heard of while it fires.
 */
export function hearAlerts(state: ReceiverState, alerts: readonly Alert[], now: Instant): ReceiverState {
  const { storm } = state;
  if (storm !== undefined) {
    const joined = withMembers(storm.members, alerts, now);
    const kept = joined.slice(0, memberLimit);
    const forgotten = storm.forgotten + joined.length - kept.length;
    return { ...state, recent: [], storm: { ...storm, members: kept, forgotten } };
  }
  const recent = recentOf(state, alerts, now);
  const added = recent.length > state.recent.filter((member) => isRecent(member, now)).length;
  if (!added) return state;
  if (recent.length <= stormLimit) return { ...state, recent };
  const id = `storm/${state.receiver}/${now}`;
  const members = withMembers(recent, alerts, now);
  return { ...state, recent: [], storm: { id, startedAt: now, members, forgotten: 0 } };
}

/** The incidents first heard of within the window, those of these alerts among them. */
function recentOf(
  state: Pick<ReceiverState, 'recent'> | undefined,
  alerts: readonly Alert[],
  now: Instant,
): readonly Member[] {
  const recent = (state?.recent ?? []).filter((member) => isRecent(member, now));
  const known = new Set(recent.map(incidentName));
  const fresh = new Map<string, Member>();
  for (const alert of alerts) {
    const name = incidentName(alert);
    const begins = alert.status === 'firing' && alert.startedAt > now - 2 * stormWindowMs;
    if (begins && !known.has(name)) fresh.set(name, memberOf(alert, now));
  }
  return [...recent, ...fresh.values()];
}

function isRecent(member: Member, now: Instant): boolean {
  return member.at > now - stormWindowMs;
}

/** Whether a place is in a storm, seen from one of its incidents: with what this invocation brings as well. */
export function isStormy(state: ReceiverState | undefined, alerts: readonly Alert[], now: Instant): boolean {
  return state?.storm !== undefined || recentOf(state, alerts, now).length > stormLimit;
}

function withMembers(members: readonly Member[], alerts: readonly Alert[], now: Instant): readonly Member[] {
  const byName = new Map(members.map((member) => [incidentName(member), member]));
  for (const alert of alerts) {
    const name = incidentName(alert);
    const known = byName.get(name);
    if (known === undefined && alert.status !== 'firing') continue;
    byName.set(name, memberOf(alert, known?.at ?? now));
  }
  return [...byName.values()];
}

function memberOf(alert: Alert, at: Instant): Member {
  const { key, startedAt, subject, severity, impact, status, pointers } = alert;
  return {
    key,
    startedAt,
    at,
    alert: { subject, severity, impact, status, pointers, causes: alert.causes.slice(0, 2) },
  };
}

/** Over when nobody in it fires any more, or when it has gone on for too long to be one story. */
export function isOver(storm: NonNullable<ReceiverState['storm']>, now: Instant): boolean {
  if (now - storm.startedAt > stormLimitMs) return true;
  return storm.members.length > 0 && storm.members.every((member) => member.alert.status !== 'firing');
}
