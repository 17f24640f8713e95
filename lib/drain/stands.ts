import type { Telling } from '../core/decision.ts';
import type { DrainStanding, DrainStands } from '../core/host-event.ts';
import { present } from '../core/present.ts';
import { shortHash } from '../core/short-hash.ts';
import type { Instant } from '../core/time.ts';
import { hourMs, minuteMs } from '../core/time.ts';
import { causesOf } from './causes.ts';
import type { Course } from './course.ts';
import { isHeld } from './hear.ts';
import type { DrainTarget } from './orders.ts';
import type { DrainPolicy, GroupPolicy } from './policy.ts';
import { isActive } from './hooks.ts';
import type { Hook, InstanceState } from './state.ts';

/** A drain that takes longer is told of, and one with little time left after half of it. */
const patienceMs = 30 * minuteMs;

const managedMs = 48 * hourMs;

/** When a drain that goes on is stuck. One that had to wait began when it had leave to; one that begins anew may have kept it. */
export function stuckAt({ since, place }: InstanceState, { deadlineMs }: Pick<GroupPolicy, 'deadlineMs'>): Instant {
  return Math.max(since, place?.heldAt ?? since) + Math.min(patienceMs, deadlineMs / 2);
}

type Standing = { readonly course: Course; readonly policy: GroupPolicy; readonly now: Instant };

/** How it stands now; undefined: nothing that anybody wants to hear. */
function standingOf(state: InstanceState, given: Standing): DrainStanding | undefined {
  const { ended, clear, told } = state;
  if (clear?.how === 'forced' && isHeld(state.left)) return 'forced';
  if (isStuck(state, given)) return 'stuck';
  if (told?.standing !== 'stuck') return undefined;
  // It may go on as well, and not be stuck any more: what was refused is not refused now.
  return clear?.how === 'drained' || ended === 'drained' ? 'drained' : 'over';
}

/** It takes long, or cannot be done. What we only observe is not ours to complain of, but for what ECS itself drains. */
export function isStuck(state: InstanceState, { course, policy, now }: Standing): boolean {
  if (state.ended !== undefined || state.clear !== undefined) return false;
  const isLate = now >= stuckAt(state, policy);
  if (course.is === 'beside') return isLate;
  return course.is === 'drain' && policy.mode === 'act' && (isLate || state.refused !== undefined);
}

/** Told to the group's record when it stands otherwise than it was told. */
export function tellingOf(
  state: InstanceState,
  given: { readonly course: Course; readonly policy: GroupPolicy; readonly whole: DrainPolicy; readonly now: Instant },
): { readonly state: InstanceState; readonly actions: readonly Telling<DrainTarget>[] } {
  const { course, policy, whole, now } = given;
  const standing = standingOf(state, given);
  if (standing === undefined) return { state, actions: [] };
  const causes = causesOf(state, { course, standing, now });
  const endsAt = course.endsAt ?? managedEnd(state);
  const { departure } = state;
  const gist = shortHash(JSON.stringify([standing, endsAt, causes.map(({ id, fills }) => [id, fills]), departure]));
  if (gist === state.told?.gist) return { state, actions: [] };
  const order = (state.told?.order ?? 0) + 1;
  const { account, region } = whole.stack;
  const pass: DrainStands = {
    kind: 'drain-stands',
    id: `${state.id}/${state.since}/${order}`,
    at: now,
    account,
    region,
    instanceId: state.id,
    group: state.group ?? state.id,
    cluster: state.hosts[0]?.cluster ?? '-',
    order,
    standing,
    since: state.since,
    left: state.left.filter(({ isDaemon }) => !isDaemon).length,
    causes,
    ends: endsBy(state, course, policy),
    mode: policy.mode === 'act' ? 'act' : 'observe',
    ...present({ endsAt, zone: state.zone, hook: heldBy(state)?.name, departure }),
  };
  return {
    state: { ...state, told: { order, gist, standing } },
    actions: [{ type: 'telling', key: 'stands', target: { pass } }],
  };
}

/** ECS gives up its own wait when its hook ends for good: 48 hours after it began (managed-instance-draining). */
function managedEnd({ hooks }: InstanceState): Instant | undefined {
  const managed = hooks.find((hook) => isActive(hook) && hook.owner === 'managed');
  return managed === undefined ? undefined : managed.startedAt + managedMs;
}

/** The hook whose completion would let it go: ours, or that of ECS. */
function heldBy({ hooks }: InstanceState): Hook | undefined {
  const active = hooks.filter(isActive);
  return active.find(({ owner }) => owner === 'own') ?? active.find(({ owner }) => owner === 'managed');
}

/** Who ends the wait. */
function endsBy({ reasons }: InstanceState, course: Course, policy: GroupPolicy): DrainStands['ends'] {
  if (reasons.some(({ kind }) => kind === 'spot')) return 'ec2';
  if (course.endsAt !== undefined && policy.mode === 'act') return 'us';
  return course.is === 'beside' ? 'ecs' : 'nobody';
}
