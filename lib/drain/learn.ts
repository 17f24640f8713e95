import type { EcsHost, GroupMember, TerminateHook } from '../core/host-reads.ts';
import type { Read, Unreadable } from '../core/ports.ts';
import { present } from '../core/present.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs } from '../core/time.ts';
import { ownerOf } from '../ecs/draining/hook-owner.ts';
import { awaySince } from './away.ts';
import { isInDoubt } from './course.ts';
import type { InstanceFacts } from './facts.ts';
import { isActive, isParked } from './hooks.ts';
import type { DrainPolicy } from './policy.ts';
import { isIgnoredCluster } from './policy.ts';
import type { Hook, Host, InstanceState } from './state.ts';

/** A read of ACTIVE that began so long after DRAINING was acknowledged is no old answer: somebody has set it back. */
const overruledMs = minuteMs;

/** An order that is on its way is carried out, or its function has died, within this time. */
const doubtMs = 3 * minuteMs;

/** How long a group is taken at its word, longer each time. */
const memberWaitsMs = [2, 3, 5, 10].map((minutes) => minutes * minuteMs);

/** Who is stopped may stay so for weeks; that it runs again is told by an event, mostly. */
const parkedWaitMs = 30 * minuteMs;

type Given = { readonly policy: DrainPolicy; readonly now: Instant };

/** What was read, noted in the state: which container instances there are, which hooks, and whether it is still there. */
export function learn(state: InstanceState, facts: InstanceFacts, given: Given): InstanceState {
  return memberLearned(hooksLearned(hostsLearned(state, facts.hosts, given), facts.hooks, given), facts.member, given);
}

function hostsLearned(
  state: InstanceState,
  read: Read<readonly EcsHost[]> | undefined,
  { policy }: Given,
): InstanceState {
  if (read?.ok === false && read.reason === 'not-asked') return { ...state, unasked: true };
  if (read === undefined || !read.ok) return state;
  const ours = read.value.filter(({ cluster }) => !isIgnoredCluster(policy, cluster));
  const seen = new Set(ours.map(({ arn }) => arn));
  const gone = state.hosts.filter(({ arn }) => !seen.has(arn)).map((host) => ({ ...host, status: 'GONE' }));
  const before = new Map(state.hosts.map((host) => [host.arn, host]));
  const hosts = ours.map((host) => hostLearned(before.get(host.arn), host, read.at));
  const { agentAwayAt: _, ...rest } = runsAgain(state, hosts, read.at) ? withoutGone(state) : state;
  const zone = ours.find((host) => host.zone !== undefined)?.zone ?? state.zone;
  return {
    ...rest,
    hosts: [...hosts, ...gone],
    mappedAt: read.at,
    ...(zone !== undefined && { zone }),
    ...(isAway(hosts) && { agentAwayAt: awaySince(state, read.at) }),
  };
}

/** It was stopped, and its agent is connected: the event that it was started was lost. */
function runsAgain({ gone }: InstanceState, hosts: readonly Host[], at: Instant): boolean {
  return gone?.state === 'stopped' && at >= gone.at + overruledMs && hosts.some(({ agentConnected }) => agentConnected);
}

function withoutGone(state: InstanceState): InstanceState {
  const { gone: _, ...rest } = state;
  return rest;
}

function isAway(hosts: readonly Host[]): boolean {
  return hosts.some(isForsaken) || (hosts.length > 0 && hosts.every(({ agentConnected }) => !agentConnected));
}

/** A registration that was never used, beside the one its agent uses (amazon-ecs-agent#782), keeps nobody waiting. */
function isForsaken({ agentConnected, unused }: Host): boolean {
  return !agentConnected && unused === undefined;
}

/** Seen without its agent and without tasks before it was drained, and not otherwise since: nothing can come to it. */
function isUnused(known: Host | undefined, { status, agentConnected, counted }: EcsHost): boolean {
  const wasUnused = known === undefined ? status === 'ACTIVE' : known.unused === true;
  return wasUnused && !agentConnected && counted === 0;
}

function hostLearned(known: Host | undefined, read: EcsHost, at: Instant): Host {
  const { arn, cluster, status, agentConnected, counted, capacityProvider } = read;
  const { unused: _unused, ...before } = known ?? {};
  const host: Host = {
    ...before,
    ...(isUnused(known, read) && { unused: true }),
    arn,
    cluster,
    status,
    agentConnected,
    counted,
    ...present({ capacityProvider }),
  };
  if (status === 'DRAINING') return { ...host, drainingAt: host.drainingAt ?? at };
  if (isInDoubt(host)) return withoutDoubt(host, at);
  if (status !== 'ACTIVE' || host.drainingAt === undefined) return host;
  // An answer may be older than the order it does not know of.
  if (at < host.drainingAt + overruledMs) return { ...host, status: 'DRAINING' };
  const { drainingAt: _, orderedAt: __, ...rest } = host;
  return { ...rest, overruledAt: at };
}

