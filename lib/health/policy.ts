import { matchesGlob, matchesService } from '../core/glob.ts';
import { hourMs, minuteMs, secondMs } from '../core/time.ts';
import type { AdviceSettings } from '../ecs/advice/settings.ts';
import { defaultAdviceSettings } from '../ecs/advice/settings.ts';
import type { LoopOverride } from './stopping/policy.ts';

/** When a service counts as hurt, and when as well again. */
export type Thresholds = {
  /** Healthy / desired below this, in 2 of 3 minutes, is degraded. 0 to 1. */
  readonly degradedBelow: number;
  /** Nothing healthy for this long is down. */
  readonly downAfterMs: number;
  /** Below desired for this long is at risk. */
  readonly atRiskAfterMs: number;
  /** As long must a service have been well before its incident ends. */
  readonly quietMs: number;
};

/**
 * Other thresholds for services that match the pattern `cluster/service`.
 * `metrics`: how healthy it is, is measured also while it is well. `deployments`: each is told, whatever becomes of it.
 */
export type ThresholdOverride = Partial<Thresholds> & {
  readonly services: string;
  readonly metrics?: boolean;
  readonly deployments?: 'all';
};

/** All that the health feature is told by the configuration. Plain JSON. */
export type HealthPolicy = Thresholds & {
  /** Patterns of clusters nobody is told about. */
  readonly ignoredClusters: readonly string[];
  /** Patterns of clusters, or of services as `cluster/service`, whose room for more tasks nobody wants to hear of. */
  readonly ignoredShortages: readonly string[];
  /** In the order in which they are tried. */
  readonly overrides: readonly ThresholdOverride[];
  /** An incident of a task family without a later success ends as expired after this long: a day, and a while for the next daily run to end. */
  readonly familyExpiresMs: number;
  /** What is done about crash loops, in the order in which they are tried. */
  readonly loops: readonly LoopOverride[];
  /** Rules of advice that say nothing. */
  readonly advice: AdviceSettings;
  /** Regular expressions of the users'; what matches is not kept. */
  readonly redact: readonly string[];
};

/** AWS Batch runs its jobs in ECS clusters of its own, and tells about them by itself. */
export const defaultHealthPolicy: HealthPolicy = {
  degradedBelow: 0.7,
  downAfterMs: 60 * secondMs,
  atRiskAfterMs: 15 * minuteMs,
  quietMs: 5 * minuteMs,
  ignoredClusters: ['AWSBatch-*'],
  ignoredShortages: [],
  overrides: [],
  familyExpiresMs: 24 * hourMs + 30 * minuteMs,
  loops: [],
  advice: defaultAdviceSettings,
  redact: [],
};

export function isIgnored(policy: HealthPolicy, cluster: string): boolean {
  return policy.ignoredClusters.some((pattern) => matchesGlob(pattern, cluster));
}

export function isShortageIgnored(policy: HealthPolicy, cluster: string): boolean {
  return policy.ignoredShortages.some((pattern) => matchesGlob(pattern, cluster));
}

export function isIgnoredService(policy: HealthPolicy, cluster: string, service: string): boolean {
  return policy.ignoredShortages.some((pattern) => pattern.includes('/') && matchesService(pattern, cluster, service));
}

/** The thresholds of one service: the first override whose pattern fits, the rest as for all. */
export function thresholdsFor(policy: HealthPolicy, cluster: string, service: string): Thresholds {
  const override = policy.overrides.find(({ services }) => matchesService(services, cluster, service));
  return {
    degradedBelow: override?.degradedBelow ?? policy.degradedBelow,
    downAfterMs: override?.downAfterMs ?? policy.downAfterMs,
    atRiskAfterMs: override?.atRiskAfterMs ?? policy.atRiskAfterMs,
    quietMs: override?.quietMs ?? policy.quietMs,
  };
}

/** Whether somebody wants a service's own metric at all times: the first override whose pattern fits says so. */
export function isMeasured(policy: HealthPolicy, cluster: string, service: string): boolean {
  return policy.overrides.find(({ services }) => matchesService(services, cluster, service))?.metrics === true;
}

/** Whether somebody wants to hear of every deployment of a service: the first override whose pattern fits says so. */
export function isAnnounced(policy: HealthPolicy, cluster: string, service: string): boolean {
  return policy.overrides.find(({ services }) => matchesService(services, cluster, service))?.deployments === 'all';
}
