import type { ImpactLevel } from '../core/alert.ts';
import type { EcsService } from '../core/ecs-reads.ts';
import type { Instant } from '../core/time.ts';
import { corrected } from './deployment.ts';
import type { HealthFacts } from './facts.ts';
import type { HealthPolicy } from './policy.ts';
import { thresholdsFor } from './policy.ts';
import type { DeploymentStory, HealthState, Incident, Reading } from './state.ts';
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
  if (service === undefined) return { state, incident, full: undefined, lookAt: undefined };
  if (!service.ok) return unread(state, { ...incident, unreadable: service.reason }, given);
  const thresholds = thresholdsFor(given.policy, state.subject.cluster, state.subject.name);
  const deployment = corrected(state.deployment, service.value, now);
  const reading = readingOf(service.value, facts, service.at);
  const vitals = withReading(incident.vitals, reading, thresholds.degradedBelow);
  const surging = isSurging(deployment, service.value, reading);
  const { level, since } = impactLevel({ vitals, surging, policy: thresholds, now });
  const { unreadable: _, ...rest } = incident;
  return {
    state: deployment === undefined ? state : { ...state, deployment },
    incident: { ...rest, vitals, tags: service.value.tags, level, levelSince: sinceOf(incident, level, since) },
    full: reading.healthy >= reading.desired && service.value.pending === 0,
    lookAt: nextLevelChange({ vitals, policy: thresholds, now }),
  };
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
  return { state, incident: { ...incident, level, levelSince }, full: undefined, lookAt: undefined };
}

const rememberedMs = 2 * 60_000;

function sinceOf(incident: Incident, level: ImpactLevel, since: Instant): Instant {
  return incident.level === level ? Math.min(incident.levelSince, since) : since;
}

/** Behind a load balancer only healthy targets serve, and never more than run. */
function readingOf(service: EcsService, facts: HealthFacts, at: Instant): Reading {
  const targets = facts.targets?.ok === true ? facts.targets.value.healthy : service.running;
  return { at, desired: service.desired, running: service.running, healthy: Math.min(service.running, targets) };
}

/** A deployment that goes on without failures, above its own minimum, is short of tasks on purpose. */
function isSurging(deployment: DeploymentStory | undefined, service: EcsService, reading: Reading): boolean {
  if (deployment?.state !== 'in-progress' || (deployment.failedTasks ?? 0) > 0) return false;
  const minimum = (service.policy.minimumHealthyPercent ?? 100) / 100;
  return reading.healthy >= Math.ceil(service.desired * minimum);
}
