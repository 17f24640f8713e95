import { hourMs, minuteMs, secondMs } from '../../lib/core/time.ts';
import { addGroup, autoScalingOf } from '../../sim/account/autoscaling/group.ts';
import { scaleGroup } from '../../sim/account/autoscaling/scale.ts';
import type { Service } from '../../sim/account/service.ts';
import { createService } from '../../sim/account/services/create.ts';
import { updateService } from '../../sim/account/services/update.ts';
import type { Scene } from '../../test/sim/services/scene.ts';
import { releaseOnHosts, scene } from '../../test/sim/services/scene.ts';
import type { Workload } from './node-loads.ts';
import { workloads } from './node-loads.ts';
import type { Begun, Sizer } from './node-sizers.ts';
import { clusterAutoScaling, packedAutoScaling, watchkeeper } from './node-sizers.ts';

const dayMs = 24 * hourMs;
const sampleMs = 30 * secondMs;

type Day = {
  readonly instanceHours: number;
  /** Minutes that tasks were wanted and had no place, all together. */
  readonly pendingMinutes: number;
  /** Of these, with no room for them on any instance; else ECS waits between its own attempts. */
  readonly roomlessMinutes: number;
  readonly moved: number;
};

/** So many days that differ in what is left to chance: when instances boot, at which second somebody looks. */
const seeds = ['one', 'two', 'three'] as const;

/** A simulated day of three workloads on instances, by ECS's own scaling and by ours: the mean of several. */
export function benchNodeDays(played: readonly Workload[] = workloads): readonly string[] {
  const sizers = [
    clusterAutoScaling,
    packedAutoScaling,
    watchkeeper('Watchkeeper', {}),
    watchkeeper('the same, its services placed by binpack', { isPacked: true }),
  ];
  return played.flatMap((workload) => {
    const { name, also } = workload;
    const all = also === undefined ? sizers : [...sizers, watchkeeper(also.name, { policy: also.policy })];
    return [`${name}, a day`, ...all.map((sizer) => lineOf(sizer, workload))];
  });
}

function lineOf(sizer: Sizer, workload: Workload): string {
  const days = seeds.map((seed) => dayOf(workload, sizer, seed));
  const mean = (of: (day: Day) => number): number => days.reduce((sum, day) => sum + of(day), 0) / days.length;
  const cells = [
    `${mean(({ instanceHours }) => instanceHours)
      .toFixed(0)
      .padStart(5)} instance-hours`,
    `${mean(({ pendingMinutes }) => pendingMinutes)
      .toFixed(0)
      .padStart(
        5,
      )} task-minutes without a place (${mean(({ roomlessMinutes }) => roomlessMinutes).toFixed(0)} for want of an instance)`,
    `${mean(({ moved }) => moved)
      .toFixed(0)
      .padStart(3)} tasks moved`,
  ];
  return `  ${sizer.name.padEnd(40)} ${cells.join(', ')}`;
}

