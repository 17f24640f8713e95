import { minuteMs } from '../../../lib/core/time.ts';
import { emitRebalance, emitSpotWarning } from './events.ts';
import type { AutoScaling, AutoScalingGroup, GroupInstance } from './group.ts';
import { isLeaving } from './group.ts';
import { shutDown } from './lifecycle.ts';
import { end, launchOne, scaleGroup } from './scale.ts';

/** spot-instance-termination-notices: two minutes, best effort. */
const noticeMs = 2 * minuteMs;

/**
 * EC2 takes a Spot instance back: a warning, and two minutes later it is gone, whatever hooks wait for. Auto Scaling
 * learns of it then, begins its hooks all the same and launches another.
 */
export function interruptInstance(scaling: AutoScaling, group: AutoScalingGroup, instance: GroupInstance): void {
  emitSpotWarning(scaling.account, instance, 'terminate');
  scaling.account.agenda.after(noticeMs, `${instance.id} is taken back`, () => {
    shutDown(scaling, instance, () => undefined);
    const cause = 'An instance was taken out of service in response to an EC2 instance status check failure.';
    end(scaling, group, instance, cause);
    scaleGroup(scaling, group);
  });
}

/** With Capacity Rebalancing a replacement is launched first, and the instance ends when that is in service. */
export function recommendRebalance(scaling: AutoScaling, group: AutoScalingGroup, instance: GroupInstance): void {
  const { account } = scaling;
  emitRebalance(account, instance);
  if (!group.rebalances || isLeaving(instance)) return;
  const before = new Set(group.instances.keys());
  if (!launchOne(scaling, group)) return;
  const replacement = [...group.instances.values()].find(({ id }) => !before.has(id));
  const watch = (): void => {
    if (replacement === undefined || isLeaving(replacement) || isLeaving(instance)) return;
    if (replacement.state === 'InService') {
      end(scaling, group, instance, 'An instance was taken out of service in response to a rebalance recommendation.');
      return;
    }
    account.agenda.after(minuteMs, `replacement of ${instance.id} is awaited`, watch);
  };
  account.agenda.after(minuteMs, `replacement of ${instance.id} is awaited`, watch);
}
