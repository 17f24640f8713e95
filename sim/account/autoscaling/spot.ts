import { minuteMs } from '../../../lib/core/time.ts';
import { setInstanceStatus } from '../instances.ts';
import { noticeInstance } from '../services/scheduler.ts';
import { emitRebalance, emitSpotWarning } from './events.ts';
import type { AutoScaling, AutoScalingGroup, GroupInstance } from './group.ts';
import { isLeaving } from './group.ts';
import { shutDown } from './lifecycle.ts';
import { end, replaceInstance, scaleGroup } from './scale.ts';

/** spot-instance-termination-notices: two minutes, best effort. */
const noticeMs = 2 * minuteMs;

/**
 * EC2 takes a Spot instance back: a warning, and two minutes later it is gone, whatever hooks wait for. Auto Scaling
 * learns of it then, begins its hooks all the same and launches another. It is warned of once.
 */
export function interruptInstance(scaling: AutoScaling, group: AutoScalingGroup, instance: GroupInstance): void {
  if (instance.isTakenBack === true) return;
  instance.isTakenBack = true;
  emitSpotWarning(scaling.account, instance, 'terminate');
  if (group.drainsAtWarning) drain(scaling, instance);
  scaling.account.agenda.after(noticeMs, `${instance.id} is taken back`, () => {
    shutDown(scaling, instance, () => undefined);
    const cause = 'An instance was taken out of service in response to an EC2 instance status check failure.';
    end(scaling, group, instance, cause);
    scaleGroup(scaling, group);
  });
}

/** By the agent, which hears the warning from the instance's metadata (spot-instance-draining-linux-container). */
function drain({ account }: AutoScaling, { host }: GroupInstance): void {
  if (host?.status !== 'ACTIVE' || !host.agentConnected) return;
  setInstanceStatus(account, host, 'DRAINING');
  noticeInstance(account, host);
}

/** With Capacity Rebalancing a replacement is launched first, and the instance ends when that is in service. */
export function recommendRebalance(scaling: AutoScaling, group: AutoScalingGroup, instance: GroupInstance): void {
  emitRebalance(scaling.account, instance);
  if (!group.rebalances || isLeaving(instance)) return;
  replaceInstance(scaling, group, instance);
}
