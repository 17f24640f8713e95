import type { Instant } from '../../../lib/core/time.ts';
import { hourMs, minuteMs } from '../../../lib/core/time.ts';
import type { AutoScalingGroup, GroupInstance } from '../../account/autoscaling/group.ts';
import type { DrainSetting } from '../../scenario/plan.ts';
import type { Called, Invariant, Seen } from '../invariant.ts';
import { freeSince } from './liveness.ts';
import { isForced, mayAct, settingOf } from './ledger.ts';

/** Reads, claims and orders take their time: a group that was so large lately counts as it was. */
const latelyMs = 3 * minuteMs;

/** Words come late, and a hook lasts. */
const leavingMs = 10 * minuteMs;

type Member = { readonly group: AutoScalingGroup; readonly instance: GroupInstance };

function memberOf({ simulation }: Seen, id: string): Member | undefined {
  for (const group of simulation.account.groups.values()) {
    const instance = group.instances.get(id);
    if (instance !== undefined) return { group, instance };
  }
  return undefined;
}

/** Nobody but people and Watchkeeper has decided on it, and it need not go at once. */
function canWait(member: Member, setting: DrainSetting, { drains, simulation }: Seen): boolean {
  const now = simulation.agenda.now();
  const { id, state, actions } = member.instance;
  const isUrgent = drains.acts.some(
    (act) =>
      act.instance === id && act.startsAt !== undefined && now >= act.startsAt - setting.deadlineMinutes * minuteMs,
  );
  if (isUrgent || drains.warnedAt.has(id) || isForced(drains, id)) return false;
  return state === 'InService' && actions.size === 0 && !mayBeLeaving(member, { drains, now });
}

/** Its hook of ours is over, and of another's beside it nobody tells us: for a while it may still be on its way out. */
function mayBeLeaving(
  { group, instance }: Member,
  { drains, now }: { readonly drains: Seen['drains']; readonly now: Instant },
): boolean {
  const last = drains.own.findLast((each) => each.instance.id === instance.id);
  const hasOthers = [...group.hooks.values()].some(
    ({ name, transition }) => transition === last?.action.hook.transition && name !== last.action.hook.name,
  );
  return last !== undefined && hasOthers && now < (last.endedAt ?? now) + leavingMs;
}

/** The instances that an order sets DRAINING for a reason that can wait. */
function begunBy({ operation, input }: Called, seen: Seen): readonly (Member & { readonly setting: DrainSetting })[] {
  if (operation !== 'ECS.UpdateContainerInstancesState' || input['status'] !== 'DRAINING') return [];
  const arns = Array.isArray(input['containerInstances']) ? input['containerInstances'].map(String) : [];
  return arns.flatMap((arn) => {
    const host = seen.simulation.account.instances.get(arn);
    const member = host?.status === 'ACTIVE' ? memberOf(seen, host.ec2InstanceId) : undefined;
    if (host === undefined || member === undefined) return [];
    const setting = settingOf(seen.simulation.account, seen.drains, { id: host.ec2InstanceId });
    if (setting === undefined || !mayAct(setting, seen.drains) || !canWait(member, setting, seen)) return [];
    return [{ ...member, setting }];
  });
}

/** Defaults as documented: 10 %, and one in each zone. */
function allowedOf({ budget = '10%' }: DrainSetting, total: number): number {
  const amount = Number.parseInt(budget, 10);
  return budget.endsWith('%') ? Math.ceil((amount * total) / 100) : amount;
}

const isCounted = ({ state }: GroupInstance): boolean => state === 'InService' || state.startsWith('Terminating');

const isUp = ({ host, state, ec2State }: GroupInstance): boolean =>
  state === 'InService' && ec2State === 'running' && host?.status === 'ACTIVE' && host.agentConnected;

