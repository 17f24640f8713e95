import { minuteMs, secondMs } from '../../../lib/core/time.ts';
import { Refusal } from '../refusal.ts';
import { emitActivity } from './events.ts';
import type { AutoScaling, AutoScalingGroup, GroupInstance } from './group.ts';
import { isLeaving, paceOf } from './group.ts';
import { launch, terminate } from './lifecycle.ts';

/** Auto Scaling sees a change of the desired capacity after so long: a guess, with a switch. */
const reactionMs = [1 * secondMs, 10 * secondMs] as const;
/** It tries a refused launch again after so long: a guess, with the same switch. */
const retryMs = minuteMs;

/** SetDesiredCapacity. Throws a Refusal outside of the group's limits. */
export function setDesiredCapacity(scaling: AutoScaling, group: AutoScalingGroup, desired: number): void {
  const limit = desired > group.max ? `above max value ${group.max}` : `below min value ${group.min}`;
  if (desired > group.max || desired < group.min) {
    const message = `New SetDesiredCapacity value ${desired} is ${limit} for the AutoScalingGroup.`;
    throw new Refusal('ValidationError', message);
  }
  group.desired = desired;
  scaleSoon(scaling, group);
}

function scaleSoon(scaling: AutoScaling, group: AutoScalingGroup): void {
  const { agenda, random } = scaling.account;
  agenda.after(random.whole(...reactionMs) * paceOf(scaling.account), `${group.name} is scaled`, () =>
    scaleGroup(scaling, group),
  );
}

/** Launches or ends as many instances as it takes to be at the desired capacity. */
export function scaleGroup(scaling: AutoScaling, group: AutoScalingGroup): void {
  const there = [...group.instances.values()].filter((instance) => !isLeaving(instance));
  for (let count = there.length; count < group.desired; count += 1) if (!launchOne(scaling, group)) return;
  const over = scaleInOrder(there).slice(0, Math.max(0, there.length - group.desired));
  const cause = `An instance was taken out of service in response to a difference between desired and actual capacity.`;
  for (const instance of over) end(scaling, group, instance, cause);
}

/** Into the zone with the fewest. Says whether EC2 had one. */
export function launchOne(scaling: AutoScaling, group: AutoScalingGroup): boolean {
  const { account } = scaling;
  const counts = new Map<string, number>();
  for (const each of group.instances.values()) {
    if (!isLeaving(each)) counts.set(each.zone, (counts.get(each.zone) ?? 0) + 1);
  }
  const zones = group.zones.filter((each) => !account.weather.zonesDown.has(each));
  const [zone] = zones.toSorted((one, other) => (counts.get(one) ?? 0) - (counts.get(other) ?? 0));
  const cause = `An instance was started in response to a difference between desired and actual capacity, increasing the capacity to ${group.desired}.`;
  const settled = (): void => scaleSoon(scaling, group);
  if (zone === undefined || group.refusedBecause !== undefined) {
    refuse(scaling, group, cause);
    return false;
  }
  launch(scaling, group, { zone, cause, settled });
  return true;
}

function refuse(scaling: AutoScaling, group: AutoScalingGroup, cause: string): void {
  const { account } = scaling;
  const message = group.refusedBecause ?? 'There is no Availability Zone to launch in.';
  const about = { what: 'Launch', successful: false, id: '', zone: group.zones[0] ?? '' } as const;
  emitActivity(account, group, { ...about, startedAt: account.agenda.now(), cause, message });
  account.agenda.after(retryMs * paceOf(account), `${group.name} tries to launch again`, () =>
    scaleGroup(scaling, group),
  );
}

/** Default termination policy, simplified: the zone with the most, then the oldest. Protected ones stay. */
function scaleInOrder(there: readonly GroupInstance[]): GroupInstance[] {
  const left = there.filter(({ isProtected }) => !isProtected);
  const order: GroupInstance[] = [];
  const inZone = (zone: string): number => left.filter((each) => each.zone === zone).length;
  while (left.length > 0) {
    const next = left.toSorted((a, b) => inZone(b.zone) - inZone(a.zone) || a.launchedAt - b.launchedAt)[0];
    if (next === undefined) break;
    left.splice(left.indexOf(next), 1);
    order.push(next);
  }
  return order;
}

/** TerminateInstanceInAutoScalingGroup. Without `decrement` it is replaced. */
export function terminateInstance(
  scaling: AutoScaling,
  id: string,
  { decrement }: { readonly decrement: boolean },
): GroupInstance {
  const group = [...scaling.groups.values()].find(({ instances }) => instances.has(id));
  const instance = group?.instances.get(id);
  if (group === undefined || instance === undefined) {
    throw new Refusal('ValidationError', `Instance Id not found - No managed instance found for instance ID: ${id}`);
  }
  if (decrement && group.desired <= group.min) {
    const message =
      'Currently, desiredSize equals minSize. Terminating instance without replacement will violate the min size constraint.';
    throw new Refusal('ValidationError', message);
  }
  if (decrement) group.desired -= 1;
  end(scaling, group, instance, 'An instance was taken out of service in response to a user request.');
  scaleSoon(scaling, group);
  return instance;
}

export function end(scaling: AutoScaling, group: AutoScalingGroup, instance: GroupInstance, cause: string): void {
  terminate(scaling, group, { instance, cause, settled: () => scaleSoon(scaling, group) });
}
