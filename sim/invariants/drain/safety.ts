import type { Instant } from '../../../lib/core/time.ts';
import { minuteMs, secondMs } from '../../../lib/core/time.ts';
import type { GroupInstance, LifecycleAction } from '../../account/autoscaling/group.ts';
import { groupWith } from '../../account/autoscaling/group.ts';
import { managedDrainingHook } from '../../account/autoscaling/managed-draining.ts';
import type { ContainerInstance } from '../../account/model.ts';
import type { DrainSetting } from '../../scenario/plan.ts';
import type { Called, Invariant, Seen } from '../invariant.ts';
import type { DrainLedger } from './ledger.ts';
import { endOf, globalMs, heldBy, hostsOf, isOwn, settingOf } from './ledger.ts';

/** Clocks are two seconds off, and events are told in whole seconds. */
const inexactMs = 5 * secondMs;

/** A Spot instance goes two minutes after its warning; who completes shortly before keeps nobody from anything. */
const [spotMs, spotMarginMs] = [2 * minuteMs, 10 * secondMs];

/** Before an end nobody can put off. */
const globalMarginMs = 30 * secondMs;

/** What was found empty is let go within a minute; meanwhile nobody can place anything there, unless it is set ACTIVE. */
const openAgainMs = 75 * secondMs;

type Completion = {
  readonly instance: GroupInstance;
  readonly action: LifecycleAction;
  readonly setting: DrainSetting | undefined;
};

/** The action a call is about; undefined: there is none any more. */
function completionOf({ operation, input }: Called, { simulation, drains }: Seen): Completion | undefined {
  if (operation !== 'AutoScaling.CompleteLifecycleAction' && operation !== 'AutoScaling.RecordLifecycleActionHeartbeat')
    return undefined;
  const { account } = simulation;
  const group = account.groups.get(String(input['AutoScalingGroupName']));
  const instance = group?.instances.get(String(input['InstanceId']));
  const action = instance?.actions.get(String(input['LifecycleHookName']));
  if (group === undefined || instance === undefined || action === undefined) return undefined;
  return { instance, action, setting: settingOf(account, drains, { id: instance.id, group: group.name }) };
}

const letGoEmpty: Invariant = {
  name: 'no instance is let go with a task that runs',
  called: (call, seen) => {
    if (call.operation !== 'AutoScaling.CompleteLifecycleAction') return undefined;
    const completion = completionOf(call, seen);
    if (completion === undefined || isExcused(completion, seen)) return undefined;
    const { instance, action } = completion;
    const left = heldBy(seen.simulation.account, instance.id);
    if (left.length === 0) return undefined;
    const tasks = left.map(({ id, lastStatus, group }) => `${group} ${id.slice(0, 8)} ${lastStatus}`);
    return `${instance.id} was let go (${action.hook.name}) with ${tasks.join(', ')}`;
  },
};

/** Its end has come: the policy's, Auto Scaling's, EC2's, or a person's word. */
function isExcused({ instance, action, setting }: Completion, { simulation, drains, hindrances }: Seen): boolean {
  const now = simulation.agenda.now();
  const { id } = instance;
  const hosts = hostsOf(simulation.account, id);
  if (instance.ec2State !== 'running' || hosts.some(({ lostAt, off }) => lostAt !== undefined || off)) return true;
  if (setting === undefined) return false;
  const ends: Instant[] = [
    endOf({ action, startedAt: firstStart(id, action, { drains, hindrances }) }, setting),
    action.startedAt + globalMs(action) - globalMarginMs,
    ...(setting.managedCapMinutes === undefined || isOwn(action)
      ? []
      : [action.startedAt + setting.managedCapMinutes * minuteMs]),
    (drains.warnedAt.get(id) ?? Infinity) + spotMs - spotMarginMs,
    ...drains.acts.filter(({ instance: its, did }) => its === id && did === 'forced').map(({ at }) => at),
  ];
  const isOpened = drains.acts.some(
    (each) => each.instance === id && each.did === 'ACTIVE' && now - each.at < openAgainMs,
  );
  return (
    isOpened || now + inexactMs >= Math.min(...ends) || isForsaken(id, { drains, setting, now, registered: hosts })
  );
}

/** That an action is a second one on the same hook is told by its event alone. */
function firstStart(
  id: string,
  action: LifecycleAction,
  { drains, hindrances }: Pick<Seen, 'drains' | 'hindrances'>,
): Instant {
  const isTold = !hindrances.has('events-lost') && !hindrances.has('events-stopped');
  const its = drains.own.filter((each) => each.instance.id === id && each.action.hook.name === action.hook.name);
  return isTold ? action.startedAt : Math.min(action.startedAt, ...its.map(({ startedAt }) => startedAt));
}

type Forsaking = {
  readonly drains: DrainLedger;
  readonly setting: DrainSetting;
  readonly now: Instant;
  readonly registered: readonly ContainerInstance[];
};