/** How many instances each group had, minute by minute; and since when an instance takes no tasks. */
function watched() {
  const sizes = new Map<string, { readonly at: Instant; readonly size: number }[]>();
  const downSince = new Map<string, Instant>();
  return {
    look: ({ simulation }: Seen): undefined => {
      const now = simulation.agenda.now();
      for (const group of simulation.account.groups.values()) {
        const members = [...group.instances.values()];
        const before = (sizes.get(group.name) ?? []).filter(({ at }) => now - at <= latelyMs);
        sizes.set(group.name, [...before, { at: now, size: members.filter(isCounted).length }]);
        for (const each of members) {
          if (isUp(each)) downSince.delete(each.id);
          else if (!downSince.has(each.id)) downSince.set(each.id, now);
        }
      }
      return undefined;
    },
    sizeOf: (group: AutoScalingGroup): number =>
      Math.max(
        [...group.instances.values()].filter(isCounted).length,
        ...(sizes.get(group.name) ?? []).map(({ size }) => size),
      ),
    /** Down for so long that everybody must have seen it. */
    isDown: (each: GroupInstance, now: Instant): boolean =>
      !isUp(each) && now - (downSince.get(each.id) ?? Infinity) >= latelyMs,
  };
}

function within(): Pick<Invariant, 'called' | 'minute'> {
  const groups = watched();
  return {
    minute: groups.look,
    called: (call, seen) => {
      for (const { group, instance, setting } of begunBy(call, seen)) {
        const others = [...group.instances.values()].filter(
          (each) =>
            each !== instance &&
            each.host?.status === 'DRAINING' &&
            seen.drains.drainedByUs.has(each.host.arn) &&
            canWait({ group, instance: each }, setting, seen),
        );
        const allowed = allowedOf(setting, groups.sizeOf(group));
        if (others.length + 1 > allowed)
          return `${instance.id} is drained beside ${others.length} others of ${group.name}, where ${allowed} may be`;
      }
      return undefined;
    },
  };
}

function spared(): Pick<Invariant, 'called' | 'minute'> {
  const groups = watched();
  return {
    minute: groups.look,
    called: (call, seen) => {
      if (freeSince(seen) > 0) return undefined;
      const now = seen.simulation.agenda.now();
      for (const { group, instance, setting } of begunBy(call, seen)) {
        const zone = instance.host?.zone;
        const left = [...group.instances.values()].filter(
          (each) =>
            each !== instance && each.state === 'InService' && each.host?.zone === zone && !groups.isDown(each, now),
        );
        const least = setting.perZone ?? 1;
        if (left.length < least)
          return `${instance.id} is drained, and ${left.length} are left in ${zone}, not ${least}`;
      }
      return undefined;
    },
  };
}

/** A place in a budget, a hold: nobody gives them back but their holder. */
const returned: Invariant = {
  name: 'what is shared is given back',
  ended: ({ simulation, calmSince }) => {
    const calm = calmSince();
    if (calm === undefined || simulation.agenda.now() - calm < hourMs) return undefined;
    const live = new Set(
      simulation.store
        .all()
        .flatMap(({ key, endedAt }) => (endedAt === undefined ? [key.split('#instance/')[1] ?? ''] : [])),
    );
    const left = simulation.storage.shared().find(({ holder, thing }) => {
      const id = holder === 'drain' ? thing.replace('instance/', '') : holder;
      return id.startsWith('i-') && !live.has(id);
    });
    return left === undefined ? undefined : `${left.thing} is kept by ${left.holder}, whose drain is over`;
  },
};

const unheld: Invariant = {
  name: 'what a person holds is not drained without need',
  called: (call, seen) => {
    const now = seen.simulation.agenda.now();
    for (const { instance } of begunBy(call, seen)) {
      const last = seen.drains.acts.findLast(
        (act) => act.instance === instance.id && (act.did === 'held' || act.did === 'let go'),
      );
      if (last?.did === 'held' && now - last.at > minuteMs)
        return `${instance.id} is drained, and somebody holds it since ${Math.round((now - last.at) / minuteMs)} minutes`;
    }
    return undefined;
  },
};

export const roomInvariants = (): readonly Invariant[] => [
  { name: 'drains that can wait stay within their budget', ...within() },
  { name: 'drains that can wait leave enough in a zone', ...spared() },
  returned,
  unheld,
];
