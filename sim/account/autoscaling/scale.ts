import type { Instant } from '../../../lib/core/time.ts';
import { isoTime, minuteMs, secondMs } from '../../../lib/core/time.ts';
import { Refusal } from '../refusal.ts';
import type { Actor } from '../trail.ts';
import { recordChange } from '../trail.ts';
import { emitActivity } from './events.ts';
import type { AutoScaling, AutoScalingGroup, GroupInstance } from './group.ts';
import { groupWith, isLeaving, paceOf } from './group.ts';
import { launch, terminate } from './lifecycle.ts';
import { returnToPool, takeFromPool } from './warm-pool.ts';
import { refusalIn, zonesByNeed } from './zones.ts';

/** Auto Scaling sees a change of the desired capacity after so long: a guess, with a switch. */
const reactionMs = [1 * secondMs, 10 * secondMs] as const;
/** It tries a refused launch again after so long: a guess, with the same switch. */
const retryMs = minuteMs;

/** SetDesiredCapacity. Throws a Refusal outside of the group's limits. */
export function setDesiredCapacity(scaling: AutoScaling, group: AutoScalingGroup, desired: number, by?: Actor): void {
  const limit = desired > group.max ? `above max value ${group.max}` : `below min value ${group.min}`;
  if (desired > group.max || desired < group.min) {
    const message = `New SetDesiredCapacity value ${desired} is ${limit} for the AutoScalingGroup.`;
    throw new Refusal('ValidationError', message);
  }
  recordChange(scaling.account, 'SetDesiredCapacity', group.arn, by);
  const before = group.desired;
  group.desired = desired;
  const moment = momentOf(scaling.account.agenda.now());
  group.wish = `At ${moment} a user request explicitly set group desired capacity changing the desired capacity from ${before} to ${desired}.  `;
  scaleSoon(scaling, group);
}

const momentOf = (at: Instant): string => `${isoTime(at).slice(0, 19)}Z`;

function scaleSoon(scaling: AutoScaling, group: AutoScalingGroup): void {
  const { agenda, random } = scaling.account;
  agenda.after(random.whole(...reactionMs) * paceOf(scaling.account), `${group.name} is scaled`, () =>
    scaleGroup(scaling, group),
  );
}

/** Launches or ends as many instances as it takes to be at the desired capacity. */
export function scaleGroup(scaling: AutoScaling, group: AutoScalingGroup): void {
  finishReplacements(scaling, group);
  const there = [...group.instances.values()].filter((instance) => !isLeaving(instance));
  const wanted = group.desired + group.replacing.size;
  for (let count = there.length; count < wanted; count += 1) if (launchOne(scaling, group) === undefined) return;
  const over = scaleInOrder(there, there.length - wanted);
  const moment = momentOf(scaling.account.agenda.now());
  const shrinks = `shrinking the capacity from ${there.length} to ${wanted}`;
  const cause = `${group.wish ?? ''}At ${moment} an instance was taken out of service in response to a difference between desired and actual capacity, ${shrinks}.`;
  if (over.length > 0) delete group.wish;
  for (const instance of over)
    if (group.reuses) returnToPool(scaling, group, instance);
    else end(scaling, group, instance, cause);
}

/** Ends what has been replaced; forgets what can be no more. */
function finishReplacements(scaling: AutoScaling, group: AutoScalingGroup): void {
  for (const [old, next] of group.replacing) {
    const waits = !isLeaving(old) && !isLeaving(next) && next.state !== 'InService';
    if (waits) continue;
    group.replacing.delete(old);
    if (next.state === 'InService') {
      end(scaling, group, old, 'An instance was taken out of service because another has taken its place.');
    }
  }
}

/** Launches another instance first, and ends this one when that is in service. Says whether EC2 had one. */
export function replaceInstance(scaling: AutoScaling, group: AutoScalingGroup, old: GroupInstance): boolean {
  if (isLeaving(old) || group.replacing.has(old)) return false;
  const next = launchOne(scaling, group);
  if (next !== undefined) group.replacing.set(old, next);
  return next !== undefined;
}

/** Into the zone with the fewest that has one to give; undefined: EC2 had none. */
function launchOne(scaling: AutoScaling, group: AutoScalingGroup): GroupInstance | undefined {
  const { account } = scaling;
  const cause = `An instance was started in response to a difference between desired and actual capacity, increasing the capacity to ${group.desired}.`;
  const settled = (): void => scaleSoon(scaling, group);
  const warmed = takeFromPool(scaling, group, { cause, settled });
  if (warmed !== undefined) return warmed;
  for (const zone of zonesByNeed(account, group)) {
    const message = refusalIn(account, group, zone);
    if (message === undefined) return launch(scaling, group, { zone, cause, settled });
    const about = { what: 'Launch', successful: false, id: '', zone, startedAt: account.agenda.now() } as const;
    emitActivity(account, group, { ...about, cause, message });
    if (group.refusedBecause !== undefined) break;
  }
  retryLater(scaling, group);
  return undefined;
}

function retryLater(scaling: AutoScaling, group: AutoScalingGroup): void {
  const { agenda } = scaling.account;
  agenda.cancel(group.retry);
  group.retry = agenda.after(retryMs * paceOf(scaling.account), `${group.name} tries to launch again`, () =>
    scaleGroup(scaling, group),
  );
}

/** Default termination policy, simplified: the zone with the most, then the oldest. Protected ones stay. */
function scaleInOrder(there: readonly GroupInstance[], most: number): GroupInstance[] {
  const left = there.filter(({ isProtected }) => !isProtected);
  const order: GroupInstance[] = [];
  while (left.length > 0 && order.length < most) {
    const inZone = Map.groupBy(left, ({ zone }) => zone);
    const crowd = ({ zone }: GroupInstance): number => inZone.get(zone)?.length ?? 0;
    const next = left.reduce((best, each) =>
      (crowd(best) - crowd(each) || each.launchedAt - best.launchedAt) < 0 ? each : best,
    );
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
  const group = groupWith(id, scaling);
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
  const moment = momentOf(scaling.account.agenda.now());
  end(scaling, group, instance, `At ${moment} an instance was taken out of service in response to a user request.`);
  scaleSoon(scaling, group);
  return instance;
}

/** Takes an instance out; the group is brought back to its size when it is gone. */
export function end(scaling: AutoScaling, group: AutoScalingGroup, instance: GroupInstance, cause: string): void {
  terminate(scaling, group, { instance, cause, settled: () => scaleSoon(scaling, group) });
}
