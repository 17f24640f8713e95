import type { ImpactLevel } from '../core/alert.ts';
import type { EcsService } from '../core/ecs-reads.ts';
import type { Instant } from '../core/time.ts';
import { deploymentKindOf } from '../ecs/deployment-controllers.ts';
import { isSilent } from '../ecs/silent-causes.ts';
import { isAtRisk } from './agent.ts';
import { corrected } from './deployment-reading.ts';
import type { HealthFacts } from './facts.ts';
import type { HealthPolicy } from './policy.ts';
import { thresholdsFor } from './policy.ts';
import { isSurging, readingOf } from './reading.ts';
import { isShifted, withStage, withTimeout } from './stages.ts';
import type { HealthState, Incident, Reading, Vitals, WaitingHook } from './state.ts';
import { isStopped } from './stopping/state.ts';
import { impactLevel, nextLevelChange, withReading } from './vitals.ts';

type Examined = {
  readonly state: HealthState;
  readonly incident: Incident;
  /** Running and healthy equal desired at this moment; absent: it could not be read. */
  readonly full: boolean | undefined;
  readonly lookAt: Instant | undefined;
};

type Given = { readonly facts: HealthFacts; readonly policy: HealthPolicy; readonly now: Instant };

/** Takes the facts into the incident: how many there are, for how long, and what the deployment has come to. */
export function examine(state: HealthState, incident: Incident, given: Given): Examined {
  const { facts, now } = given;
  const { service } = facts;
  if (service === undefined) {
    return { ...uncounted(state, incident, now), lookAt: state.agent?.lookAt ?? state.room?.lookAt };
  }
  if (!service.ok) return unread(state, { ...incident, unreadable: service.reason }, given);
  const thresholds = thresholdsFor(given.policy, state.subject.cluster, state.subject.name);
  const deployment = withStage(corrected(state.deployment, service.value, now), facts);
  const reading = wantedOf(state, readingOf(service.value, facts, service.at));
  const vitals = sinceLost(withReading(incident.vitals, reading, thresholds.degradedBelow), incident);
  const surging = isSurging(deployment, service.value, reading);
  const { level, since } = atLeastAtRisk(impactLevel({ vitals, surging, policy: thresholds, now }), vitals, incident);
  const { unreadable: _, unwantedAt, setsBy: __, hook, ...rest } = incident;
  const isUnwanted = reading.desired === 0 || service.value.status !== 'ACTIVE';
  const full = reading.healthy >= reading.desired && (service.value.pending === 0 || isSettled(service.value));
  return {
    state: deployment === undefined ? state : { ...state, deployment },
    incident: {
      ...rest,
      vitals,
      ...(hook !== undefined && hookNow(hook, service.value, given)),
      tags: service.value.tags,
      level,
      levelSince: sinceOf(incident, level, since),
      ...(!full && isSeenByReading(incident) && { lastFailureAt: Math.max(incident.lastFailureAt, now) }),
      ...(isUnwanted && { unwantedAt: unwantedAt ?? now }),
      ...setsByWhom(service.value),
    },
    full,
    lookAt: nextLevelChange({ vitals, policy: thresholds, now }),
  };
}

/** Who brings the task sets, while there are several. */
function setsByWhom(service: EcsService): Pick<Incident, 'setsBy'> {
  const kind = deploymentKindOf(service);
  if (service.taskSets.length < 2 || (kind !== 'code-deploy' && kind !== 'external')) return {};
  return { setsBy: kind };
}

/**
 * Nothing new is brought out: a task PENDING beyond what is wanted is awaited by nobody. Of a daemon it may be so for good,
 * on a host whose agent will never be back.
 */
function isSettled({ deployments, taskSets }: EcsService): boolean {
  return deployments.length <= 1 && taskSets.length <= 1;
}

function hookNow(hook: WaitingHook, service: EcsService, { facts, now }: Given): Partial<Incident> {
  return isShifted(hook, service) ? { recoveredAt: now } : { hook: withTimeout(hook, facts) };
}

/** What we have stopped is wanted no less than before. */
function wantedOf({ intervention }: HealthState, reading: Reading): Reading {
  return isStopped(intervention) && reading.desired === 0 ? { ...reading, desired: intervention.tasks } : reading;
}

/** What no event tells lasts as long as readings show it: its quiet time begins when it is over. */
function isSeenByReading({ causes }: Incident): boolean {
  return causes.every(({ id }) => isSilent(id));
}

/** Nobody counts what an instance is for; without its agent nothing on it can be replaced. */
function uncounted(state: HealthState, incident: Incident, now: Instant): Omit<Examined, 'lookAt'> {
  if (state.subject.kind === 'cluster') {
    return { state, incident: { ...incident, level: 'at-risk', levelSince: incident.startedAt }, full: undefined };
  }
  if (state.subject.kind !== 'instance') return { state, incident, full: undefined };
  const level: ImpactLevel = isAtRisk(state) ? 'at-risk' : 'unknown';
  return { state, incident: { ...incident, level, levelSince: sinceOf(incident, level, now) }, full: undefined };
}

/**
 * What was read before goes on for two minutes; after that nobody knows, but for one thing: when ECS calls the service
 * steady, it runs as many as desired at that moment (ecs_service_events).
 */
function unread(state: HealthState, incident: Incident, { now }: Given): Examined {
  const { vitals } = incident;
  const known = vitals !== undefined && now - vitals.last.at <= rememberedMs;
  const steady = (incident.steadyAt ?? -Infinity) >= incident.lastFailureAt;
  const level: ImpactLevel = known ? incident.level : steady ? 'none' : 'unknown';
  const levelSince = sinceOf(incident, level, now);
  const unwanted = isDeleted(incident) ? { unwantedAt: incident.unwantedAt ?? now } : {};
  return { state, incident: { ...incident, ...unwanted, level, levelSince }, full: undefined, lookAt: undefined };
}

/** A service that could be read before, and is not there any more, was deleted. */
function isDeleted({ vitals, unreadable }: Incident): boolean {
  return vitals !== undefined && unreadable === 'not-found';
}

/** A task that was not replaced has been missing since it stopped. */
function sinceLost(vitals: Vitals, { causes, vitals: before }: Incident): Vitals {
  const lost = causes.find(({ id }) => id === notReplaced);
  if (lost === undefined || before !== undefined) return vitals;
  const { zeroSince, belowSince } = vitals;
  return {
    ...vitals,
    ...(zeroSince !== undefined && { zeroSince: Math.min(zeroSince, lost.lastAt) }),
    ...(belowSince !== undefined && { belowSince: Math.min(belowSince, lost.lastAt) }),
  };
}

const notReplaced = 'task_not_replaced';

/** All well but for a lost task that nobody replaces: the next loss would be felt. */
function atLeastAtRisk(
  impact: { readonly level: ImpactLevel; readonly since: Instant },
  { belowSince }: Vitals,
  { causes }: Incident,
): { readonly level: ImpactLevel; readonly since: Instant } {
  const isRisk = impact.level === 'none' && belowSince !== undefined && causes.some(({ id }) => id === notReplaced);
  return isRisk ? { level: 'at-risk', since: belowSince } : impact;
}

const rememberedMs = 2 * 60_000;

function sinceOf(incident: Incident, level: ImpactLevel, since: Instant): Instant {
  return incident.level === level ? Math.min(incident.levelSince, since) : since;
}
