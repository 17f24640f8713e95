import type { Cause } from '../core/alert.ts';
import type { Telling } from '../core/decision.ts';
import type { DrainStanding, DrainStands } from '../core/host-event.ts';
import { shortHash } from '../core/short-hash.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs } from '../core/time.ts';
import type { Course } from './course.ts';
import { isHeld } from './hear.ts';
import type { DrainTarget } from './orders.ts';
import type { DrainPolicy, GroupPolicy } from './policy.ts';
import type { InstanceState, LeftTask } from './state.ts';

/** A drain that takes longer is told of, and one with little time left after half of it. */
const patienceMs = 30 * minuteMs;

/** When a drain that goes on is stuck. */
export function stuckAt({ since }: InstanceState, { deadlineMs }: Pick<GroupPolicy, 'deadlineMs'>): Instant {
  return since + Math.min(patienceMs, deadlineMs / 2);
}

type Standing = { readonly course: Course; readonly policy: GroupPolicy; readonly now: Instant };

/** How it stands now; undefined: nothing that anybody wants to hear. */
export function standingOf(state: InstanceState, given: Standing): DrainStanding | undefined {
  const { ended, clear, told } = state;
  if (clear?.how === 'forced' && isHeld(state.left)) return 'forced';
  if (isStuck(state, given)) return 'stuck';
  if (told?.standing !== 'stuck') return undefined;
  if (clear?.how === 'drained' || ended === 'drained') return 'drained';
  return ended === undefined ? undefined : 'over';
}

/** It takes long, or cannot be done. What we only observe is not ours to complain of, but for what ECS itself drains. */
function isStuck(state: InstanceState, { course, policy, now }: Standing): boolean {
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
  const gist = shortHash(JSON.stringify([standing, course.endsAt, causes.map(({ id, fills }) => [id, fills])]));
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
    ...(course.endsAt !== undefined && { endsAt: course.endsAt }),
    ...(state.zone !== undefined && { zone: state.zone }),
  };
  return {
    state: { ...state, told: { order, gist, standing } },
    actions: [{ type: 'telling', key: 'stands', target: { pass } }],
  };
}

/** Who ends the wait. */
function endsBy({ reasons }: InstanceState, course: Course, policy: GroupPolicy): DrainStands['ends'] {
  if (reasons.some(({ kind }) => kind === 'spot')) return 'ec2';
  if (course.endsAt !== undefined && policy.mode === 'act') return 'us';
  return course.is === 'beside' ? 'ecs' : 'nobody';
}

/** What holds it, by name. */
function causesOf(
  state: InstanceState,
  { course, standing, now }: { readonly course: Course; readonly standing: DrainStanding; readonly now: Instant },
): readonly Cause[] {
  const left = state.left.filter(({ isDaemon }) => !isDaemon);
  const cause = (id: string, fills: Cause['fills'], certainty: Cause['certainty'] = 'certain'): Cause => ({
    id,
    severity: 'warning',
    certainty,
    count: 1,
    firstAt: state.since,
    lastAt: now,
    fills: { instance: state.id, ...fills },
  });
  const [stopping, wanted] = [left.filter((task) => task.isStopping), left.filter((task) => !task.isStopping)];
  const standalone = wanted.filter(({ service }) => service === undefined);
  const held = wanted.filter(({ service }) => service !== undefined);
  if (standing === 'forced') return [cause('drain_forced', tasksIn(left))];
  return [
    ...(state.refused === undefined ? [] : [cause('drain_refused', { reason: state.refused })]),
    ...(state.agentAwayAt === undefined ? [] : [cause('drain_agent_away', {})]),
    ...(held.length > 0 ? [cause(course.is === 'beside' ? 'drain_held_managed' : 'drain_held', tasksIn(held))] : []),
    ...(standalone.length > 0 ? [cause('drain_standalone', tasksIn(standalone))] : []),
    ...(stopping.length > 0 ? [cause('drain_stopping', tasksIn(stopping))] : []),
    ...(state.unread === undefined ? [] : [cause('drain_unread', { reason: state.unread })]),
  ];
}

function tasksIn(tasks: readonly LeftTask[]): { readonly count: number; readonly names: string } {
  return { count: tasks.length, names: namesOf(tasks) };
}

const namesShown = 3;

/** The first few names, each once. */
function namesOf(tasks: readonly LeftTask[]): string {
  const names = [...new Set(tasks.map(({ name }) => name))].sort();
  const more = names.length > namesShown ? ['…'] : [];
  return [...names.slice(0, namesShown), ...more].join(', ');
}
