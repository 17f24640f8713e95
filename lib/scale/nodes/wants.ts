import { limitsOf } from '../../ecs/draining/limits.ts';
import { isOnFargate } from '../../ecs/placement/fargate.ts';
import type { AskedTask } from '../../ecs/placement/asked.ts';
import { demandOf } from '../../ecs/placement/demand.ts';
import type { Snapshot } from '../../ecs/placement/snapshot.ts';
import { askedByService } from '../../ecs/placement/snapshot-asked.ts';
import type { SnapshotService } from '../../ecs/placement/snapshot-service.ts';
import type { ShortService } from './facts.ts';
import type { Want } from './purchase.ts';

/**
 * A service whose tasks run on instances, and what it asks for each. `scalesItself`: all its capacity providers have
 * managed scaling, and it finds its room without us.
 */
export type Asking = { readonly service: SnapshotService; readonly asked: AskedTask; readonly scalesItself: boolean };

/** The services of a cluster that run on instances, but for daemons. */
export function askingIn(snapshot: Snapshot): readonly Asking[] {
  return snapshot.services.flatMap((service) => {
    if (service.status !== 'ACTIVE' || service.isDaemon) return [];
    const asked = askedByService(snapshot, service);
    if (asked === undefined || isOnFargate(asked)) return [];
    return [{ service, asked, scalesItself: scalesItself(snapshot, asked) }];
  });
}

function scalesItself({ providers }: Snapshot, { capacityProviders }: AskedTask): boolean {
  const known = capacityProviders.map((name) => providers.find((each) => each.name === name)?.managedScaling);
  return known.length > 0 && known.every((each) => each === true);
}

const isForUs = (each: Asking): boolean => !each.scalesItself;

/**
 * Tasks that are to run and have no place yet, those that must find another, and those a service would have if they had
 * one.
 */
export function wantsOf(
  snapshot: Snapshot,
  asking: readonly Asking[],
  short: readonly ShortService[],
): readonly Want[] {
  const moving = movingIn(snapshot);
  return asking.filter(isForUs).flatMap(({ service, asked }) => {
    const more = short.find((each) => each.service === service.name)?.copies ?? 0;
    const waiting = Math.max(missingOf(service, moving.get(asked.group) ?? 0), 0);
    const count = waiting + more;
    return count > 0 ? [{ asked, count, waiting }] : [];
  });
}

/**
 * Tasks that run on instances that are DRAINING, by group. ECS counts them as running, and stops them when others run
 * elsewhere (container-instance-draining): where those find no place, nothing moves.
 */
function movingIn({ instances, tasks }: Snapshot): ReadonlyMap<string, number> {
  const draining = new Set(instances.flatMap(({ arn, status }) => (status === 'DRAINING' ? arn : [])));
  const moving = tasks.filter(
    ({ instanceArn, lastStatus, isLeaving }) =>
      draining.has(instanceArn ?? '') && lastStatus === 'RUNNING' && !isLeaving,
  );
  const counts = new Map<string, number>();
  for (const { group } of moving) counts.set(group, (counts.get(group) ?? 0) + 1);
  return counts;
}

/**
 * Below desired, what is missing where tasks may stay. A deployment that may stop none before one has started needs a
 * place for one: with it the deployment goes on. A service that may neither start one more nor stop one first moves
 * nothing, wherever there is room.
 */
function missingOf(service: SnapshotService, moving: number): number {
  const { desired, running, pending, isDeploying } = service;
  const { least, most, isDeadlocked } = limitsOf(service);
  const leaving = isDeadlocked ? 0 : moving;
  const missing = desired - (running + pending - leaving);
  if (missing > 0 || !isDeploying) return missing;
  return least >= desired && most > running + pending && running + pending <= desired ? 1 : 0;
}

/** Copies of the task that takes most, of a service that has any. */
export function headroomOf(asking: readonly Asking[], copies: number): readonly Want[] {
  const sized = asking
    .filter((each) => isForUs(each) && each.service.desired > 0)
    .map(({ asked }) => ({ asked, size: sizeOf(asked) }))
    .toSorted((a, b) => b.size - a.size);
  const largest = sized[0]?.asked;
  return largest === undefined || copies === 0 ? [] : [{ asked: largest, count: copies }];
}

/** As purchases weigh them: a vCPU is worth four GiB. */
function sizeOf(asked: AskedTask): number {
  const { cpuUnits, memoryMiB } = demandOf(asked);
  return cpuUnits / 1024 + memoryMiB / 4096;
}
