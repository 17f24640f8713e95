import { present } from '../../core/present.ts';
import type { DrainPolicy, LiveDrains, PolicyOverride } from '../../drain/policy.ts';
import { defaultGroupPolicy } from '../../drain/policy.ts';
import { defaultHealthPolicy } from '../../health/policy.ts';
import type { Configuration } from './schema.ts';
import { within } from './within.ts';

/** Hooks whose names begin so, or whose metadata holds it, are completed by Watchkeeper. */
export const hookMark = 'watchkeeper';

type Place = {
  readonly account: string;
  readonly region: string;
  /** The stack's own: in `watch` nothing may act, whatever the file says. */
  readonly mode: 'watch' | 'act';
  readonly live: LiveDrains;
};

/** What the drain feature is told by the configuration, the stack, and those that drain now. */
export function drainPolicy(configuration: Configuration, { account, region, mode, live }: Place): DrainPolicy {
  return {
    stack: { account, region },
    hookMark,
    ignoredClusters: configuration.ignore?.clusters ?? defaultHealthPolicy.ignoredClusters,
    defaults: defaultGroupPolicy,
    overrides: Object.entries(configuration.drain ?? {}).map(([pattern, each]) => overrideOf(pattern, each, mode)),
    live,
  };
}

type Entry = NonNullable<Configuration['drain']>[string];

function overrideOf(pattern: string, entry: Entry, mode: Place['mode']): PolicyOverride {
  const { deadline, standalone, stopAfter, spotStop, rebalance, maintenanceLead, agentPatience, managedCap } = entry;
  const { budget, perZone } = entry;
  return {
    pattern,
    ...present({
      mode: within(mode, entry.mode),
      deadlineMs: deadline,
      standalone,
      standaloneStopAfterMs: stopAfter,
      spotStop,
      rebalance,
      maintenanceLeadMs: maintenanceLead,
      agentPatienceMs: agentPatience,
      budget,
      perZone,
      managedCapMs: managedCap,
    }),
  };
}
