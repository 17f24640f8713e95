import type { DrainView } from '../../../console/view.ts';
import { minuteMs } from '../../../lib/core/time.ts';
import type { Course } from '../../../lib/drain/course.ts';
import { courseOf } from '../../../lib/drain/course.ts';
import { isActive } from '../../../lib/drain/hooks.ts';
import { isStuck } from '../../../lib/drain/stands.ts';
import type { InstanceState } from '../../../lib/drain/state.ts';
import { policyOf } from '../../../lib/drain/wanted.ts';
import type { Cluster } from '../../../sim/account/model.ts';
import type { Task } from '../../../sim/account/task.ts';
import type { Shop } from '../shop.ts';

/** A drain that is over is shown for so long. */
const endedShownMs = 5 * minuteMs;

/** The drains of a cluster, as their records have them, with what is truly left on their instances. */
export function drainViews(shop: Shop, cluster: Cluster): readonly DrainView[] {
  return shop.simulation.store
    .all()
    .flatMap(({ key, state, endedAt }) => (isInstance(key, state) ? [{ state, endedAt }] : []))
    .filter(({ state }) => state.hosts.some((host) => host.cluster === cluster.name))
    .flatMap(({ state, endedAt }) => drainView(shop, state, endedAt) ?? [])
    .toSorted((a, b) => a.since - b.since || a.instance.localeCompare(b.instance));
}

function isInstance(key: string, state: unknown): state is InstanceState {
  return (
    key.startsWith('drain#') &&
    typeof state === 'object' &&
    state !== null &&
    'kind' in state &&
    state.kind === 'instance'
  );
}

function drainView(shop: Shop, state: InstanceState, endedAt: number | undefined): DrainView | undefined {
  const now = shop.now();
  const departure = shop.departures.of(state.id);
  const overAt = departure?.at ?? endedAt;
  if (overAt !== undefined && now - overAt > endedShownMs) return undefined;
  const policy = policyOf(state, shop.drainPolicy);
  const course = courseOf(state, policy, now);
  if (overAt === undefined && (course.is === 'none' || course.is === 'await')) return undefined;
  const tasks = tasksOn(shop, state.id);
  const given = { course, policy, now };
  const phase = overAt === undefined ? phaseOf(state, given) : 'over';
  const endsAt = phase === 'over' || phase === 'observed' ? undefined : course.endsAt;
  return {
    instance: state.id,
    since: state.since,
    why: whyOf(state, course),
    phase,
    tasks,
    ...(endsAt !== undefined && { endsAt }),
    ...(overAt !== undefined && { end: endOf(state, departure, overAt) }),
  };
}

type Standing = Parameters<typeof isStuck>[1];

function phaseOf(state: InstanceState, given: Standing): DrainView['phase'] {
  const { course, policy } = given;
  if (policy.mode !== 'act') return 'observed';
  if (course.is === 'queued' || course.is === 'ask') return 'waiting';
  if (course.is === 'undo') return 'returning';
  if (isStuck(state, given)) return 'stuck';
  return state.clear === undefined && course.is !== 'leaving' ? 'draining' : 'leaving';
}

const reasons: Readonly<Record<InstanceState['reasons'][number]['kind'], string>> = {
  spot: 'Spot interruption',
  rebalance: 'rebalance recommendation',
  maintenance: 'maintenance',
  request: 'asked for',
};

/** Who waits for it to be empty. */
function whyOf({ hooks, reasons: given }: InstanceState, course: Course): string {
  const active = hooks.filter(isActive);
  const waiting = (active.length > 0 ? active : hooks).map(({ name }) => `hook ${name}`);
  const why = [...given.map(({ kind }) => reasons[kind]), ...new Set(waiting)];
  return why.length > 0 ? why.join(' · ') : course.why;
}

function endOf(
  { ended, clear }: InstanceState,
  departure: ReturnType<Shop['departures']['of']>,
  at: number,
): NonNullable<DrainView['end']> {
  if (departure === undefined) {
    const text = ended === 'kept' ? 'not needed any more: set ACTIVE again' : 'the instance is gone';
    return { at, text, isGood: ended === 'kept' || clear?.how === 'drained' };
  }
  const { how, tasks, lastStopAt, isTaken } = departure;
  const lost = tasks === 0 ? '' : `, with ${tasks} ${tasks === 1 ? 'task' : 'tasks'} on it`;
  if (isTaken || how === 'dropped')
    return { at, text: `EC2 took it back${lost === '' ? ', empty by then' : lost}`, isGood: tasks === 0 };
  if (how === 'timed out') return { at, text: `its hook timed out${lost}`, isGood: false };
  if (clear?.how === 'forced') return { at, text: `let go at its deadline${lost}`, isGood: false };
  const late =
    lastStopAt === undefined ? '' : `, ${((at - lastStopAt) / 1000).toFixed(1)} s after its last task stopped`;
  return { at, text: `let go${late}${lost}`, isGood: true };
}

/** By service or family, those that stop already apart. Daemons stop last, and hold nothing. */
function tasksOn({ stage }: Shop, id: string): DrainView['tasks'] {
  const { account } = stage;
  const daemons = new Set(
    [...account.services.values()].filter(({ scheduling }) => scheduling === 'DAEMON').map(({ name }) => name),
  );
  const tasks = [...account.instances.values()]
    .filter(({ ec2InstanceId }) => ec2InstanceId === id)
    .flatMap((instance) => [...instance.tasks]);
  return [...Map.groupBy(tasks, nameOf)]
    .map(([name, those]) => ({
      name,
      count: those.length,
      stopping: those.filter(({ desiredStatus }) => desiredStatus === 'STOPPED').length,
      isDaemon: daemons.has(name),
      isStandalone: those.every(({ group }) => !group.startsWith('service:')),
    }))
    .toSorted((a, b) => Number(a.isDaemon) - Number(b.isDaemon) || a.name.localeCompare(b.name));
}

function nameOf({ group, definition }: Task): string {
  return group.startsWith('service:') ? group.slice('service:'.length) : definition.family;
}