function dayOf({ loads }: Workload, sizer: Sizer, seed: string): Day {
  const here = scene(`day ${seed}`);
  const scaling = autoScalingOf(here.account);
  const provider = { arn: 'arn:aws:ecs:::capacity-provider/hosts', name: 'hosts', autoScalingGroup: 'hosts' };
  const { isManaged, isPacked = false } = sizer;
  here.cluster.capacityProviders.set('hosts', {
    ...provider,
    managedScaling: isManaged,
    managedTerminationProtection: isManaged,
  });
  const request = { name: 'hosts', desired: 1, min: 0, max: 40, cluster: here.cluster, capacityProvider: 'hosts' };
  const group = addGroup(scaling, { ...request, protectsNewInstances: isManaged });
  scaleGroup(scaling, group);
  here.run(300);
  const services = loads.map(({ name, cpu, memoryMiB }) =>
    serviceIn(here, { name, cpu, memoryMiB, isManaged, isPacked }),
  );
  const begun: Begun = { onUnplaced: () => {}, onShort: () => {} };
  sizer.begin(scaling, group, begun);
  const from = here.account.agenda.now();
  let [instances, pending, roomless, moved] = [0, 0, 0, 0];
  const seen = new Set<object>();
  for (let sinceMs = 0; sinceMs < dayMs; sinceMs += sampleMs) {
    let isShort = false;
    if (sinceMs % (5 * minuteMs) === 0)
      for (const [at, service] of services.entries()) {
        const desired = loads[at]?.wanted(sinceMs) ?? 0;
        if (desired > service.desired) isShort = true;
        if (desired !== service.desired) updateService(here.account, service, { desired });
      }
    if (isShort) begun.onShort();
    here.run((from + sinceMs + sampleMs - here.account.agenda.now()) / secondMs, () => {
      const unplaced = here.events.some(({ detail }) => detail['eventName'] === 'SERVICE_TASK_PLACEMENT_FAILURE');
      here.events.length = 0;
      if (unplaced) begun.onUnplaced();
    });
    instances += [...group.instances.values()].filter(({ ec2State }) => ec2State !== 'terminated').length;
    const counts = placedIn(here);
    const waiting = services.map(({ name, desired }, at) => ({
      count: Math.max(0, desired - (counts.get(name) ?? 0)),
      cpu: loads[at]?.cpu ?? 0,
      memoryMiB: loads[at]?.memoryMiB ?? 0,
    }));
    pending += waiting.reduce((sum, { count }) => sum + count, 0);
    roomless += withoutRoom(here, waiting);
    for (const task of here.account.tasks.values()) {
      if (seen.has(task) || task.stoppedReason?.includes('DRAINING') !== true) continue;
      seen.add(task);
      moved += 1;
    }
  }
  const hours = sampleMs / hourMs;
  return {
    instanceHours: instances * hours,
    pendingMinutes: pending * hours * 60,
    roomlessMinutes: roomless * hours * 60,
    moved,
  };
}

type Asked = {
  readonly name: string;
  readonly cpu: number;
  readonly memoryMiB: number;
  readonly isManaged: boolean;
  readonly isPacked: boolean;
};

function serviceIn(here: Scene, { name, cpu, memoryMiB, isManaged, isPacked }: Asked): Service {
  return createService(here.account, {
    cluster: here.cluster,
    name,
    definition: releaseOnHosts(here, name, { stopMs: 2_000 }, { cpu, memoryMiB }),
    desired: 0,
    minimumHealthyPercent: 100,
    maximumPercent: 200,
    ...(isPacked && { placementStrategy: [{ type: 'binpack', field: 'memory' }] }),
    ...(isManaged
      ? { capacityProviderStrategy: [{ provider: 'hosts', weight: 1, base: 0 }] }
      : { launchType: 'EC2' as const }),
  });
}

type Waiting = { readonly count: number; readonly cpu: number; readonly memoryMiB: number };

/** How many of these no instance has room for now, the largest first. */
function withoutRoom({ account }: Scene, waiting: readonly Waiting[]): number {
  const rooms = [...account.instances.values()]
    .filter(({ status, agentConnected }) => status === 'ACTIVE' && agentConnected)
    .map(({ registered, taken }) => ({
      cpu: registered.cpu - taken.cpu,
      memoryMiB: registered.memoryMiB - taken.memoryMiB,
    }));
  let left = 0;
  for (const { count, cpu, memoryMiB } of waiting.toSorted((a, b) => b.cpu - a.cpu))
    for (let each = 0; each < count; each += 1) {
      const room = rooms.find((one) => one.cpu >= cpu && one.memoryMiB >= memoryMiB);
      if (room === undefined) left += 1;
      else Object.assign(room, { cpu: room.cpu - cpu, memoryMiB: room.memoryMiB - memoryMiB });
    }
  return left;
}

/** Tasks with an instance, by service. */
function placedIn({ account }: Scene): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { tasks } of account.instances.values())
    for (const { group, desiredStatus } of tasks) {
      if (desiredStatus !== 'RUNNING') continue;
      const name = group.replace(/^service:/, '');
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  return counts;
}
