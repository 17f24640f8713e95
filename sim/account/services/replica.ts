import type { Instant } from '../../../lib/core/time.ts';
import type { Account } from '../model.ts';
import type { Service } from '../service.ts';
import type { Task } from '../task.ts';
import { earliest } from './attention.ts';
import { holdsBlue, holdsGreen } from '../deployments/stages.ts';
import { emitServiceAction } from '../events.ts';
import { tell, tellOnce, words } from './messages.ts';
import { deploymentOf } from './standing.ts';
import { startTasks } from './start.ts';
import { scaleIn, stopSick, stopSpare, tellStopped } from './stop.ts';
import { heldBackUntil } from './throttle.ts';
import type { View } from './view.ts';

/** What one look did, and when to look again by itself. */
type Moves = { readonly started: number; readonly stopped: number; readonly again: Instant | undefined };

/**
 * One look at a replica service: starts as far as `maximumPercent` allows, then stops what is replaced as far as
 * `minimumHealthyPercent` allows, then starts into the room that was made.
 */
export function moveReplica(account: Account, service: Service, view: View): Moves {
  const held = heldBackUntil(account, service);
  const first = startPrimary(account, service, view);
  if (first.length > 0) tell(account, service, words.started(first, Math.min(first.length, view.sick.length)));
  const sick = stopSick(account, service, view, first.length);
  const spare = holdsBlue(account, service) ? [] : stopSpare(account, view);
  const over = scaleIn(account, view);
  const stopped = [...sick, ...spare, ...over.stopped];
  tellStopped(account, service, stopped);
  const second = stopped.length > 0 ? startPrimary(account, service, view) : [];
  const restored = restoreOlder(account, service, view);
  const started = [...second, ...restored];
  if (started.length > 0) tell(account, service, words.started(started, 0));
  const moved = { started: first.length + started.length, stopped: stopped.length };
  if (moved.started + moved.stopped === 0 && held === undefined) sayStuck(account, service, view);
  const again = [heldBackUntil(account, service), protectedUntil(account, service, view, over.held)];
  return { ...moved, again: earliest(again) };
}

function startPrimary(account: Account, service: Service, view: View): Task[] {
  const { primary, desired, upper } = view;
  const count = Math.min(desired - view.staying.length, upper - view.live);
  if (
    count <= 0 ||
    primary.rolloutState === 'FAILED' ||
    holdsGreen(account, service) ||
    heldBackUntil(account, service) !== undefined
  )
    return [];
  const started = startTasks(account, service, primary, count);
  view.staying.push(...started);
  view.live += started.length;
  return started;
}

/**
 * "Unhealthy tasks are replaced using the same service revision they belong to" (deployment-type-ecs): a revision that
 * was whole is kept at the lower limit while its successor cannot take over.
 */
function restoreOlder(account: Account, service: Service, view: View): Task[] {
  const older = service.deployments.find(
    (each) => each !== view.primary && each.rolloutState === 'COMPLETED' && each.revision === service.lastCompleted,
  );
  if (older === undefined) return [];
  const coming = view.spare.filter((task) => view.standing.get(task) !== 'healthy' && isOf(task, older.id)).length;
  const count = Math.min(view.lower - view.healthy - coming, view.upper - view.live);
  if (count <= 0 || service.memory.failedPlacements > 0) return [];
  const started = startTasks(account, service, older, count);
  view.live += started.length;
  return started;
}

const isOf = (task: Task, deploymentId: string): boolean =>
  task.startedBy === deploymentId && task.desiredStatus === 'RUNNING';

/** A deployment that the limits leave no way to begin is told of by a message alone. */
function sayStuck(account: Account, service: Service, view: View): void {
  const waits = view.leaving > 0 || [...view.standing.values()].some((how) => how === 'starting' || how === 'running');
  const older = view.spare.some((task) => deploymentOf(service, task) !== view.primary);
  if (waits || !older || view.staying.length >= view.desired || view.upper > view.live) return;
  tellOnce(account, service, words.stuck);
}

/** TASKSET_SCALE_IN_FAILURE_BY_TASK_PROTECTION (ecs_service_events); the scheduler tries again when protection ends. */
function protectedUntil(account: Account, service: Service, view: View, held: number): Instant | undefined {
  const ends = [...view.staying, ...view.spare].flatMap(({ protectedUntil: until, desiredStatus }) =>
    until !== undefined && until > account.agenda.now() && desiredStatus === 'RUNNING' ? [until] : [],
  );
  if (held > 0 && tellOnce(account, service, words.protectedTasks(view.primary.id))) {
    const eventName = 'TASKSET_SCALE_IN_FAILURE_BY_TASK_PROTECTION';
    emitServiceAction(account, service, { eventType: 'INFO', eventName });
  }
  return held > 0 || view.spare.length > 0 ? earliest(ends) : undefined;
}
