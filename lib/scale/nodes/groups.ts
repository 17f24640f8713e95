import type { RawItem } from '../../core/cluster-reads.ts';
import type { ScalingGroup, ScalingMember } from '../../core/node-reads.ts';
import { isObject } from '../../core/json.ts';
import type { PlacementInstance } from '../../ecs/placement/instance.ts';
import type { NodesEntry, NodesPolicy } from './policy.ts';
import { entryFor } from './policy.ts';

/** A group of the cluster, and what may be done with it. */
export type Grouped = {
  readonly group: ScalingGroup;
  readonly providers: readonly string[];
  /** Absent: the configuration says nothing of it. */
  readonly entry?: NodesEntry & { readonly policy: NodesPolicy };
  /** Amazon ECS sizes it itself (managed scaling): its instances may be emptied, and it takes them. */
  readonly isManaged: boolean;
  /** Somebody else decides how large it is, or nobody may: it is not fought. */
  readonly ownedBy?: string;
};

type GroupsGiven = {
  readonly cluster: string;
  readonly groups: readonly ScalingGroup[];
  readonly instances: readonly PlacementInstance[];
  readonly providers: readonly RawItem[];
  readonly controllers: ReadonlyMap<string, readonly string[]>;
  readonly entries: readonly NodesEntry[];
  /** Groups whose instances were here before. */
  readonly known: readonly string[];
};

/** The groups whose instances register in the cluster: those whose do, whose capacity provider is the cluster's, or did. */
export function groupsOf(given: GroupsGiven): readonly Grouped[] {
  const { groups, instances, known } = given;
  const ids = new Set(instances.flatMap(({ ec2InstanceId }) => ec2InstanceId ?? []));
  const providers = given.providers.flatMap((item) => providerOf(item) ?? []);
  return groups.flatMap((group) => {
    const own = providers.filter(({ of }) => of === group.name);
    const isHere = own.length > 0 || known.includes(group.name) || group.members.some(({ id }) => ids.has(id));
    return isHere ? [grouped(group, own, given)] : [];
  });
}

type Provider = { readonly name: string; readonly of: string; readonly isManaged: boolean };

/** `…:autoScalingGroupName/web`: a group may also be given by its name alone (API_AutoScalingGroupProvider). */
function providerOf({ name, autoScalingGroupProvider: provider }: RawItem): Provider | undefined {
  if (typeof name !== 'string' || !isObject(provider)) return undefined;
  const { autoScalingGroupArn: arn, managedScaling } = provider;
  if (typeof arn !== 'string') return undefined;
  const of = arn.slice(arn.lastIndexOf('autoScalingGroupName/')).replace(/^autoScalingGroupName\//, '');
  return { name, of, isManaged: isObject(managedScaling) && managedScaling['status'] === 'ENABLED' };
}

function grouped(group: ScalingGroup, own: readonly Provider[], given: GroupsGiven): Grouped {
  const { cluster, controllers, entries } = given;
  const providers = own.map(({ name }) => name);
  const entry = entryFor(entries, [group.name, ...providers, cluster]);
  const isManaged = own.some((each) => each.isManaged);
  const ownedBy = isManaged ? undefined : otherOwner(group, controllers.get(group.name) ?? []);
  return {
    group,
    providers,
    isManaged,
    ...(entry !== undefined && { entry }),
    ...(ownedBy !== undefined && { ownedBy }),
  };
}

function otherOwner({ members, suspended }: ScalingGroup, controllers: readonly string[]): string | undefined {
  if (controllers.length > 0) return `its own policies: ${controllers.join(', ')}`;
  if (members.some(({ isWeighted }) => isWeighted)) return 'its instances have weights, which are not understood';
  const stopped = suspended.filter((process) => process === 'Launch' || process === 'Terminate');
  return stopped.length > 0 ? `somebody has suspended ${stopped.join(', ')}` : undefined;
}

/** Whether we may size it now. */
export function isOurs({ entry, isManaged, ownedBy }: Grouped): boolean {
  return entry !== undefined && entry.policy.mode !== 'none' && !isManaged && ownedBy === undefined;
}

/** Who decides, where none of a cluster's groups is ours to size; the first of them. */
export function ownerOf(groups: readonly Grouped[]): { readonly group: string; readonly by: string } | undefined {
  if (groups.some(isOurs)) return undefined;
  const found = groups.find(({ ownedBy, isManaged }) => ownedBy !== undefined || isManaged);
  if (found === undefined) return undefined;
  return { group: found.group.name, by: found.ownedBy ?? managed };
}

/** "Tasks without a capacity provider strategy are ignored by capacity providers" (managed-scaling-behavior). */
const managed = 'managed scaling, which buys only for tasks of its capacity provider';

/** Part of the group's capacity, or about to be; a warm pool's are not. */
export function isStaying({ state }: ScalingMember): boolean {
  return state === 'InService' || state.startsWith('Pending');
}
