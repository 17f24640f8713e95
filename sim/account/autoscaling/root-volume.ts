import { secondMs } from '../../../lib/core/time.ts';
import { powerOff, powerOn } from '../instances.ts';
import { noticeInstance } from '../services/scheduler.ts';
import type { AutoScaling, AutoScalingGroup, GroupInstance } from './group.ts';
import { isLeaving, paceOf } from './group.ts';
import { beginHooks } from './hooks.ts';
import { register } from './lifecycle.ts';

/** How long an instance is away while its root volume is replaced: a guess. */
const awayMs = [30 * secondMs, 90 * secondMs] as const;

/**
 * An instance refresh that replaces the root volume: the hooks of a termination run at `ReplacingRootVolume:Wait`, and the
 * instance comes back (others have published it; the user guide does not say). `forgets`: the agent kept its state on that
 * volume, and registers once more, under another ARN; the registration of before stays without its agent.
 */
export function replaceRootVolume(
  scaling: AutoScaling,
  group: AutoScalingGroup,
  { instance, forgets }: { readonly instance: GroupInstance; readonly forgets: boolean },
): void {
  const { account } = scaling;
  if (isLeaving(instance) || instance.state !== 'InService') return;
  instance.state = 'ReplacingRootVolume:Wait';
  beginHooks(scaling, group, instance, {
    transition: 'autoscaling:EC2_INSTANCE_TERMINATING',
    destination: 'AutoScalingGroup',
    proceed: () => {
      if (instance.state !== 'ReplacingRootVolume:Wait') return;
      instance.state = 'ReplacingRootVolume:Proceed';
      const { host } = instance;
      if (host !== undefined) powerOff(account, host);
      account.agenda.after(
        account.random.whole(...awayMs) * paceOf(account),
        `${instance.id} has its new volume`,
        () => {
          if (instance.state !== 'ReplacingRootVolume:Proceed' || instance.ec2State !== 'running') return;
          instance.state = 'RootVolumeReplaced';
          comeBack(scaling, group, { instance, forgets });
        },
      );
    },
  });
}

function comeBack(
  scaling: AutoScaling,
  group: AutoScalingGroup,
  { instance, forgets }: { readonly instance: GroupInstance; readonly forgets: boolean },
): void {
  const { account } = scaling;
  if (forgets) register(scaling, group, instance);
  else if (instance.host !== undefined) {
    powerOn(account, instance.host);
    noticeInstance(account, instance.host);
  }
  account.agenda.after(secondMs, `${instance.id} is in service again`, () => {
    if (instance.state === 'RootVolumeReplaced') instance.state = 'InService';
  });
}
