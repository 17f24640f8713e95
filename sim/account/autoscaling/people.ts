import { killEc2Instance } from '../ec2-instance.ts';
import { loseInstance } from '../instances.ts';
import type { AutoScaling, AutoScalingGroup, GroupInstance } from './group.ts';
import { isLeaving } from './group.ts';
import { dropHooks } from './hooks.ts';
import { shutDown } from './lifecycle.ts';
import { scaleGroup } from './scale.ts';
import { start, stop } from './warm-pool.ts';

/** TerminateInstances: EC2 ends it at once, whatever Auto Scaling waits for; its group learns of it afterwards. */
export function terminateByHand({ account }: AutoScaling, { id, host }: GroupInstance): void {
  if (host === undefined) killEc2Instance(account, id);
  else loseInstance(account, host);
}

/** StopInstances. Its group takes it for dead and replaces it. */
export function stopByHand(scaling: AutoScaling, instance: GroupInstance): void {
  if (instance.ec2State !== 'running') return;
  stop(scaling, instance, () => {
    for (const listen of scaling.account.deathListeners) listen(instance);
  });
}

/** StopInstances and StartInstances, before its group has noticed. */
export function restartByHand(scaling: AutoScaling, instance: GroupInstance): void {
  if (instance.ec2State !== 'running') return;
  stop(scaling, instance, () => start(scaling, instance, () => {}));
}

/** DetachInstances: it lives on, without its group. Only an instance in service can be detached; no hooks run. */
export function detachInstance(scaling: AutoScaling, group: AutoScalingGroup, instance: GroupInstance): void {
  if (instance.state !== 'InService') return;
  group.instances.delete(instance.id);
  group.replacing.delete(instance);
  scaleGroup(scaling, group);
}

/** DeleteAutoScalingGroup with ForceDelete: everything is ended, without any hook. */
export function deleteGroup(scaling: AutoScaling, group: AutoScalingGroup): void {
  group.desired = 0;
  group.min = 0;
  for (const instance of group.instances.values()) {
    dropHooks(scaling, instance);
    if (!isLeaving(instance)) instance.state = 'Terminating';
    shutDown(scaling, instance, () => {
      group.instances.delete(instance.id);
      if (group.instances.size === 0) scaling.groups.delete(group.name);
    });
  }
}
