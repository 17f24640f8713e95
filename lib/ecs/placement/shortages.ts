import { limitsOf } from '../draining/limits.ts';
import { roomOn } from './checks.ts';
import { roomFor } from './copies.ts';
import { withDaemons } from './daemons.ts';
import type { Demand } from './demand.ts';
import { isOnFargate } from './fargate.ts';
import type { Room } from './finding.ts';
import type { PlacementInstance } from './instance.ts';
import { findsRoom } from './outlook.ts';
import type { Question } from './question.ts';
import { questionOf } from './question.ts';
import type { Snapshot } from './snapshot.ts';
import { askedByService, daemonsOf } from './snapshot-asked.ts';
import type { SnapshotService } from './snapshot-service.ts';
import { emptyLike, zoneAttribute, zoneOf } from './supply.ts';

/** How many more copies of a service's task fit now. */
type ServiceRoom = {
  readonly service: string;
  readonly desired: number;
  readonly demand: Demand;
  readonly room: Room;
};

/**
 * What a service could not do now for want of room.
 * - `deployment`: its next deployment could start nothing, and may stop nothing before it has.
 * - `zone-loss`, `instance-loss`: what runs in the zone, or on the instance (`lost`), would find a place nowhere else.
 */
export type Shortage = {
  readonly kind: 'deployment' | 'zone-loss' | 'instance-loss';
  readonly service: string;
  readonly lost?: string;
};

export type Roominess = {
  /** The service whose task takes most of an instance, and the one with most copies. */
  readonly largest?: ServiceRoom;
  readonly mostCommon?: ServiceRoom;
  readonly shortages: readonly Shortage[];
  /** A deployment goes on, or an instance is drained: room comes and goes for a while. */
  readonly isMoving: boolean;
};

/**
 * How much room a cluster's instances have left for more of its own services. What cannot be said for sure is no
 * shortage. A service whose capacity providers all scale by themselves gets its room when it asks, and one that is short
 * of tasks already has its own story: both are left out.
 */
export function roominessOf(snapshot: Snapshot): Roominess {
  const instances = withDaemons(snapshot.instances, daemonsOf(snapshot));
  const asking = snapshot.services.flatMap((service) => askingOf(snapshot, service));
  const rooms = asking.map(({ service, question }) => ({
    service: service.name,
    desired: service.desired,
    demand: question.demand,
    room: roomFor(question, instances),
  }));
  const largest = rooms.toSorted((a, b) => shareOf(b.demand, instances) - shareOf(a.demand, instances))[0];
  const mostCommon = rooms.toSorted((a, b) => b.desired - a.desired)[0];
  return {
    ...(largest !== undefined && { largest }),
    ...(mostCommon !== undefined && { mostCommon }),
    shortages: asking.flatMap((each, at) => {
      const room = rooms[at]?.room;
      const deploying = room !== undefined && room.most < 1 && mustStartFirst(each.service);
      const first: readonly Shortage[] = deploying ? [{ kind: 'deployment', service: each.service.name }] : [];
      return [...first, ...lossesOf(each, snapshot, instances)];
    }),
    isMoving:
      snapshot.services.some(({ isDeploying }) => isDeploying) ||
      snapshot.instances.some(({ status }) => status === 'DRAINING'),
  };
}

type Asking = { readonly service: SnapshotService; readonly question: Question };

function askingOf(snapshot: Snapshot, service: SnapshotService): readonly Asking[] {
  if (service.status !== 'ACTIVE' || service.isDaemon || service.desired === 0) return [];
  if (service.running < service.desired) return [];
  const asked = askedByService(snapshot, service);
  if (asked === undefined || isOnFargate(asked) || findsRoom(asked, snapshot.providers) === 'always') return [];
  return [{ service, question: questionOf(asked) }];
}

/**
 * Where none may stop before another has started, one more must find a place. Where none may start beyond desired either,
 * no deployment can ever go on, with or without room: that is no shortage.
 */
function mustStartFirst(service: SnapshotService): boolean {
  const { least, most } = limitsOf(service);
  return most > service.desired && least >= service.desired;
}

/**
 * The zones, or in one zone alone the instances, whose loss would leave tasks of the service without a place. A service
 * that its own subnets or constraints keep in one zone does not lack room elsewhere.
 */
function lossesOf(
  { service, question }: Asking,
  { tasks }: Snapshot,
  instances: readonly PlacementInstance[],
): readonly Shortage[] {
  const group = `service:${service.name}`;
  const held = new Set(tasks.filter((task) => task.group === group).map(({ instanceArn }) => instanceArn));
  const hosts = instances.filter(({ arn }) => held.has(arn));
  const zones = new Set(instances.flatMap((instance) => zoneOf(instance) ?? []));
  const isZonal = zones.size > 1;
  const partOf = isZonal ? zoneOf : ({ arn, ec2InstanceId }: PlacementInstance): string => ec2InstanceId ?? arn;
  const parts = new Set(hosts.map(partOf));
  if (instances.length < 2 || parts.has(undefined)) return [];
  const known = [...parts].filter((part) => part !== undefined).toSorted((a, b) => a.localeCompare(b));
  return known.flatMap((lost) => {
    const left = instances.filter((instance) => partOf(instance) !== lost);
    if (roomFor(question, left).most >= 1) return [];
    const there = hosts.filter((instance) => partOf(instance) === lost);
    if (isZonal && isKeptIn(lost, { question, hosts: there, zones })) return [];
    return [{ kind: isZonal ? 'zone-loss' : 'instance-loss', service: service.name, lost } as const];
  });
}

type Keeping = {
  readonly question: Question;
  readonly hosts: readonly PlacementInstance[];
  readonly zones: ReadonlySet<string>;
};

/** Whether not even its own instances, if they stood empty in another zone, would take it there. */
function isKeptIn(lost: string, { question, hosts, zones }: Keeping): boolean {
  const others = [...zones].filter((zone) => zone !== lost);
  return hosts.map(emptyLike).every((host) =>
    others.every((zone) => {
      const attributes = new Map([...host.attributes, [zoneAttribute, zone]]);
      return roomOn(question, { ...host, attributes }).most < 1;
    }),
  );
}

/** The largest share that one copy takes of the largest instance. */
function shareOf({ cpuUnits, memoryMiB }: Demand, instances: readonly PlacementInstance[]): number {
  const most = (valueOf: (instance: PlacementInstance) => number | undefined): number =>
    Math.max(1, ...instances.map((instance) => valueOf(instance) ?? 0));
  const cpu = cpuUnits / most(({ registered }) => registered.cpuUnits);
  return Math.max(cpu, memoryMiB / most(({ registered }) => registered.memoryMiB));
}
