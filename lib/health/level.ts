import type { Alert, Impact, ImpactLevel } from '../core/alert.ts';
import { partOf } from '../core/deployment-cause.ts';
import { incidentKey } from '../core/subject.ts';
import type { Severity } from '../core/severity.ts';
import { atMost, worst } from '../core/severity.ts';
import type { Instant } from '../core/time.ts';
import type { HealthState, Incident } from './state.ts';
import { intervenedOf } from './stopping/telling.ts';

/** Severity follows impact. */
const severityOf: Readonly<Record<ImpactLevel, Severity>> = {
  none: 'info',
  'at-risk': 'warning',
  late: 'warning',
  degraded: 'error',
  failed: 'error',
  missed: 'error',
  down: 'critical',
  unknown: 'none',
};

/** A cause alone is never more than a warning; where the impact is unknown, the cause's severity stands. */
function severityFor(incident: Pick<Incident, 'level' | 'causes'>): Severity {
  const ofCauses = worst(...incident.causes.map((cause) => cause.severity));
  if (incident.level === 'unknown') return ofCauses;
  return worst(severityOf[incident.level], atMost(ofCauses, 'warning'));
}

/** The whole present level of an incident, as it is sent to be told. */
export function alertOf(state: HealthState, incident: Incident, at: { version: number; now: Instant }): Alert {
  const { deployment } = state;
  const done = intervenedOf(state, incident);
  return {
    kind: 'alert',
    key: incidentKey(state.subject),
    version: at.version,
    at: at.now,
    status: incident.status,
    subject: state.subject,
    severity: worst(severityFor(incident), isLeftBroken(state, incident) ? 'error' : 'none'),
    impact: impactOf(state, incident),
    next: incident.next ?? { code: 'unknown' },
    causes: ownFirst(incident.causes, deployment),
    startedAt: incident.startedAt,
    pointers: {
      ...incident.pointers,
      ...(deployment?.codeDeploy !== undefined && { codeDeploy: deployment.codeDeploy }),
    },
    ...(incident.endedAt !== undefined && { endedAt: incident.endedAt }),
    ...(deployment !== undefined &&
      deployment.changedAt >= incident.startedAt - dayBefore && { deployment: chapterOf(deployment) }),
    ...(done !== undefined && { intervened: done }),
    ...(incident.tags !== undefined && { tags: incident.tags }),
    ...(incident.baseline !== undefined && { isBaseline: true as const }),
  };
}

/** Neither the new revision nor the old one came up, and ECS tries no other. */
function isLeftBroken({ deployment }: HealthState, { status }: Incident): boolean {
  return status === 'firing' && deployment?.state === 'rollback-failed';
}

/** While a deployment goes on or is taken back, what is its own comes before all else. */
function ownFirst(causes: Alert['causes'], deployment: HealthState['deployment']): Alert['causes'] {
  if (deployment?.state !== 'in-progress' && deployment?.state !== 'rolling-back') return causes;
  const own = causes.filter((cause) => partOf(cause, deployment) === 'by');
  return [...own, ...causes.filter((cause) => !own.includes(cause))];
}

/** A deployment that ended long before the incident is not part of its story. */
const dayBefore = 24 * 60 * 60 * 1000;

function chapterOf(deployment: NonNullable<HealthState['deployment']>): NonNullable<Alert['deployment']> {
  const {
    rollbackIds: _,
    changedAt: __,
    breaker: ___,
    minimumHealthyPercent: ____,
    codeDeploy: _____,
    heard: ______,
    ...chapter
  } = deployment;
  return chapter;
}

function impactOf(state: HealthState, incident: Incident): Impact {
  const { vitals, level } = incident;
  const because = reasonOf(state, incident);
  return {
    level,
    since: incident.levelSince,
    ...(vitals !== undefined && {
      readAt: vitals.last.at,
      desired: vitals.last.desired,
      running: vitals.last.running,
      healthy: vitals.last.healthy,
      lowest: vitals.lowest,
    }),
    ...(because !== undefined && { because }),
  };
}

function reasonOf(state: HealthState, incident: Incident): string | undefined {
  if (incident.status === 'resolved' && incident.gone === true) return 'gone';
  if (incident.status === 'resolved' && incident.unwantedAt !== undefined) return 'unwanted';
  if (state.subject.kind === 'cluster') return 'room';
  if (incident.level !== 'unknown') return undefined;
  if (state.subject.kind === 'family') return 'standalone';
  if (state.subject.kind === 'instance') return 'instance';
  if (state.subject.kind === 'account') return 'aws';
  if (state.subject.cluster === '-') return 'codedeploy';
  if (incident.pointers.daemonArn !== undefined) return 'daemon';
  return incident.unreadable ?? 'unreadable';
}
