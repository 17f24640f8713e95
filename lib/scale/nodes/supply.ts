import type { RawItem } from '../../core/cluster-reads.ts';
import type { FailedLaunch } from '../../core/node-reads.ts';
import type { Read } from '../../core/ports.ts';
import type { Instant } from '../../core/time.ts';
import { minuteMs } from '../../core/time.ts';
import type { AskedTask } from '../../ecs/placement/asked.ts';
import { withDaemons } from '../../ecs/placement/daemons.ts';
import type { PlacementInstance } from '../../ecs/placement/instance.ts';
import { readSnapshot } from '../../ecs/placement/snapshot.ts';
import { emptyLike, zoneAttribute, zoneOf } from '../../ecs/placement/supply.ts';
import type { Grouped } from './groups.ts';
import { isOurs, isStaying } from './groups.ts';
import type { Shape } from './purchase.ts';
import type { GroupMemory } from './state.ts';

/** Who has not registered after so long does not come: it is not counted on, and another group is asked. */
const comesWithinMs = 10 * minuteMs;

/** Why a group is left alone, where EC2 said nothing. */
export const unregistered = 'its instances have not registered';

/** A group that had none to give is left alone: twice as long each time. */
const avoidedMs = { first: 5 * minuteMs, most: 60 * minuteMs };

/** Of what has neither processor nor memory listed: no division by nothing. */
const leastCost = 0.01;

/** A group's instances that are on their way. */
export type Coming = {
  /** By zone, as far as it is known. */
  readonly zones: readonly (string | undefined)[];
  /** Auto Scaling has not even launched so many. */
  readonly unlaunched: number;
};

export function comingOf({ group }: Grouped, instances: readonly PlacementInstance[]): Coming {
  const registered = new Set(instances.map(({ ec2InstanceId }) => ec2InstanceId));
  const staying = group.members.filter(isStaying);
  const booting = staying.filter(({ id }) => !registered.has(id));
  const unlaunched = Math.max(0, group.desired - staying.length);
  return { zones: [...booting.map(({ zone }) => zone), ...nextZones(group, unlaunched)], unlaunched };
}

/** Auto Scaling launches where the group has fewest (Amazon EC2 Auto Scaling benefits, "Instance distribution"). */
function nextZones({ zones, members }: Grouped['group'], count: number): readonly string[] {
  const counts = new Map(zones.map((zone) => [zone, 0]));
  for (const { zone = '' } of members.filter(isStaying)) counts.set(zone, (counts.get(zone) ?? 0) + 1);
  return Array.from({ length: count }, () => {
    const [next = ''] = [...counts].toSorted((a, b) => a[1] - b[1])[0] ?? [];
    counts.set(next, (counts.get(next) ?? 0) + 1);
    return next;
  });
}

type Looked = {
  readonly coming: Coming;
  readonly failed: Read<readonly FailedLaunch[]> | undefined;
  readonly like: RawItem | undefined;
  readonly now: Instant;
};

/** What a look at a group leaves to be remembered of it. */
export function remembered(memory: GroupMemory, { coming, failed, like, now }: Looked): GroupMemory {
  const { comingSince, ...rest } = memory;
  const known = like === undefined ? rest : { ...rest, like };
  if (coming.zones.length === 0) return withoutFailures(known, now);
  const since = comingSince ?? now;
  const refusal =
    failed?.ok === true && coming.unlaunched > 0 ? failed.value.find(({ at }) => at >= since - minuteMs) : undefined;
  const isLate = now >= since + comesWithinMs;
  if ((refusal === undefined && !isLate) || now < (memory.avoidedUntil ?? 0)) return { ...known, comingSince: since };
  const failures = (memory.failures ?? 0) + 1;
  const waitMs = Math.min(avoidedMs.most, avoidedMs.first * 2 ** (failures - 1));
  return {
    ...known,
    comingSince: since,
    failures,
    avoidedUntil: now + waitMs,
    avoidedFor: refusal?.why ?? unregistered,
  };
}

/** All that were asked for are there. */
function withoutFailures(memory: GroupMemory, now: Instant): GroupMemory {
  const { avoidedUntil = 0, avoidedFor: _, failures: __, ...rest } = memory;
  return now < avoidedUntil ? memory : omitUntil(rest);
}

function omitUntil(memory: GroupMemory): GroupMemory {
  const { avoidedUntil: _, ...rest } = memory;
  return rest;
}

/** Whether what is on its way is not to be counted on. */
export function isAvoided({ avoidedUntil = 0 }: GroupMemory, now: Instant): boolean {
  return now < avoidedUntil;
}

/** An item that was remembered, as an empty instance. */
export function likeOf(item: RawItem | undefined, daemons: readonly AskedTask[]): PlacementInstance | undefined {
  if (item === undefined) return undefined;
  const snapshot = readSnapshot({ containerInstances: [item], tasks: [] });
  if ('faults' in snapshot) return undefined;
  const [instance] = snapshot.instances;
  return instance === undefined ? undefined : withDaemons([emptyLike(instance)], daemons)[0];
}

/** The same in another zone, in the subnet that others of it stand in there. */
export function inZone(
  like: PlacementInstance,
  zone: string | undefined,
  instances: readonly PlacementInstance[],
): PlacementInstance {
  if (zone === undefined || zoneOf(like) === zone) return like;
  const subnet = instances.find((each) => zoneOf(each) === zone)?.attributes.get('ecs.subnet-id');
  const attributes = new Map([...like.attributes, [zoneAttribute, zone]]);
  if (subnet === undefined) attributes.delete('ecs.subnet-id');
  else attributes.set('ecs.subnet-id', subnet);
  return { ...like, arn: `${like.arn}/${zone}`, attributes };
}

type Market = {
  readonly like: PlacementInstance | undefined;
  readonly memory: GroupMemory;
  readonly instances: readonly PlacementInstance[];
  readonly now: Instant;
};

/** What can be bought of a group: nothing where it is not ours, is full, or had none to give a moment ago. */
export function shapesOf(each: Grouped, { like, memory, instances, now }: Market): readonly Shape[] {
  const { group } = each;
  if (!isOurs(each) || like === undefined || isAvoided(memory, now)) return [];
  const most = mostOf(each) - group.desired;
  if (most <= 0) return [];
  const { cpuUnits = 0, memoryMiB = 0 } = like.registered;
  const cost = Math.max(cpuUnits / 1024 + memoryMiB / 4096, leastCost);
  const zones = group.zones.length > 0 ? group.zones : [zoneOf(like) ?? ''];
  return zones.map((zone) => ({ group: group.name, zone, like: inZone(like, zone, instances), cost, most }));
}

/** Between what the configuration and the group itself allow. */
export function mostOf({ group, entry }: Grouped): number {
  return Math.min(group.max, entry?.policy.most ?? Infinity);
}

export function leastOf(each: Grouped): number {
  const { group, entry } = each;
  return Math.max(group.min, Math.min(entry?.policy.least ?? 0, mostOf(each)));
}
