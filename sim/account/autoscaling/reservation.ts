import type { Account } from '../model.ts';
import type { PlacementRequest } from '../placement.ts';
import type { Demand } from '../resources.ts';
import { demandOf } from '../resources.ts';
import { serviceOf } from '../services/standing.ts';
import { waitingIn } from '../tasks/capacity-wait.ts';
import type { AutoScalingGroup, GroupInstance, Machine } from './group.ts';
import { isLeaving } from './group.ts';

/** M and N of Amazon ECS's cluster auto scaling, and the metric CapacityProviderReservation in percent. */
export type Reservation = { readonly needed: number; readonly running: number; readonly percent: number };

/**
 * `M / N × 100`. Nothing needed and nothing there is 100, something needed and nothing there is 200 (cluster-auto-scaling;
 * Deep Dive on Amazon ECS Cluster Auto Scaling). While tasks wait, M is N and the instances they take, at least; else it
 * is the number of instances with a task that is no daemon's.
 */
export function reservationOf(account: Account, group: AutoScalingGroup): Reservation {
  const inService = [...group.instances.values()].filter(({ state }) => state === 'InService');
  const running = inService.length;
  const more = neededFor(account, group);
  const needed = more > 0 ? running + more : inService.filter((each) => isBusy(account, each)).length;
  return { needed, running, percent: percentOf(needed, running) };
}

function percentOf(needed: number, running: number): number {
  if (running === 0) return needed === 0 ? 100 : 200;
  return (needed / running) * 100;
}

/** Daemons' tasks do not count (managed-scaling-behavior). */
export function isBusy(account: Account, { host }: GroupInstance): boolean {
  return [...(host?.tasks ?? [])].some((task) => serviceOf(account, task)?.scheduling !== 'DAEMON');
}

/** How many instances the waiting tasks take: those with the same demand are packed together, and the most counts. */
function neededFor(account: Account, { cluster, capacityProvider, machine }: AutoScalingGroup): number {
  if (cluster === undefined) return 0;
  const alike = new Map<string, { readonly perInstance: number; count: number }>();
  for (const [, wanted] of waitingIn(account, cluster.arn)) {
    if (wanted.capacityProvider !== capacityProvider) continue;
    const demand = demandOf(wanted.definition, wanted.overrides);
    const key = JSON.stringify([demand, isAlone(wanted)]);
    const known = alike.get(key) ?? { perInstance: isAlone(wanted) ? 1 : mostOn(machine, demand), count: 0 };
    alike.set(key, { ...known, count: known.count + 1 });
  }
  // What fits no instance is left out.
  const needs = [...alike.values()].map(({ perInstance, count }) =>
    perInstance === 0 ? 0 : Math.ceil(count / perInstance),
  );
  return Math.max(0, ...needs);
}

const isAlone = ({ constraints }: PlacementRequest): boolean =>
  constraints.some(({ type }) => type === 'distinctInstance');

/** Copies that go on an empty instance. */
function mostOn({ cpu, memoryMiB, networkInterfaces }: Machine, demand: Demand): number {
  const limits = [
    demand.cpu > 0 ? cpu / demand.cpu : Infinity,
    demand.memoryMiB > 0 ? memoryMiB / demand.memoryMiB : Infinity,
    demand.networkInterfaces > 0 ? networkInterfaces / demand.networkInterfaces : Infinity,
    demand.tcpPorts.length + demand.udpPorts.length > 0 ? 1 : Infinity,
    demand.gpus > 0 ? 0 : Infinity,
    // Docker's default bridge has room for more; it only keeps a task that asks for nothing from being free.
    1_000,
  ];
  return Math.floor(Math.min(...limits));
}

/** Hosts that may go by managed termination protection: in service, with daemons' tasks at most. */
export function emptyOnes(account: Account, { instances }: AutoScalingGroup): GroupInstance[] {
  return [...instances.values()].filter(
    (each) => !isLeaving(each) && each.host !== undefined && !isBusy(account, each),
  );
}
