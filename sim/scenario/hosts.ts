import { secondMs } from '../../lib/core/time.ts';
import type { AutoScalingGroup, LifecycleHook, Machine } from '../account/autoscaling/group.ts';
import { addGroup } from '../account/autoscaling/group.ts';
import { completeAction } from '../account/autoscaling/hooks.ts';
import { stand } from '../account/autoscaling/lifecycle.ts';
import { managedDrainingHook } from '../account/autoscaling/managed-draining.ts';
import { runManagedScaling } from '../account/autoscaling/managed-scaling.ts';
import { ecsArn, ensureCluster } from '../account/identities.ts';
import { joinInstance } from '../account/services/join.ts';
import type { GroupPlan, HookPlan, HostPlan } from './plan.ts';
import type { Stage } from './stage.ts';

/** CPU units and MiB as instances of the type register them, and network interfaces for tasks: all but the first (container-instance-eni). */
const sizes: Readonly<Record<HostPlan['instanceType'], Omit<Machine, 'instanceType' | 'bootMs'>>> = {
  'm5.large': { cpu: 2048, memoryMiB: 7680, networkInterfaces: 2 },
  'c5.xlarge': { cpu: 4096, memoryMiB: 7680, networkInterfaces: 3 },
};

const bootMs = [40 * secondMs, 90 * secondMs] as const;

/** The hosts of a plan: there when it returns, from a group or by themselves. */
export function raiseHosts(stage: Stage, host: HostPlan): void {
  if (host.group !== undefined) raiseGroup(stage, host, host.group);
  else for (let at = 0; at < host.count; at += 1) addHost(stage, host, at);
}

/** Registers an instance of no group. */
export function addHost(
  { account }: Stage,
  { cluster, instanceType }: Pick<HostPlan, 'cluster' | 'instanceType'>,
  at: number,
): void {
  const zones = account.zones.filter((zone) => !account.weather.zonesDown.has(zone));
  const zone = zones[at % zones.length];
  if (zone === undefined) return;
  joinInstance(account, { cluster: ensureCluster(account, cluster), instanceType, zone, ...sizes[instanceType] });
}

function raiseGroup(stage: Stage, host: HostPlan, plan: GroupPlan): void {
  const { account, scaling } = stage;
  const { name, provider, hook, ownHooks = [], least: min, most: max, spot, rebalances, drainsAtWarning } = plan;
  const cluster = ensureCluster(account, host.cluster);
  if (provider !== undefined) {
    const arn = ecsArn(account, `capacity-provider/${name}`);
    cluster.capacityProviders.set(name, { arn, name, autoScalingGroup: name, ...provider });
  }
  const group = addGroup(scaling, {
    name,
    desired: host.count,
    min,
    max,
    cluster,
    ...(provider !== undefined && { capacityProvider: name }),
    machine: { instanceType: host.instanceType, ...sizes[host.instanceType], bootMs },
    spot,
    rebalances,
    drainsAtWarning,
    reuses: plan.reuses === true,
    retains: plan.retains === true,
    protectsNewInstances: provider?.managedTerminationProtection === true,
    hooks: [
      ...(provider?.managedDraining === true ? [managedDrainingHook] : []),
      ...(hook === undefined ? [] : [hookOf(name, hook)]),
      ...ownHooks.map((own) => ({ transition: 'autoscaling:EC2_INSTANCE_TERMINATING' as const, ...own })),
    ],
  });
  for (let at = 0; at < host.count; at += 1) stand(scaling, group, group.zones[at % group.zones.length] ?? '');
  if (hook?.answeredAfterS !== undefined) answerHook(stage, group, hookOf(name, hook), hook.answeredAfterS * secondMs);
  runManagedScaling(scaling, group);
}

/** Nobody's answer ends a termination, and a launch as failed: the defaults people choose. */
function hookOf(group: string, { transition, heartbeatTimeoutS }: HookPlan): LifecycleHook {
  const launching = transition === 'autoscaling:EC2_INSTANCE_LAUNCHING';
  return {
    name: `${group}-${launching ? 'ready' : 'backup'}`,
    transition,
    heartbeatTimeoutS,
    defaultResult: launching ? 'ABANDON' : 'CONTINUE',
  };
}

/** The team's own function, which does its work and completes the action. */
function answerHook({ account, scaling }: Stage, group: AutoScalingGroup, hook: LifecycleHook, afterMs: number): void {
  scaling.actionListeners.push(({ group: its, instance, action }) => {
    if (its !== group || action.hook.name !== hook.name) return;
    account.agenda.after(afterMs, `${hook.name} of ${instance.id} is answered`, () => {
      if (instance.actions.get(hook.name) !== action) return;
      completeAction(scaling, { group: group.name, hook: hook.name, token: action.token }, 'CONTINUE');
    });
  });
}
