import type { Heard } from '../core/decision.ts';
import type { HostEvent } from '../core/host-event.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs } from '../core/time.ts';
import { courseOf, isGroupUnknown } from './course.ts';
import type { Hearing } from './hear.ts';
import { freshState, hear } from './hear.ts';
import { ghostAt, isActive } from './hooks.ts';
import type { DrainPolicy, GroupPolicy } from './policy.ts';
import { policyFor } from './policy.ts';
import type { Host, InstanceState } from './state.ts';
import { quietMs } from './wake.ts';

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
  if (!hearing.isNews || base.ended === undefined) return hearing;
  const { hooks, hosts, told, gone, group, reasons, hooksUnknown } = hearing.state;
  return {
    ...hearing,
    state: {
      ...freshState(id, now),
      hooks,
      // How they stand is read anew.
      hosts: hosts.map(unread),
      reasons,
      ...(told !== undefined && { told }),
      ...(gone?.state === 'stopped' && { gone }),
      ...(group !== undefined && { group }),
      ...(hooksUnknown !== undefined && { hooksUnknown }),
    },
  };
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
  readonly hosts: boolean;
  readonly look: boolean;
  readonly hooks: boolean;
  readonly member: boolean;
};

const nothing: Wanted = { hosts: false, look: false, hooks: false, member: false };

export function wantedOf(state: InstanceState, policy: GroupPolicy, now: Instant): Wanted {
  if (state.gone?.state === 'terminated') return wantedOfGone(state, policy, now);
  const { is } = courseOf(state, policy, now);
  if (is === 'none' || is === 'await' || is === 'undo') return nothing;
  const isLookDue = isDue(state.lookAt, now);
  return {
    look: isLookDue && (is === 'beside' || (is === 'drain' && policy.mode === 'act')),
    hosts: isLookDue || state.mappedAt === undefined || isQuietFor(state, now),
    hooks: state.group !== undefined && (state.hooksUnknown !== undefined || state.hooks.some(isUntimed)),
    member: isGroupUnknown(state) || (state.hooks.length > 0 && isDue(state.memberAt, now)),
  };
}

/** Whether its group has let go of it, and whether its registration stays behind. */
function wantedOfGone(state: InstanceState, { mode }: GroupPolicy, now: Instant): Wanted {
  const member = state.hooks.some(isActive) && isDue(state.memberAt, now);
  return { ...nothing, member, hosts: mode === 'act' && isDue(ghostAt(state), now) };
}

function isDue(at: Instant | undefined, now: Instant): boolean {
  return at !== undefined && at <= now;
}

/** Once drained, whether it is there at all is seen now and then. */
function isQuietFor({ ended, mappedAt = 0 }: InstanceState, now: Instant): boolean {
  return ended !== undefined && now >= mappedAt + quietMs - minuteMs;
}

/** Time-outs of what we do not complete matter to nobody. */
function isUntimed(hook: InstanceState['hooks'][number]): boolean {
  return isActive(hook) && hook.owner !== 'foreign' && hook.heartbeatMs === undefined;
}
