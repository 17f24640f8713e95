import type { NodesEntry } from '../../scale/nodes/policy.ts';
import { defaultNodesPolicy } from '../../scale/nodes/policy.ts';
import type { Configuration } from './schema.ts';

type Written = Exclude<NonNullable<Configuration['nodes']>[string], number | undefined>;

/** What the section `nodes` says. In a stack of `Mode=watch` nothing may act, whatever the file says. */
export function nodesEntries({ nodes = {} }: Configuration, mode: 'watch' | 'act'): readonly NodesEntry[] {
  const { total: _, ...entries } = nodes;
  return Object.entries(entries as Readonly<Record<string, Written>>).map(([pattern, entry]) => {
    const { instances, headroom, consolidate, budget, perZone, idle, leastAge, upkeep } = entry;
    return {
      pattern,
      policy: {
        ...defaultNodesPolicy,
        ...(entry.mode !== undefined && { mode: entry.mode === 'act' && mode === 'watch' ? 'observe' : entry.mode }),
        ...(instances !== undefined && { least: instances.min, most: instances.max }),
        ...(headroom !== undefined && { headroom }),
        ...(consolidate !== undefined && { consolidates: consolidate }),
        ...(budget !== undefined && { budget }),
        ...(perZone !== undefined && { perZone }),
        ...(idle !== undefined && { idleMs: idle }),
        ...(leastAge !== undefined && { leastAgeMs: leastAge }),
        ...(upkeep !== undefined && { upkeep }),
      },
    };
  });
}
