import type { Read } from '../../core/ports.ts';
import type { Instant } from '../../core/time.ts';
import { minuteMs } from '../../core/time.ts';
import type { ConsolidationLimits, Removal } from './consolidation.ts';
import { consolidationOf } from './consolidation.ts';
import type { Grouped } from './groups.ts';
import type { Node } from './node.ts';
import type { Picture } from './picture.ts';
import type { NodesEntry } from './policy.ts';
import { countOf } from './policy.ts';
import { headroomMark, nodesOf } from './standing.ts';
import type { Candidate, Leaving, NodesState } from './state.ts';
import { leastOf } from './supply.ts';

/** Two looks are no closer than this. */
const leastConfirmMs = minuteMs;

/** Until when tasks are protected; unread: nobody knows. */
export type ProtectedUntil = ReadonlyMap<string, Read<Instant>>;

type Given = { readonly protectedUntil: ProtectedUntil; readonly now: Instant };

export type Found = {
  readonly candidates: readonly Candidate[];
  /** Seen to be unneeded for long enough. */
  readonly ripe: readonly { readonly removal: Removal; readonly leaving: Leaving; readonly entry: NodesEntry }[];
};

/**
 * Instances that are not needed, of the first entry that has any: what one of them leaves behind may be what another's
 * tasks need. Who was not needed at a look before, and ever since, is ripe.
 */
export function unneededIn(picture: Picture, state: NodesState, given: Given): Found {
  const entries = [...new Set(picture.groups.flatMap(({ entry }) => entry ?? []))];
  for (const entry of entries) {
    const { policy } = entry;
    if (policy.mode === 'none' || !policy.consolidates) continue;
    const removals = removalsOf(picture, state, { ...given, entry });
    if (removals.length > 0) return foundIn(removals, { picture, state, entry, now: given.now });
  }
  return { candidates: [], ripe: [] };
}

/** The cluster's instances, for whoever may send those of one entry away. */
export function nodesFor(
  picture: Picture,
  state: NodesState,
  { entry, protectedUntil, now }: Given & { readonly entry: NodesEntry },
): readonly Node[] {
  return nodesOf(picture, {
    entry,
    leaving: new Set(state.leaving.map(({ id }) => id)),
    avoided: new Set(Object.keys(state.avoided)),
    isProtected: (arn) => {
      const read = protectedUntil.get(arn);
      return read !== undefined && (read.ok ? read.value > now : read.reason !== 'not-found');
    },
    now,
  });
}

function removalsOf(
  picture: Picture,
  state: NodesState,
  given: Given & { readonly entry: NodesEntry },
): readonly Removal[] {
  const nodes = nodesFor(picture, state, given);
  return consolidationOf(nodes, limitsOf(nodes, given.entry, picture.groups)).removals;
}

/** What the entry allows, of the instances it fits. */
export function limitsOf(nodes: readonly Node[], entry: NodesEntry, groups: readonly Grouped[]): ConsolidationLimits {
  const { budget, perZone, leastAgeMs } = entry.policy;
  const own = groups.filter((each) => each.entry === entry);
  const names = new Set(own.map(({ group }) => group.name));
  return {
    atOnce: countOf(budget, nodes.filter(({ group }) => names.has(group)).length),
    perZone,
    least: new Map(own.map((each) => [each.group.name, leastOf(each)])),
    leastAgeMs,
  };
}

type Setting = {
  readonly picture: Picture;
  readonly state: NodesState;
  readonly entry: NodesEntry;
  readonly now: Instant;
};

function foundIn(removals: readonly Removal[], { picture, state, entry, now }: Setting): Found {
  const since = new Map(state.candidates.map((each) => [each.arn, each.since]));
  const candidates = removals.map(({ arn }) => ({ arn, since: since.get(arn) ?? now }));
  const waitMs = Math.max(leastConfirmMs, entry.policy.idleMs);
  const ripe = removals.filter(({ arn }) => now >= (since.get(arn) ?? now) + waitMs);
  return {
    candidates,
    ripe: ripe.flatMap((removal) => {
      const id = picture.instances.find(({ arn }) => arn === removal.arn)?.ec2InstanceId;
      return id === undefined ? [] : [{ removal, entry, leaving: leavingOf(removal, id, now) }];
    }),
  };
}

function leavingOf({ arn, group, moves }: Removal, id: string, now: Instant): Leaving {
  const count = moves.filter(({ task }) => !task.startsWith(headroomMark)).length;
  const why = count === 0 ? 'nothing runs on it' : `its ${count} tasks fit on others`;
  return { id, arn, group, since: now, step: 'hold', why, moves: count };
}
