import type { ImpactLevel } from '../core/alert.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs } from '../core/time.ts';
import type { Incident } from './state.ts';

/** How bad it was is only known when it has been read for a while: "2 of 3 minutes" and the next beat. */
const settlesForMs = 5 * minuteMs;

const order: readonly ImpactLevel[] = ['none', 'unknown', 'at-risk', 'degraded', 'down'];

/** What was there before anybody looked is no news, until it is worse than it was. */
export function withBaseline(incident: Incident, now: Instant): Incident {
  const { baseline, level, ...rest } = incident;
  if (baseline === undefined) return incident;
  if (order.indexOf(level) <= order.indexOf(baseline)) return incident;
  const isSettling = now - (incident.openedAt ?? incident.startedAt) < settlesForMs;
  return isSettling ? { ...incident, baseline: level } : { ...rest, level };
}
