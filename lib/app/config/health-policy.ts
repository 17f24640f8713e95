import { defaultHealthPolicy } from '../../health/policy.ts';
import type { HealthPolicy, ThresholdOverride } from '../../health/policy.ts';
import type { Configuration } from './schema.ts';

/** What the health feature is told by the configuration. */
export function healthPolicy(configuration: Configuration): HealthPolicy {
  const overrides = Object.entries(configuration.health ?? {}).map(
    ([services, { degradedBelow, downAfter, atRiskAfter, quiet, metrics }]): ThresholdOverride => ({
      services,
      ...(degradedBelow !== undefined && { degradedBelow }),
      ...(downAfter !== undefined && { downAfterMs: downAfter }),
      ...(atRiskAfter !== undefined && { atRiskAfterMs: atRiskAfter }),
      ...(quiet !== undefined && { quietMs: quiet }),
      ...(metrics === true && { metrics }),
    }),
  );
  return {
    ...defaultHealthPolicy,
    ignoredClusters: configuration.ignore?.clusters ?? defaultHealthPolicy.ignoredClusters,
    ignoredShortages: configuration.ignore?.shortages ?? defaultHealthPolicy.ignoredShortages,
    overrides,
    redact: configuration.redact ?? defaultHealthPolicy.redact,
  };
}
