import type { Instant } from '../../../lib/core/time.ts';
import { minuteMs } from '../../../lib/core/time.ts';
import { noteProgress } from '../deployments/progress.ts';
import { emitServiceAction } from '../events.ts';
import type { Account, ContainerInstance } from '../model.ts';
import type { PlacementFailure } from '../placement.ts';
import type { Service } from '../service.ts';
import type { Task } from '../task.ts';
import { awaitsAgent, daemonHosts, holdsDaemonsOnly, refusalsOn } from './daemon-hosts.ts';
import { tell, words } from './messages.ts';
import { earliest } from './attention.ts';
import { primaryOf } from './standing.ts';
import { launchOne } from './start.ts';
import { settle } from './steady.ts';
import { causeOf, stopOne, stopSick, tellStopped } from './stop.ts';
import { forgetThrottle, heldBackUntil } from './throttle.ts';
import { sayUnplaced } from './unplaced.ts';
import type { View } from './view.ts';
import { noteProven, viewOf } from './view.ts';

/** One look at a daemon service: one task on each host, the old one stopped before the new one starts (ecs_services). */
export function lookAtDaemon(account: Account, service: Service): Instant | undefined {
  const hosts = daemonHosts(account, service);
  noteDesired(account, service, hosts.length);
  const view = viewOf(account, service, hosts.length);
  noteProven(service, view);
  const stopped = [...stopSick(account, service, view, 0), ...stopOlder(account, view, new Set(hosts))];
  tellStopped(account, service, stopped);
  const started = startMissing(account, service, view, hosts);
  if (started.length > 0) tell(account, service, words.started(started, 0));
  const progress = noteProgress(account, service, view, started.length);
  settle(account, service, view, started.length + stopped.length === 0);
  const agent = awaitsAgent(account, service) ? account.agenda.now() + minuteMs : undefined;
  return earliest([heldBackUntil(account, service), progress, agent]);
}

/** The scheduler itself computes how many a daemon wants, and says when that changes (ecs_service_events). */
function noteDesired(account: Account, service: Service, count: number): void {
  if (service.desired === count) return;
  service.desired = count;
  primaryOf(service).desired = count;
  emitServiceAction(account, service, { eventType: 'INFO', eventName: 'SERVICE_DESIRED_COUNT_UPDATED' });
}

function stopOlder(account: Account, view: View, hosts: ReadonlySet<ContainerInstance>): Task[] {
  const stopped: Task[] = [];
  for (const task of [...view.spare, ...view.staying]) {
    if (mayStay(account, view, task, hosts)) continue;
    if (!stopOne(account, task, causeOf(task))) continue;
    view.live -= 1;
    if (view.standing.get(task) === 'healthy') view.healthy -= 1;
    const at = view.staying.indexOf(task);
    if (at >= 0) view.staying.splice(at, 1);
    stopped.push(task);
  }
  return stopped;
}

function mayStay(account: Account, view: View, task: Task, hosts: ReadonlySet<ContainerInstance>): boolean {
  const { instance } = task;
  if (instance?.status === 'DRAINING') return !holdsDaemonsOnly(account, instance);
  if (instance === undefined || !hosts.has(instance)) return false;
  if (task.startedBy === view.primary.id) return true;
  const isHealthy = view.standing.get(task) === 'healthy';
  return view.standing.get(task) !== 'starting' && view.healthy - Number(isHealthy) < view.lower;
}

function startMissing(account: Account, service: Service, view: View, hosts: readonly ContainerInstance[]): Task[] {
  if (view.primary.rolloutState === 'FAILED' || heldBackUntil(account, service) !== undefined) return [];
  const started: Task[] = [];
  const failures: PlacementFailure[] = [];
  const covered = new Set([...service.tasks].filter(isWanted).map(({ instance }) => instance));
  for (const host of hosts) {
    if (covered.has(host)) continue;
    const refusals = refusalsOn(account, service, host);
    if (refusals !== undefined) failures.push(...refusals);
    else started.push(startOn(account, service, host));
  }
  view.staying.push(...started);
  if (failures.length > 0) sayUnplaced(account, service, failures, undefined);
  else if (started.length > 0) forgetThrottle(service, 'places');
  return started;
}

function startOn(account: Account, service: Service, instance: ContainerInstance): Task {
  const wanted = { deployment: primaryOf(service), launchType: 'EC2' } as const;
  return launchOne(account, service, wanted, { instance, zone: instance.zone });
}

const isWanted = ({ desiredStatus }: Task): boolean => desiredStatus === 'RUNNING';
