import type { Heard } from '../core/decision.ts';
import type { HostEvent } from '../core/host-event.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs } from '../core/time.ts';
import { awayLookAt } from './away.ts';
import type { Course } from './course.ts';
import { courseOf, isGroupUnknown, isInDoubt } from './course.ts';
import type { Hearing } from './hear.ts';
import { freshState, hear, isHeld } from './hear.ts';
import { ghostAt, isActive, isParked } from './hooks.ts';
import type { DrainPolicy, GroupPolicy } from './policy.ts';
import { policyFor } from './policy.ts';
import type { Host, InstanceState } from './state.ts';
import { isStuck } from './stands.ts';
import { isThere, settleMs } from './verdict.ts';
import { quietMs } from './wake.ts';
import { whyAt } from './why.ts';

type Question = {
  readonly state: InstanceState | undefined;
  readonly events: readonly Heard<HostEvent>[];
  readonly policy: DrainPolicy;
  readonly now: Instant;
};

/**
 * What a record has heard, on what is known of its instance. A drain that was over begins anew with what is news; of the
 * old one stay the hooks, by whose tokens a repeat is known, and what we had set DRAINING.
 */
export function hearingOf(id: string, { state, events, policy, now }: Question): Hearing {
  const base = state?.ended === undefined ? (state ?? freshState(id, now)) : state;
  const hearing = hear(base, events, { policy, now });
  if (!hearing.isNews || !isOver(base)) return hearing;
  const { hooks, hosts, told, gone, group, reasons, hooksUnknown, place, hold, cancelled } = hearing.state;
  return {
    ...hearing,
    state: {
      ...freshState(id, now),
      hooks,
      // How they stand is read anew.
      hosts: hosts.map(unread),
      reasons: reasons.filter(({ at }) => !isOfBefore(at, gone)),
      ...(told !== undefined && { told }),
      ...(place !== undefined && { place }),
      ...(hold !== undefined && { hold }),
      ...(cancelled !== undefined && { cancelled }),
      ...(gone?.state === 'stopped' && { gone }),
      ...(group !== undefined && { group }),
      ...(hooksUnknown !== undefined && { hooksUnknown }),
    },
  };
}

/** It has ended; or it was stopped, and waits for no hook. */
function isOver(state: InstanceState): boolean {
  return state.ended !== undefined || isParked(state);
}

/** Why it was drained before it was terminated is over: an instance does not come back from that. */
function isOfBefore(at: Instant, gone: InstanceState['gone']): boolean {
  return gone?.state === 'terminated' && at <= gone.at;
}

function unread(host: Host): Host {
  const { drainingAt: _, observedAt: __, overruledAt: ___, ...rest } = host;
  return rest;
}

/** The settings of an instance, by all names of where it is known to belong. */
export function policyOf(state: InstanceState, policy: DrainPolicy): GroupPolicy {
  const clusters = state.hosts.flatMap(({ cluster, capacityProvider }) => [capacityProvider ?? [], cluster].flat());
  return policyFor(policy, { names: [...(state.group === undefined ? [] : [state.group]), ...clusters] });
}

/** What must be read before a decision. */
export type Wanted = {
  /** Where it is, and how that stands, before all else. A look asks for it last if it has to, when nothing holds it. */
  readonly hosts: boolean;
  readonly look: boolean;
  /** It looks at what is known from a list before, and lists nothing. */
  readonly glance?: true;
  /** Both lists, even of what is held. */
  readonly all?: true;
  readonly hooks: boolean;
  readonly member: boolean;
  /** Why its tasks stay. */
  readonly why: boolean;
  /** Who else acts on it, and whether there is room for its drain. */
  readonly holds: boolean;
  readonly room: boolean;
};

export const nothing: Wanted = {
  hosts: false,
  look: false,
  hooks: false,
  member: false,
  why: false,
  holds: false,
  room: false,
};

