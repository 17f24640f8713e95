import type { Instant } from '../../../lib/core/time.ts';
import { hourMs, minuteMs, secondMs } from '../../../lib/core/time.ts';
import type { DrainSetting } from '../../scenario/plan.ts';
import type { Invariant, Seen } from '../invariant.ts';
import type { OwnAction } from './ledger.ts';
import { endOf, globalMs, heldBy, hostsOf, isAskedFor, mayAct, settingOf } from './ledger.ts';

/** The tick, a dead function's messages after their three minutes, and tries again. */
const lateMs = 7 * minuteMs;

/** What a person extended counts for as long. */
const extendedMs = 10 * minuteMs;

/** Registrations that stay are looked for ten minutes after the end, and groups are asked every ten minutes. */
const forgottenMs = 45 * minuteMs;

/** A recommendation nobody follows up is over after an hour. */
const adviceMs = 75 * minuteMs;

type Drained = OwnAction & { readonly setting: DrainSetting };

/** The actions we may complete. */
function ownOf(seen: Seen): readonly Drained[] {
  const { drains, simulation, hindrances } = seen;
  const isFree = freeSince(seen) === 0 && !hindrances.has('events-stopped');
  return drains.own.flatMap((each) => {
    const setting = settingOf(simulation.account, drains, { id: each.instance.id, group: each.group });
    // A policy of a cluster is nothing to an instance that no cluster knows, or had known before anybody looked.
    const isKnown = each.registered && (isFree || hostsOf(simulation.account, each.instance.id).length > 0);
    if (!isKnown && drains.plan?.policies[each.group] === undefined) return [];
    return setting !== undefined && mayAct(setting, drains) ? [{ ...each, setting }] : [];
  });
}

/** Since when nothing stood in the way: from the beginning, or from when all was mended. */
export function freeSince({ hindrances, calmSince }: Seen): Instant {
  return [...hindrances].some((name) => !harmless.has(name)) ? (calmSince() ?? Infinity) : 0;
}

/** They take no drain's time. */
const harmless: ReadonlySet<string> = new Set([
  'chat-slow',
  'chat-dead',
  'chat-blind',
  'malformed-messages',
  'events-doubled',
  'messages-doubled',
  'clock-skew',
  'events-stopped',
]);

const completed: Invariant = {
  name: 'every hook of ours is completed by its deadline',
  minute: (seen) => {
    const now = seen.simulation.agenda.now();
    const free = freeSince(seen);
    for (const each of ownOf(seen)) {
      if (each.endedAt !== undefined || each.how !== undefined) continue;
      const extended = seen.drains.acts.filter(
        ({ instance, did }) => instance === each.instance.id && did === 'extended',
      ).length;
      const end = Math.max(endOf(each, each.setting) + extended * extendedMs, free) + lateMs;
      if (now > end)
        return `${each.instance.id} waits for ${each.action.hook.name} ${Math.round((now - end) / minuteMs)} minutes after its end`;
    }
    return undefined;
  },
};

/** Who hears of a hook keeps any time-out; who has to find it, one of a sweep's and a tick's time. */
const [heardS, foundS] = [30, 300];

/** Some events come late, or never: what they tell is found. */
const deafening: ReadonlySet<string> = new Set(['events-lost', 'events-late']);

/** The shortest time-out that is kept of what began then; Infinity: nobody is asked to. */
function leastKeptS(startedAt: Instant, seen: Seen): number {
  const { hindrances } = seen;
  if (startedAt > freeSince(seen)) return hindrances.has('events-stopped') ? foundS : heardS;
  const isOnlyDeaf = [...hindrances].every((name) => harmless.has(name) || deafening.has(name));
  return isOnlyDeaf ? foundS : Infinity;
}

/** A time-out that ran out before the end that was set: somebody forgot it. */
const kept: Invariant = {
  name: 'no hook times out while its instance is drained',
  minute: (seen) => {
    for (const each of ownOf(seen)) {
      if (each.how !== 'timed out' || each.endedAt === undefined) continue;
      const { hook } = each.action;
      const isKeepable = hook.heartbeatTimeoutS >= leastKeptS(each.startedAt, seen);
      const isEarly =
        each.endedAt < endOf(each, each.setting) - minuteMs &&
        each.endedAt < each.startedAt + globalMs(each.action) - minuteMs;
      const isGone = each.ran !== true || isStoppedByNow(each, seen);
      if (isKeepable && isEarly && !isGone)
        return `${hook.name} of ${each.instance.id} timed out after ${Math.round((each.endedAt - each.startedAt) / secondMs)} s`;
    }
    return undefined;
  },
};

/** By now it may have been shut down because its hook timed out; then its state says nothing of how it was. */
function isStoppedByNow({ instance, endedAt = 0 }: OwnAction, { drains }: Seen): boolean {
  return (drains.warnedAt.get(instance.id) ?? Infinity) + 2 * minuteMs <= endedAt;
}

