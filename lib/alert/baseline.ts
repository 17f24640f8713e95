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

const nothing: Baseline = { since: 0, lastAt: 0, members: [], others: 0, told: [] };

function heard(before: Baseline | undefined, alert: Alert, now: Instant): Baseline | undefined {
  const known = before ?? nothing;
  const name = incidentName(alert);
  const members = known.members.filter((member) => incidentName(member) !== name);
  const isNew = members.length === known.members.length;
  if (alert.isBaseline !== true || alert.status !== 'firing') return isNew ? before : { ...known, members };
  if (known.told.includes(markOf(alert))) return before;
  const isBeginning = known.members.length === 0 && known.others === 0;
  const next = { ...known, since: isBeginning ? now : known.since, lastAt: isNew ? now : known.lastAt };
  if (members.length < memberLimit) return { ...next, members: [...members, memberOf(alert, now)] };
  return { ...next, members, others: known.others + 1, told: [...known.told, markOf(alert)].slice(-nameLimit) };
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
