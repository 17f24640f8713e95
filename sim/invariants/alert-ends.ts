import { minuteMs } from '../../lib/core/time.ts';
import type { Service } from '../account/service.ts';
import { countsOf } from '../account/services/standing.ts';
import { isAskedFor } from './drain/ledger.ts';
import type { Simulation } from '../simulation.ts';
import type { Seen } from './invariant.ts';

/** How long an incident may stay open once all is well: the quiet time of what flapped is an hour at most. */
export const closedWithinMs = 75 * minuteMs;

/**
 * A deployment that can never end, for want of a port or a place, leaves its service in trouble for good; and a host that
 * died while its agent was away stays registered, without it (API_DeregisterContainerInstance): a daemon may still want
 * a task there, and will never have it. Whether a cluster has room is not judged here: it may lack it for good.
 */
export function isOver(seen: Seen, key: string): boolean {
  const { simulation, truth } = seen;
  const { services } = simulation.account;
  // Of a job its next success decides.
  if (/\/(?:cluster|job)\//u.test(key)) return false;
  const [, family] = /\/family\/([^/]+)$/u.exec(key) ?? [];
  if (family !== undefined && !isStartedAgain(family, seen)) return false;
  // What Watchkeeper has stopped stays so until somebody starts it, and nobody does here.
  if (
    seen.mayStop &&
    [...services.values()].some(({ name, desired }) => desired === 0 && key.endsWith(`/service/${name}`))
  )
    return false;
  // A scale-in without draining takes tasks with it on the calmest day.
  const lostAt = truth.lastLossOf(key.slice(key.lastIndexOf('/') + 1)) ?? Number.NEGATIVE_INFINITY;
  if (simulation.agenda.now() - lostAt < closedWithinMs) return false;
  const host = isHostOver(seen, key);
  if (host !== undefined) return host;
  const service = [...services.values()].find((each) => key.endsWith(`/service/${each.name}`));
  if (service === undefined) return true;
  const isServed = countsOf(service).running >= service.desired;
  return service.deployments[0]?.rolloutState === 'COMPLETED' && isServed && !isToMove(simulation, service);
}

/** A task on a host that is DRAINING is to be replaced, and where no host has room ECS says so every quarter of an hour. */
function isToMove({ account }: Simulation, { name, scheduling }: Service): boolean {
  return (
    scheduling !== 'DAEMON' &&
    [...account.tasks.values()].some(
      ({ group, lastStatus, instance }) =>
        group === `service:${name}` && lastStatus === 'RUNNING' && instance?.status === 'DRAINING',
    )
  );
}

/** Of an instance, or a group's drains; undefined: it is about neither. */
function isHostOver({ simulation, drains, hindrances }: Seen, key: string): boolean | undefined {
  const { instances, groups } = simulation.account;
  const host = [...instances.values()].find((each) => key.endsWith(`/instance/${each.ec2InstanceId}`));
  if (host !== undefined) return host.agentConnected || host.status === 'INACTIVE';
  // A group has its incident as long as an instance of it cannot leave; a second activity's has the time in its name.
  const subject = key.replace(/\/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}Z$/u, '');
  const group = [...groups.values()].find((each) => subject.endsWith(`/instance/${each.name}`));
  if (group !== undefined)
    return ![...group.instances.values()].some(
      ({ id, state }) => state.endsWith(':Wait') || isAskedFor(drains, id, hindrances),
    );
  const [, alone] = /\/instance\/(i-[^/]*)\/drain$/u.exec(key) ?? [];
  return alone === undefined ? undefined : !isAskedFor(drains, alone, hindrances);
}

/** Of a family that nobody starts again nobody can say that it is well. */
function isStartedAgain(family: string, { simulation, calmSince }: Seen): boolean {
  const calm = calmSince() ?? Infinity;
  return [...simulation.account.tasks.values()].some(
    ({ group, createdAt }) => group === `family:${family}` && createdAt > calm,
  );
}
