import type { Alert } from '../core/alert.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs } from '../core/time.ts';
import type { Baseline, Member } from './state.ts';
import { incidentName, markOf, nameLimit } from './storm.ts';

/**
 * A first look takes its time, and what is only below its count shows as at risk after a quarter of an hour. All of it
 * is one message: when nothing more has come for a while, at the latest an hour after the first.
 */
const leastMs = 20 * minuteMs;
const quietMs = 6 * minuteMs;
const mostMs = 60 * minuteMs;

/** Listed by name; further ones are counted. */
const memberLimit = 60;

/** Gathers what was there before anybody looked. What has ended since, or got worse and is told by itself, is let go. */
export function hearBaseline(
  before: Baseline | undefined,
  alerts: readonly Alert[],
  now: Instant,
): Baseline | undefined {
  return alerts.reduce((baseline, alert) => heard(baseline, alert, now), before);
}

function heard(before: Baseline | undefined, alert: Alert, now: Instant): Baseline | undefined {
  const name = incidentName(alert);
  const others = before?.members.filter((member) => incidentName(member) !== name) ?? [];
  const isThere = alert.isBaseline === true && alert.status === 'firing';
  if (!isThere)
    return before === undefined || others.length === before.members.length ? before : { ...before, members: others };
  if (before?.told.includes(markOf(alert)) === true) return before;
  const isNew = others.length === (before?.members.length ?? 0);
  const isBeginning = before === undefined || (before.members.length === 0 && before.others === 0);
  const since = isBeginning ? now : before.since;
  const base = { since, lastAt: isNew ? now : (before?.lastAt ?? now), told: before?.told ?? [] };
  if (others.length >= memberLimit) {
    const told = [...base.told, markOf(alert)].slice(-nameLimit);
    return { ...base, told, members: others, others: (before?.others ?? 0) + 1 };
  }
  return { ...base, members: [...others, memberOf(alert, now)], others: before?.others ?? 0 };
}

/** When it is told. */
export function baselineAt({ since, lastAt, members, others }: Baseline): Instant {
  if (members.length === 0 && others === 0) return Infinity;
  return Math.min(since + mostMs, Math.max(since + leastMs, lastAt + quietMs));
}

/** It has been told: the same is not told again. */
export function toldBaseline(baseline: Baseline): Baseline {
  const told = [...baseline.told, ...baseline.members.map(markOf)].slice(-nameLimit);
  return { ...baseline, members: [], others: 0, told };
}

function memberOf({ key, startedAt, version, subject, severity, impact, status, causes }: Alert, at: Instant): Member {
  const alert = { subject, severity, impact, status, causes: causes.slice(0, 1), pointers: {} };
  return { key, startedAt, at, version, alert };
}