export function wantedOf(state: InstanceState, policy: GroupPolicy, now: Instant): Wanted {
  if (state.gone?.state === 'terminated') return wantedOfGone(state, policy, now);
  const course = courseOf(state, policy, now);
  const { is } = course;
  if (is === 'undo') return { ...nothing, hosts: state.hosts.some(isInDoubt) };
  if (is === 'none' || is === 'await') return nothing;
  const isLookDue = isDue(state.lookAt, now);
  const asks = isToAskNow(state, course, now);
  return {
    ...howToLook(state, now),
    look: isLookDue && isLookedAt(course, policy),
    hosts: (isLookDue && isHostDoubtful(state)) || asks || areHostsWanted(state, policy, now),
    hooks: areHooksWanted(state),
    member: isMemberWanted(state, now),
    holds: asks || (isLookDue && mayYield(state, course)),
    room: asks,
    why: isStuck(state, { course, policy, now }) && isDue(whyAt(state, now), now),
  };
}

function howToLook(state: InstanceState, now: Instant): Pick<Wanted, 'glance' | 'all'> {
  if (isGlance(state)) return { glance: true };
  return state.lookedAt === undefined && !isJustSettled(state, now) ? { all: true } : {};
}

/** Nobody has told that it is empty: mostly it is not, and mostly for a reason, as an agent that is away. */
function isGlance(state: InstanceState): boolean {
  return isHeld(state.left) && isOneHost(state) && state.doubtAt === undefined;
}

function isLookedAt({ is }: Course, { mode }: GroupPolicy): boolean {
  return is === 'beside' || (is === 'drain' && mode === 'act');
}

function areHostsWanted(state: InstanceState, policy: GroupPolicy, now: Instant): boolean {
  return state.mappedAt === undefined || isDue(awayLookAt(state, policy), now) || isQuietFor(state, now);
}

function isMemberWanted(state: InstanceState, now: Instant): boolean {
  const { waits, hooks, memberAt } = state;
  const isAbsent = waits?.for.is === 'absent' && isDue(waits.askAt, now);
  return isGroupUnknown(state) || isAbsent || (hooks.length > 0 && isDue(memberAt, now));
}

function areHooksWanted({ group, hooksUnknown, hooks }: InstanceState): boolean {
  return group !== undefined && (hooksUnknown !== undefined || hooks.some(isUntimed));
}

function isToAskNow({ waits }: InstanceState, { is }: Course, now: Instant): boolean {
  return is === 'queued' && (waits === undefined || isDue(waits.askAt, now));
}

/** It had leave to begin: somebody stronger may come and take it back. */
function mayYield({ place, hooks }: InstanceState, { is }: Course): boolean {
  return is === 'drain' && place !== undefined && hooks.length === 0;
}

/** Whether its group has let go of it, and whether its registration stays behind. */
function wantedOfGone(state: InstanceState, { mode }: GroupPolicy, now: Instant): Wanted {
  const member = state.hooks.some(isActive) && isDue(state.memberAt, now);
  return { ...nothing, member, hosts: mode === 'act' && isDue(ghostAt(state), now) };
}

/** Something of it is not known, or has been lost on the way. */
function isHostDoubtful(state: InstanceState): boolean {
  return isGlance(state) || state.unread !== undefined || state.agentAwayAt !== undefined || !areHostsKnown(state);
}

/** We have set it DRAINING, and it has just settled: next to nothing on it is stopping yet. */
function isJustSettled({ hosts }: InstanceState, now: Instant): boolean {
  const there = hosts.filter(isThere);
  return there.every(({ orderedAt, drainingAt = 0 }) => orderedAt !== undefined && now < drainingAt + 2 * settleMs);
}

/** What is left is all on one container instance. */
function isOneHost({ hosts }: InstanceState): boolean {
  return hosts.filter(isThere).length === 1 && areHostsKnown({ hosts });
}

/** All are DRAINING as far as is known: what is on them can be asked for. */
function areHostsKnown({ hosts }: Pick<InstanceState, 'hosts'>): boolean {
  const there = hosts.filter(isThere);
  return there.length > 0 && there.every(({ status, drainingAt }) => status === 'DRAINING' && drainingAt !== undefined);
}

function isDue(at: Instant | undefined, now: Instant): boolean {
  return at !== undefined && at <= now;
}

/** Once drained, whether it is there at all is seen now and then. */
function isQuietFor({ ended, mappedAt = 0 }: InstanceState, now: Instant): boolean {
  return ended !== undefined && now >= mappedAt + quietMs - minuteMs;
}

/** Nobody has read its group's hooks since it began: there may be others whose events were lost. */
function isUntimed(hook: InstanceState['hooks'][number]): boolean {
  return isActive(hook) && hook.heartbeatMs === undefined;
}
