import type { Cause } from '../core/alert.ts';
import type { DrainStanding } from '../core/host-event.ts';
import type { Instant } from '../core/time.ts';
import type { HeldTask } from '../ecs/draining/evidence.ts';
import { drainReasons } from '../ecs/draining/reasons.ts';
import type { Course } from './course.ts';
import type { InstanceState } from './state.ts';
import { reasonsOf } from './why.ts';

type Setting = { readonly course: Course; readonly standing: DrainStanding; readonly now: Instant };

/** What holds an instance, by name: what is true of the instance as a whole, then why its tasks stay. */
export function causesOf(state: InstanceState, { course, standing, now }: Setting): readonly Cause[] {
  const { id: instance, since: firstAt, left, refused, agentAwayAt, unread } = state;
  const options = { instance, firstAt, now, isManaged: course.is === 'beside' };
  const one = (id: string, fills: Cause['fills']): Cause => ({
    id,
    severity: 'warning',
    certainty: 'certain',
    count: 1,
    firstAt,
    lastAt: now,
    fills: { instance, ...fills },
  });
  if (standing === 'forced') return [one('drain_forced', lostOf(left))];
  return [
    ...(refused === undefined ? [] : [one('drain_refused', { reason: refused })]),
    ...(agentAwayAt === undefined ? [] : [one('drain_agent_away', { sinceAt: agentAwayAt })]),
    ...(reasonsOf(state) ?? drainReasons(bare(left), options)),
    ...(unread === undefined ? [] : [one('drain_unread', { reason: unread })]),
  ];
}

/** What is known of tasks before anybody has asked. */
function bare(tasks: readonly HeldTask[]) {
  return { tasks, services: new Map(), stopTimeoutsMs: new Map() };
}

const namesShown = 3;

/** What goes with the instance: how many tasks, and the first few names. */
function lostOf(left: InstanceState['left']): { readonly count: number; readonly names: string } {
  const lost = left.filter(({ isDaemon }) => !isDaemon);
  const names = [...new Set(lost.map(({ name }) => name))].sort();
  const more = names.length > namesShown ? ['…'] : [];
  return { count: lost.length, names: [...names.slice(0, namesShown), ...more].join(', ') };
}
