import { dayMs, secondMs } from '../../../lib/core/time.ts';
import { forgetEc2Instance } from '../ec2-instance.ts';
import { loseInstance } from '../instances.ts';
import { joinInstance } from '../services/join.ts';
import { emitActivity, emitInstanceState } from './events.ts';
import type { AutoScaling, AutoScalingGroup, GroupInstance } from './group.ts';
import { isLeaving, paceOf } from './group.ts';
import { beginHooks, dropHooks } from './hooks.ts';

/** EC2's own steps: guesses, with a switch. */
const ec2Ms = { running: [8 * secondMs, 20 * secondMs], terminated: [15 * secondMs, 45 * secondMs] } as const;

/** Called when an instance came into service or left, so that the group is kept at its size. */
export type Settled = () => void;

/** Launches one instance; it registers in ECS when it has booted, whether or not its hooks are done. */
export function launch(
  scaling: AutoScaling,
  group: AutoScalingGroup,
  { zone, cause, settled }: { readonly zone: string; readonly cause: string; readonly settled: Settled },
): GroupInstance {
  const { agenda, random } = scaling.account;
  const instance = addInstance(scaling, group, { zone, launchedAt: agenda.now(), state: 'Pending' });
  emitInstanceState(scaling.account, instance);
  agenda.after(random.whole(...ec2Ms.running) * paceOf(scaling.account), `${instance.id} runs`, () =>
    begin(scaling, group, { instance, cause, settled }),
  );
  return instance;
}

/** One that has been in service since yesterday, and is registered. */
export function stand(scaling: AutoScaling, group: AutoScalingGroup, zone: string): GroupInstance {
  const launchedAt = scaling.account.agenda.now() - dayMs;
  const instance = addInstance(scaling, group, { zone, launchedAt, state: 'InService' });
  instance.ec2State = 'running';
  register(scaling, group, instance);
  return instance;
}

function addInstance(
  { account }: AutoScaling,
  group: AutoScalingGroup,
  known: Pick<GroupInstance, 'zone' | 'launchedAt' | 'state'>,
): GroupInstance {
  const instance: GroupInstance = {
    ...known,
    id: `i-0${account.random.hex(16)}`,
    instanceType: group.machine.instanceType,
    spot: group.spot,
    ec2State: 'pending',
    isProtected: group.protectsNewInstances,
    template: group.template,
    actions: new Map(),
  };
  group.instances.set(instance.id, instance);
  account.ec2.set(instance.id, instance);
  return instance;
}

type Begun = { readonly instance: GroupInstance; readonly cause: string; readonly settled: Settled };

function begin(scaling: AutoScaling, group: AutoScalingGroup, { instance, cause, settled }: Begun): void {
  const { account } = scaling;
  if (isLeaving(instance) || instance.ec2State !== 'pending') return;
  instance.ec2State = 'running';
  emitInstanceState(account, instance);
  account.agenda.after(account.random.whole(...group.machine.bootMs), `${instance.id} has booted`, () =>
    register(scaling, group, instance),
  );
  instance.state = 'Pending:Wait';
  beginHooks(scaling, group, instance, {
    transition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
    proceed: (result) => {
      if (result === 'ABANDON') {
        terminate(scaling, group, { instance, cause: 'At its launch a lifecycle action was abandoned.', settled });
        return;
      }
      instance.state = 'InService';
      const { id, zone, launchedAt: startedAt } = instance;
      emitActivity(account, group, { what: 'Launch', successful: true, id, zone, startedAt, cause });
      settled();
    },
  });
}

export function register({ account }: AutoScaling, group: AutoScalingGroup, instance: GroupInstance): void {
  const { cluster, machine, capacityProvider } = group;
  if (cluster === undefined || instance.ec2State !== 'running') return;
  const { instanceType, cpu, memoryMiB, networkInterfaces } = machine;
  instance.host = joinInstance(account, {
    cluster,
    instanceType,
    zone: instance.zone,
    ec2InstanceId: instance.id,
    ...(capacityProvider !== undefined && { capacityProvider }),
    cpu,
    memoryMiB,
    networkInterfaces,
    attributes: { 'ecs.ami-id': instance.template.ami },
    agentVersion: instance.template.agentVersion,
  });
}

/** Takes an instance out: its hooks first, then its end. Does nothing for one that is on its way out, but ends a retained one. */
export function terminate(scaling: AutoScaling, group: AutoScalingGroup, { instance, cause, settled }: Begun): void {
  const isRetained = instance.state === 'Terminating:Retained';
  if (isLeaving(instance) && !isRetained) return;
  dropHooks(scaling, instance);
  const startedAt = scaling.account.agenda.now();
  const go = (): void => {
    instance.state = 'Terminating:Proceed';
    shutDown(scaling, instance, () => {
      instance.state = 'Terminated';
      const { id, zone } = instance;
      emitActivity(scaling.account, group, { what: 'Terminate', successful: true, id, zone, startedAt, cause });
      group.instances.delete(id);
      settled();
    });
  };
  if (isRetained) {
    go();
    return;
  }
  instance.state = 'Terminating:Wait';
  instance.leaves = { at: startedAt, cause };
  beginHooks(scaling, group, instance, {
    transition: 'autoscaling:EC2_INSTANCE_TERMINATING',
    // ABANDON and CONTINUE both end it (lifecycle-hooks), unless the abandoned are kept (API_RetentionTriggers).
    proceed: (result) => {
      if (result === 'ABANDON' && group.retains) instance.state = 'Terminating:Retained';
      else go();
    },
  });
}

/** EC2 ends the instance, whatever Auto Scaling and ECS wait for. */
export function shutDown({ account }: AutoScaling, instance: GroupInstance, then: () => void): void {
  if (instance.ec2State === 'shutting-down' || instance.ec2State === 'terminated') {
    then();
    return;
  }
  instance.ec2State = 'shutting-down';
  emitInstanceState(account, instance);
  const { host } = instance;
  if (host !== undefined) loseInstance(account, host);
  const waitMs = account.random.whole(...ec2Ms.terminated) * paceOf(account);
  account.agenda.after(waitMs, `${instance.id} is terminated`, () => {
    instance.ec2State = 'terminated';
    emitInstanceState(account, instance);
    forgetEc2Instance(account, instance);
    then();
  });
}
