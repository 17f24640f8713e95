import { secondMs } from '../../../lib/core/time.ts';
import { powerOff, powerOn } from '../instances.ts';
import { noticeInstance } from '../services/scheduler.ts';
import { emitActivity, emitInstanceState } from './events.ts';
import type { AutoScaling, AutoScalingGroup, GroupInstance } from './group.ts';
import { isLeaving, paceOf } from './group.ts';
import { beginHooks, dropHooks } from './hooks.ts';
import type { Settled } from './lifecycle.ts';

/** How long EC2 takes to stop an instance, and to start it again: guesses, with the switch of all of EC2's times. */
const ec2Ms = { stops: [20 * secondMs, 50 * secondMs], starts: [15 * secondMs, 40 * secondMs] } as const;

/**
 * A scale-in returns an instance to the warm pool: the hooks of a termination first, with Destination WarmPool, then it is
 * stopped (ec2-auto-scaling-warm-pools, "Instance reuse policy"). It stays registered in ECS, as it was.
 */
export function returnToPool(scaling: AutoScaling, group: AutoScalingGroup, instance: GroupInstance): void {
  if (isLeaving(instance)) return;
  dropHooks(scaling, instance);
  instance.state = 'Terminating:Wait';
  beginHooks(scaling, group, instance, {
    transition: 'autoscaling:EC2_INSTANCE_TERMINATING',
    destination: 'WarmPool',
    proceed: () => {
      if (instance.ec2State === 'shutting-down' || instance.ec2State === 'terminated') {
        group.instances.delete(instance.id);
        return;
      }
      if (instance.ec2State !== 'running') {
        // Somebody has stopped it meanwhile: it is as the pool wants it. A guess.
        instance.state = 'Warmed:Stopped';
        return;
      }
      instance.state = 'Warmed:Pending';
      stop(scaling, instance, () => {
        instance.state = 'Warmed:Stopped';
      });
    },
  });
}

/** EC2 stops an instance, and its host in ECS with it. */
export function stop({ account }: AutoScaling, instance: GroupInstance, then: () => void): void {
  instance.ec2State = 'stopping';
  emitInstanceState(account, instance);
  if (instance.host !== undefined) powerOff(account, instance.host);
  account.agenda.after(account.random.whole(...ec2Ms.stops) * paceOf(account), `${instance.id} is stopped`, () => {
    if (instance.ec2State !== 'stopping') return;
    instance.ec2State = 'stopped';
    emitInstanceState(account, instance);
    then();
  });
}

/** EC2 starts a stopped instance; its agent is back with the registration it had. */
export function start({ account }: AutoScaling, instance: GroupInstance, then: () => void): void {
  instance.ec2State = 'pending';
  emitInstanceState(account, instance);
  account.agenda.after(account.random.whole(...ec2Ms.starts) * paceOf(account), `${instance.id} runs again`, () => {
    if (instance.ec2State !== 'pending') return;
    instance.ec2State = 'running';
    emitInstanceState(account, instance);
    const { host } = instance;
    if (host !== undefined) {
      powerOn(account, host);
      noticeInstance(account, host);
    }
    then();
  });
}

/** One of the pool in place of a launch; undefined: there is none. The hooks of a launch run for it, too. */
export function takeFromPool(
  scaling: AutoScaling,
  group: AutoScalingGroup,
  { cause, settled }: { readonly cause: string; readonly settled: Settled },
): GroupInstance | undefined {
  const instance = [...group.instances.values()].find(({ state }) => state === 'Warmed:Stopped');
  if (instance === undefined) return undefined;
  const startedAt = scaling.account.agenda.now();
  instance.state = 'Pending';
  start(scaling, instance, () => {
    instance.state = 'Pending:Wait';
    beginHooks(scaling, group, instance, {
      transition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
      proceed: () => {
        instance.state = 'InService';
        const { id, zone } = instance;
        emitActivity(scaling.account, group, { what: 'Launch', successful: true, id, zone, startedAt, cause });
        settled();
      },
    });
  });
  return instance;
}
