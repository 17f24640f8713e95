import { defaultHealthPolicy } from '../../health/policy.ts';
import type { HealthPolicy, ThresholdOverride } from '../../health/policy.ts';
import type { LoopOverride } from '../../health/stopping/policy.ts';
import { present } from '../../core/present.ts';
import { adviceSettings } from './advice-settings.ts';
import type { Configuration } from './schema.ts';
import { within } from './within.ts';

/** In `watch` nothing may act, whatever the file says. */
type Stack = { readonly mode: 'watch' | 'act' };

/** What the health feature is told by the configuration. */
export function healthPolicy(configuration: Configuration, stack: Stack = { mode: 'watch' }): HealthPolicy {
  const overrides = Object.entries(configuration.health ?? {}).map(
    ([services, { degradedBelow, downAfter, atRiskAfter, quiet, metrics, deployments }]): ThresholdOverride => ({
      services,
      ...(degradedBelow !== undefined && { degradedBelow }),
      ...(downAfter !== undefined && { downAfterMs: downAfter }),
      ...(atRiskAfter !== undefined && { atRiskAfterMs: atRiskAfter }),
      ...(quiet !== undefined && { quietMs: quiet }),
      ...(metrics === true && { metrics }),
      ...(deployments === 'all' && { deployments }),
    }),
  );
  return {
    ...defaultHealthPolicy,
    ignoredClusters: configuration.ignore?.clusters ?? defaultHealthPolicy.ignoredClusters,
    ignoredShortages: configuration.ignore?.shortages ?? defaultHealthPolicy.ignoredShortages,
    overrides,
    loops: Object.entries(configuration.crashLoops ?? {}).map(([services, entry]) => loopOf(services, entry, stack)),
    advice: adviceSettings(configuration),
    redact: configuration.redact ?? defaultHealthPolicy.redact,
  };
}

type LoopEntry = NonNullable<Configuration['crashLoops']>[string];

function loopOf(services: string, entry: LoopEntry, { mode }: Stack): LoopOverride {
  const { do: remedy, failures, within: withinMs, cooldown: cooldownMs, perHour } = entry;
  return { services, ...present({ mode: within(mode, entry.mode), remedy, failures, withinMs, cooldownMs, perHour }) };
}
