import { present } from '../../core/present.ts';
import type { NodesEntry } from '../../scale/nodes/policy.ts';
import { defaultNodesPolicy } from '../../scale/nodes/policy.ts';
import type { Configuration } from './schema.ts';
import { within } from './within.ts';

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
        ...present({
          mode: within(mode, entry.mode),
          least: instances?.min,
          most: instances?.max,
          headroom,
          consolidates: consolidate,
          budget,
          perZone,
          idleMs: idle,
          leastAgeMs: leastAge,
          upkeep,
        }),
      },
    };
  });
}