/** Nobody could stop anything there for as long as the policy is patient. */
function isForsaken(id: string, { drains, setting, now, registered }: Forsaking): boolean {
  const patienceMs = setting.agentPatienceMinutes * minuteMs - 2 * inexactMs;
  const isAway = registered.some(({ arn }) => now - (drains.awaySince.get(arn) ?? Infinity) >= patienceMs);
  if (isAway) return true;
  return drains.away.some(
    ({ instance, from, to }) => instance === id && to - from >= patienceMs && now - to < 10 * minuteMs,
  );
}

const onlyOwn: Invariant = {
  name: 'only hooks of ours are touched, and with CONTINUE',
  called: (call, seen) => {
    const { operation, input } = call;
    if (operation === 'AutoScaling.CompleteLifecycleAction' && input['LifecycleActionResult'] !== 'CONTINUE')
      return `${String(input['LifecycleHookName'])} was completed with ${String(input['LifecycleActionResult'])}`;
    const completion = completionOf(call, seen);
    if (completion === undefined || isOwn(completion.action)) return undefined;
    const { action, setting, instance } = completion;
    const now = seen.simulation.agenda.now();
    const capMs = (setting?.managedCapMinutes ?? Infinity) * minuteMs;
    const isCapped =
      action.hook.name.startsWith('ecs-managed') &&
      operation.endsWith('CompleteLifecycleAction') &&
      now + inexactMs >= action.startedAt + capMs;
    const isForced = seen.drains.acts.some((each) => each.instance === instance.id && each.did === 'forced');
    const isManaged = action.hook.name.startsWith('ecs-managed') && isForced;
    return isCapped || isManaged ? undefined : `${operation} of ${action.hook.name}, which is not ours`;
  },
};

type Update = { readonly containerInstances?: readonly string[]; readonly status?: string };

/** Whoever dies, or has no answer, cannot know that it was DRAINING before. */
const forgetful = ['function-dies', 'answers-lost', 'store-refuses'] as const;

/**
 * ECS drained it while we were about to, and whoever was to do it died or had no answer: when it is in service again, what
 * one of us has done is undone.
 */
function mayBeTakenForOurs(host: ContainerInstance | undefined, { drains, hindrances, simulation }: Seen): boolean {
  const id = host?.ec2InstanceId ?? '';
  const isByHand = drains.acts.some(({ instance, did }) => instance === id && did === 'DRAINING');
  const isManaged = groupWith(id, simulation.account)?.hooks.has(managedDrainingHook.name) === true;
  return isManaged && !isByHand && forgetful.some((name) => hindrances.has(name));
}

const notUndone: Invariant = {
  name: 'only what we drained is set ACTIVE again',
  called: ({ operation, input }, seen) => {
    const { simulation, drains } = seen;
    if (operation !== 'ECS.UpdateContainerInstancesState') return undefined;
    const { containerInstances = [], status } = input as Update;
    const now = simulation.agenda.now();
    for (const arn of containerInstances) {
      const host = simulation.account.instances.get(arn);
      const isOurs = drains.drainedByUs.has(arn) || mayBeTakenForOurs(host, seen);
      if (status === 'ACTIVE' && host?.status === 'DRAINING' && !isOurs)
        return `${host.ec2InstanceId} was set ACTIVE, and we had not drained it`;
      // Of two who set it at the same moment, no answer says who was first.
      if (status === 'DRAINING' && !drains.drainedByUs.has(arn)) drains.drainedByUs.set(arn, now);
      if (status === 'ACTIVE') drains.drainedByUs.delete(arn);
    }
    return undefined;
  },
};

/** Who set it ACTIVE while it was to go wants it so; what begins anew afterwards is another matter. */
const notRedone: Invariant = {
  name: 'what a person set ACTIVE is not drained once more',
  called: ({ operation, input }, seen) => {
    const { containerInstances = [], status } = input as Update;
    if (operation !== 'ECS.UpdateContainerInstancesState' || status !== 'DRAINING') return undefined;
    if (forgetful.some((name) => seen.hindrances.has(name))) return undefined;
    const redone = containerInstances.find((arn) => isRedone(arn, seen));
    const host = redone === undefined ? undefined : seen.simulation.account.instances.get(redone);
    return host === undefined ? undefined : `${host.ec2InstanceId} was drained again after a person had set it ACTIVE`;
  },
};

function isRedone(arn: string, { simulation, drains }: Seen): boolean {
  const host = simulation.account.instances.get(arn);
  const before = drains.acts.findLast(({ instance, did }) => instance === host?.ec2InstanceId && did === 'ACTIVE');
  const action = drains.own.findLast(({ instance }) => instance.id === host?.ec2InstanceId);
  if (host?.status !== 'ACTIVE' || before === undefined || action === undefined || action.endedAt !== undefined)
    return false;
  const since = drains.acts.filter(({ instance, at }) => instance === host.ec2InstanceId && at > before.at);
  const orderedAt = drains.drainedByUs.get(arn) ?? Infinity;
  return action.startedAt < before.at && since.length === 0 && orderedAt < before.at;
}

export const safetyInvariants = (): readonly Invariant[] => [letGoEmpty, onlyOwn, notUndone, notRedone];
