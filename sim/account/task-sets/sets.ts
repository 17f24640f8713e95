import type { Instant } from '../../../lib/core/time.ts';
import { emitServiceAction } from '../events.ts';
import { digitsOf, ecsArn, nameIn } from '../identities.ts';
import type { Account } from '../model.ts';
import type { Deployment, Service } from '../service.ts';
import { earliest } from '../services/attention.ts';
import { tell, words } from '../services/messages.ts';
import { standingOf } from '../services/standing.ts';
import { startTasks } from '../services/start.ts';
import { scaling, stopOne, stopUnhealthy, tellStopped } from '../services/stop.ts';
import { heldBackUntil } from '../services/throttle.ts';
import { wake } from '../services/wake.ts';
import type { Task } from '../task.ts';
import type { TaskDefinition } from '../task-definition.ts';

/**
 * Of services that CodeDeploy or an external controller deploys. ECS keeps each set at its number of tasks, and does no
 * more: no deployment, no circuit breaker, no limits (deployment-type-external; API_TaskSet). A set is held as a
 * deployment is, its primary first; answers show it as a task set.
 */
export function addTaskSet(account: Account, service: Service, definition: TaskDefinition): Deployment {
  const now = account.agenda.now();
  const [primary] = service.deployments;
  const path = `service-revision/${nameIn(service.clusterArn)}/${service.name}/${digitsOf(account.random, 19)}`;
  const set: Deployment = {
    id: `ecs-svc/${digitsOf(account.random, 19)}`,
    definition,
    revision: { arn: ecsArn(account, path), definition, createdAt: now },
    status: primary === undefined ? 'PRIMARY' : 'ACTIVE',
    desired: service.desired,
    failedTasks: 0,
    rolloutState: 'COMPLETED',
    rolloutReason: '',
    createdAt: now,
    updatedAt: now,
    serviceDeploymentArn: '',
    isRollback: false,
    onAlternate: primary !== undefined && !primary.onAlternate,
    steady: false,
    progress: 'created',
  };
  service.deployments.push(set);
  wake(account, service);
  return set;
}

/** UpdateServicePrimaryTaskSet: production traffic goes to it. */
export function makePrimary(account: Account, service: Service, set: Deployment): void {
  for (const each of service.deployments) each.status = each === set ? 'PRIMARY' : 'ACTIVE';
  service.deployments.sort((a, b) => Number(b.status === 'PRIMARY') - Number(a.status === 'PRIMARY'));
  wake(account, service);
}

/** DeleteTaskSet: its tasks go, and it with the last of them. */
export function removeTaskSet(account: Account, service: Service, set: Deployment): void {
  set.desired = 0;
  set.steady = false;
  wake(account, service);
}

/** All of its tasks run, and are healthy. */
export function isWhole(account: Account, service: Service, set: Deployment): boolean {
  const own = tasksOf(service, set);
  return (
    own.length === set.desired &&
    own.every((task) => ['healthy', 'leaving'].includes(standingOf(account, service, task)))
  );
}

/** One look of the scheduler at all sets of a service. Returns when to look again though nothing happens. */
export function lookAtTaskSets(account: Account, service: Service): Instant | undefined {
  for (const set of service.deployments) keep(account, service, set);
  for (const set of service.deployments.filter(({ desired }) => desired === 0)) {
    if ([...service.tasks].some(({ startedBy }) => startedBy === set.id) || set.status === 'PRIMARY') continue;
    service.deployments.splice(service.deployments.indexOf(set), 1);
  }
  return earliest([heldBackUntil(account, service)]);
}

const tasksOf = (service: Service, { id }: Deployment): Task[] =>
  [...service.tasks].filter(({ startedBy, desiredStatus }) => startedBy === id && desiredStatus === 'RUNNING');

function keep(account: Account, service: Service, set: Deployment): void {
  const sick = tasksOf(service, set).filter((task) => standingOf(account, service, task) === 'unhealthy');
  for (const task of sick) stopUnhealthy(account, service, task);
  const own = tasksOf(service, set);
  const surplus = own.slice(set.desired).filter((task) => stopOne(account, task, scaling(task)));
  tellStopped(account, service, surplus);
  const isHeld = heldBackUntil(account, service) !== undefined;
  const started = isHeld ? [] : startTasks(account, service, set, set.desired - own.length);
  if (started.length > 0) tell(account, service, words.started(started, sick.length));
  const isSteady = started.length + surplus.length + sick.length === 0 && isWhole(account, service, set);
  if (isSteady && !set.steady && set.desired > 0) {
    emitServiceAction(account, service, { eventType: 'INFO', eventName: 'TASKSET_STEADY_STATE' });
  }
  set.steady = isSteady;
}
