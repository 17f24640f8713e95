import type { ClusterItems, RawItem } from '../../core/cluster-reads.ts';
import type { ScalingGroup } from '../../core/node-reads.ts';
import type { Instant } from '../../core/time.ts';
import { withDaemons } from '../../ecs/placement/daemons.ts';
import type { PlacementInstance } from '../../ecs/placement/instance.ts';
import type { Snapshot } from '../../ecs/placement/snapshot.ts';
import { readSnapshot } from '../../ecs/placement/snapshot.ts';
import { daemonsOf } from '../../ecs/placement/snapshot-asked.ts';
import type { NodesFacts, ShortService } from './facts.ts';
import type { Grouped } from './groups.ts';
import { groupsOf, isOurs } from './groups.ts';
import type { NodesEntry } from './policy.ts';
import type { Shape, Want } from './purchase.ts';
import type { GroupMemory, NodesState } from './state.ts';
import type { Coming } from './supply.ts';
import { comingOf, inZone, isAvoided, likeOf, remembered, shapesOf } from './supply.ts';
import type { Asking } from './wants.ts';
import { askingIn, headroomOf, wantsOf } from './wants.ts';

/** A cluster's instances, who adds to them, and what waits for a place. */
export type Picture = {
  readonly snapshot: Snapshot;
  /** With room taken for daemons that are still to start. */
  readonly instances: readonly PlacementInstance[];
  readonly groups: readonly Grouped[];
  readonly memories: Readonly<Record<string, GroupMemory>>;
  /** What is on its way and can be counted on. */
  readonly coming: readonly PlacementInstance[];
  /** Groups of which something is on its way that nobody has seen before. */
  readonly unseen: readonly string[];
  readonly shapes: readonly Shape[];
  /** What instances of the groups that are ours are like, whether or not any can be bought now. */
  readonly likes: readonly { readonly like: PlacementInstance; readonly isAvoided: boolean }[];
  readonly asking: readonly Asking[];
  readonly wants: readonly Want[];
  readonly headroom: readonly Want[];
};

type Known = {
  readonly items: ClusterItems;
  readonly groups: readonly ScalingGroup[];
  readonly controllers: ReadonlyMap<string, readonly string[]>;
  readonly short: readonly ShortService[];
};

type Given = {
  readonly cluster: string;
  readonly entries: readonly NodesEntry[];
  readonly now: Instant;
};

/** What could not be read, by name; else all that a decision rests on. */
export function pictureOf(
  state: NodesState,
  facts: NodesFacts,
  given: Given,
): Picture | { readonly unread: string; readonly isGone?: true } {
  const known = knownOf(facts);
  if ('unread' in known) return known;
  const read = readSnapshot(known.items);
  if ('faults' in read) return { unread: `${read.faults[0]?.path ?? ''}: ${read.faults[0]?.problem ?? ''}` };
  const groups = groupsOf({
    ...known,
    ...given,
    instances: read.instances,
    providers: known.items.capacityProviders ?? [],
    known: Object.keys(state.groups),
  });
  return drawn({ state, facts, given, known, snapshot: read, groups });
}

function knownOf({ items, groups, controllers, short }: NodesFacts): Known | { unread: string; isGone?: true } {
  if (items === undefined || groups === undefined) return { unread: 'nothing was asked' };
  if (!items.ok)
    return { unread: `the cluster: ${items.reason}`, ...(items.reason === 'not-found' && { isGone: true }) };
  if (!groups.ok) return { unread: `its groups: ${groups.reason}` };
  if (controllers?.ok !== true) return { unread: 'the scaling policies of its groups' };
  const { services, taskDefinitions, capacityProviders } = items.value;
  if (services === undefined || taskDefinitions === undefined || capacityProviders === undefined)
    return { unread: 'its services' };
  return {
    items: items.value,
    groups: groups.value,
    controllers: controllers.value,
    short: short?.ok === true ? short.value : [],
  };
}

type Drawing = {
  readonly state: NodesState;
  readonly facts: NodesFacts;
  readonly given: Given;
  readonly known: Known;
  readonly snapshot: Snapshot;
  readonly groups: readonly Grouped[];
};

function drawn({ state, facts, given, known, snapshot, groups }: Drawing): Picture {
  const { now } = given;
  const daemons = daemonsOf(snapshot);
  const asking = askingIn(snapshot);
  const rows = groups.map((each) => {
    const coming = comingOf(each, snapshot.instances);
    const failed = facts.failed.get(each.group.name);
    const like = newestItem(known.items.containerInstances, each);
    const memory = remembered(state.groups[each.group.name] ?? {}, { coming, failed, like, now });
    return { each, coming, memory, like: likeOf(memory.like, daemons) };
  });
  const seen = rows.filter(({ memory }) => !isAvoided(memory, now));
  const market = { instances: snapshot.instances, now };
  const copies = Math.max(0, ...groups.map(({ entry }) => entry?.policy.headroom ?? 0));
  return {
    snapshot,
    instances: withDaemons(snapshot.instances, daemons),
    groups,
    memories: Object.fromEntries(rows.map(({ each, memory }) => [each.group.name, memory])),
    coming: seen.flatMap(({ coming, like }) => arriving(coming, like, snapshot.instances)),
    unseen: seen.filter(({ coming, like }) => coming.zones.length > 0 && like === undefined).map(nameOf),
    shapes: rows.flatMap(({ each, memory, like }) => shapesOf(each, { ...market, like, memory })),
    likes: rows.flatMap(({ each, memory, like }) =>
      isOurs(each) && like !== undefined ? [{ like, isAvoided: isAvoided(memory, now) }] : [],
    ),
    asking,
    wants: wantsOf(snapshot, asking, known.short),
    headroom: headroomOf(asking, copies),
  };
}

const nameOf = ({ each }: { readonly each: Grouped }): string => each.group.name;

function arriving(
  { zones }: Coming,
  like: PlacementInstance | undefined,
  instances: readonly PlacementInstance[],
): readonly PlacementInstance[] {
  return like === undefined ? [] : zones.map((zone) => inZone(like, zone, instances));
}

/** Of the group's instances the one that registered last: new ones will be like it. Without what is on it. */
function newestItem(items: readonly RawItem[], { group }: Grouped): RawItem | undefined {
  const ids = new Set(group.members.map(({ id }) => id));
  const own = items.filter(
    ({ ec2InstanceId: id, status }) => typeof id === 'string' && ids.has(id) && status === 'ACTIVE',
  );
  const newest = own.toSorted((a, b) => String(b['registeredAt']).localeCompare(String(a['registeredAt'])))[0];
  if (newest === undefined) return undefined;
  const { registeredResources, attributes, capacityProviderName, versionInfo } = newest;
  return {
    containerInstanceArn: `${group.name}/new`,
    status: 'ACTIVE',
    registeredResources,
    attributes,
    ...(versionInfo !== undefined && { versionInfo }),
    ...(capacityProviderName !== undefined && { capacityProviderName }),
  };
}