/** Whoever was to set it DRAINING has had its time, and has not. */
function withoutDoubt(host: Host, at: Instant): Host {
  const { orderedAt = at, ...rest } = host;
  return at < orderedAt + doubtMs ? host : rest;
}

/**
 * Time-outs of the hooks that are known, and the others its group has: who is being terminated waits for all of them at
 * once ("Amazon EC2 Auto Scaling lifecycle hooks", user guide), and of each the event may be lost. One that was added to
 * the group since says at the first heartbeat that it is not waited for.
 */
function hooksLearned(
  state: InstanceState,
  read: Read<readonly TerminateHook[]> | undefined,
  { policy, now }: Given,
): InstanceState {
  if (read === undefined || !read.ok) return state;
  const byName = new Map(read.value.map((hook) => [hook.name, hook]));
  const known = state.hooks.map((hook) => withTimes(hook, byName.get(hook.name), policy.hookMark));
  const active = known.filter(isActive);
  const { hooksUnknown, ...rest } = state;
  if (hooksUnknown === undefined && active.length === 0) return { ...rest, hooks: known };
  const startedAt = Math.min(now, ...active.map((hook) => hook.startedAt));
  const ofNow = known.filter(({ doneAt }) => doneAt === undefined || (active.length > 0 && doneAt >= startedAt));
  const names = new Set(ofNow.map(({ name }) => name));
  // They began together: who is known to wait for one waits for all, until somebody completes them.
  const aliveAt = active.flatMap((hook) => hook.aliveAt ?? []).toSorted((a, b) => b - a)[0];
  const unheard = { owner: 'foreign', startedAt, beatenAt: 0, ...present({ aliveAt }) } as const;
  const found = read.value
    .filter(({ name }) => !names.has(name))
    .map((hook) => withTimes({ name: hook.name, ...unheard }, hook, policy.hookMark));
  return { ...rest, hooks: [...known.filter(({ name }) => !found.some((hook) => hook.name === name)), ...found] };
}

function withTimes(hook: Hook, read: TerminateHook | undefined, mark: string): Hook {
  if (read === undefined) return hook;
  const { heartbeatMs, globalMs } = read;
  return { ...hook, owner: hook.owner === 'own' ? 'own' : ownerOf(read, mark), heartbeatMs, globalMs };
}

/** To which group an instance belongs whose event names none; to none, mostly, when nobody knows it. */
function groupLearned(state: InstanceState, read: Read<GroupMember>): InstanceState {
  if (!read.ok) return state.group === undefined && isToldByNobody(read.reason) ? { ...state, groupless: true } : state;
  return { ...state, group: read.value.group };
}

/** Detached, it is in none. */
function withoutGroup(state: InstanceState, read: Read<GroupMember>): InstanceState {
  if (read.ok || read.reason !== 'not-found') return state;
  const { group: _, ...rest } = state;
  return rest;
}

function isToldByNobody(reason: Unreadable): boolean {
  return reason === 'not-found' || reason === 'denied' || reason === 'not-asked';
}

/**
 * Its hooks are over when it waits no more. One that is in service again has come back: from a warm pool, from a root
 * volume replaced, or because its termination was taken back.
 */
function memberLearned(state: InstanceState, read: Read<GroupMember> | undefined, { now }: Given): InstanceState {
  if (read === undefined) return state;
  if (state.group === undefined) return groupLearned(state, read);
  if (state.waits?.for.is === 'absent') return groupLearned(withoutGroup(state, read), read);
  const memberLooks = state.memberLooks + 1;
  const waitMs = isParked(state)
    ? parkedWaitMs
    : (memberWaitsMs[Math.min(memberLooks, memberWaitsMs.length) - 1] ?? minuteMs);
  const asked = { ...state, memberLooks, memberAt: now + waitMs };
  if (read.ok) return standingLearned(asked, read.value.state, now);
  return read.reason === 'not-found' ? terminated(asked, now) : asked;
}

/** By the state its group has it in (ec2-auto-scaling-lifecycle). */
function standingLearned(state: InstanceState, standing: string, now: Instant): InstanceState {
  // Kept after an abandoned termination, until a person ends it: no hook runs for it any more (API_RetentionTriggers).
  if (standing.endsWith(':Retained')) return terminated(state, now);
  if (standing === 'InService') return { ...withoutStop(state), hooks: [] };
  if (standing === 'Terminating' || standing.endsWith(':Wait')) return state;
  return { ...state, hooks: state.hooks.map((hook) => (isActive(hook) ? { ...hook, doneAt: now } : hook)) };
}

/** Back from a warm pool. */
function withoutStop(state: InstanceState): InstanceState {
  return state.gone?.state === 'stopped' ? withoutGone(state) : state;
}

function terminated(state: InstanceState, now: Instant): InstanceState {
  return { ...state, hooks: [], gone: state.gone ?? { at: now, state: 'terminated' } };
}