const forgotten: Invariant = {
  name: 'no record is kept of an instance that is gone',
  ended: (seen) => {
    const calm = seen.calmSince();
    const { account, store, agenda } = seen.simulation;
    if (calm === undefined || agenda.now() - calm < hourMs) return undefined;
    for (const { key, dueAt, endedAt } of store.all()) {
      const [, id] = /^drain#.*#instance\/(i-.*)$/u.exec(key) ?? [];
      if (id === undefined || dueAt === undefined || endedAt !== undefined) continue;
      // Its group still waits for a hook.
      if ([...account.groups.values()].some(({ instances }) => instances.has(id))) continue;
      const state = account.ec2.get(id)?.ec2State;
      const goneAt = seen.drains.goneAt.get(id);
      if (
        (state === undefined || state === 'terminated') &&
        goneAt !== undefined &&
        agenda.now() - goneAt > forgottenMs
      )
        return `${key} is kept ${Math.round((agenda.now() - goneAt) / minuteMs)} minutes after its instance has gone`;
    }
    return undefined;
  },
};

/** What comes back, or was never to go, is as it was before we touched it. */
const givenBack: Invariant = {
  name: 'what stays is set ACTIVE again',
  ended: (seen) => {
    const { simulation, drains, calmSince } = seen;
    const calm = calmSince();
    if (calm === undefined || simulation.agenda.now() - calm < hourMs) return undefined;
    for (const arn of drains.drainedByUs.keys()) {
      const host = simulation.account.instances.get(arn);
      if (host?.status !== 'DRAINING' || host.lostAt !== undefined || !host.agentConnected) continue;
      if (isInService(host.ec2InstanceId, seen) && !isWanted(host.ec2InstanceId, seen))
        return `${host.ec2InstanceId} is in service, and DRAINING still, as we had set it`;
    }
    return undefined;
  },
};

function isInService(id: string, { simulation }: Seen): boolean {
  const members = [...simulation.account.groups.values()].flatMap(({ instances }) => instances.get(id) ?? []);
  return members.some(({ state, ec2State }) => state === 'InService' && ec2State === 'running');
}

/** Somebody has a reason to have it drained, or had one just now. */
function isWanted(id: string, { drains, hindrances, simulation }: Seen): boolean {
  const now = simulation.agenda.now();
  const isSetByHand = drains.acts.findLast(({ instance }) => instance === id)?.did === 'DRAINING';
  const isAdvised = now - Math.max(drains.advisedAt.get(id) ?? 0, drains.warnedAt.get(id) ?? 0) < adviceMs;
  const isFresh = now - (drains.own.findLast(({ instance }) => instance.id === id)?.endedAt ?? 0) < 30 * minuteMs;
  return isSetByHand || isAdvised || isFresh || isAskedFor(drains, id, hindrances);
}

/** Where nothing hinders, all that go are set DRAINING before anybody waits for anything. */
const soon: Invariant = {
  name: 'what is to go is set DRAINING at once',
  minute: (seen) => {
    const { simulation } = seen;
    if (freeSince(seen) > 0 || seen.hindrances.has('events-stopped')) return undefined;
    const now = simulation.agenda.now();
    for (const { instance, startedAt, endedAt } of ownOf(seen)) {
      const { host } = instance;
      if (endedAt !== undefined || host?.status !== 'ACTIVE' || now - startedAt < 90 * secondMs) continue;
      if (now - host.registeredAt < 3 * minuteMs || host.off === true || host.lostAt !== undefined) continue;
      const touched = seen.drains.acts.some((each) => each.instance === instance.id && each.did === 'ACTIVE');
      if (!touched) return `${instance.id} is to go since ${Math.round((now - startedAt) / secondMs)} s, and is ACTIVE`;
    }
    return undefined;
  },
};

/** An empty look, one more, and the grace of daemons take two minutes; a tick comes once a minute. */
const emptyMs = 6 * minuteMs;

const prompt: Invariant = {
  name: 'what nothing holds but daemons is let go',
  minute: (seen) => {
    const { drains, simulation, hindrances } = seen;
    const now = simulation.agenda.now();
    for (const each of drains.own) {
      const isEmpty = each.endedAt === undefined && heldBy(simulation.account, each.instance.id).length === 0;
      each.emptySince = isEmpty ? (each.emptySince ?? now) : undefined;
    }
    if (freeSince(seen) > 0 || hindrances.has('events-stopped')) return undefined;
    for (const { instance, emptySince, action } of ownOf(seen)) {
      const isHosted = instance.host?.status === 'DRAINING' && instance.ec2State === 'running';
      const touched = drains.acts.some((each) => each.instance === instance.id && each.did === 'ACTIVE');
      if (emptySince !== undefined && isHosted && !touched && now - emptySince > emptyMs)
        return `${instance.id} is empty since ${Math.round((now - emptySince) / minuteMs)} minutes, and waits for ${action.hook.name}`;
    }
    return undefined;
  },
};

export const livenessInvariants = (): readonly Invariant[] => [completed, kept, forgotten, givenBack, soon, prompt];
