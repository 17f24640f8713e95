import { beginDeployment } from '../deployments/begin.ts';
import { emitServiceAction } from '../events.ts';
import type { Account } from '../model.ts';
import { Refusal } from '../refusal.ts';
import type { Service } from '../service.ts';
import type { Task } from '../task.ts';
import type { TaskDefinition } from '../task-definition.ts';
import { protectTask } from '../tasks/stop.ts';
import type { Actor } from '../trail.ts';
import { recordChange } from '../trail.ts';
import { serviceOf } from './standing.ts';
import { attention } from './attention.ts';
import { wake } from './wake.ts';

type ServiceChange = {
  readonly desired?: number;
  readonly definition?: TaskDefinition;
  readonly forceNewDeployment?: boolean;
  /** Tasks that start from now on are shared out by it; those there are stay, unless a deployment is forced. */
  readonly capacityProviderStrategy?: Service['capacityProviderStrategy'];
  readonly minimumHealthyPercent?: number;
  readonly maximumPercent?: number;
  readonly circuitBreaker?: Service['circuitBreaker'];
  readonly healthCheckGracePeriodS?: number;
  readonly by?: Actor;
  /** Service Auto Scaling asks: the change of the count is told by an event. */
  readonly computed?: boolean;
};

/** UpdateService. A new task definition, or force, begins a new deployment; the rest changes the one there is. */
export function updateService(account: Account, service: Service, change: ServiceChange): void {
  if (service.status !== 'ACTIVE') throw new Refusal('ServiceNotActiveException', 'Service was not ACTIVE.');
  const { definition, forceNewDeployment = false, by } = change;
  if (service.controller !== 'ECS' && (definition !== undefined || forceNewDeployment)) {
    const message = `Unable to update task definition on services with a ${service.controller} deployment controller.`;
    throw new Refusal('InvalidParameterException', message);
  }
  setLimits(service, change);
  if (change.desired !== undefined) setDesired(account, service, change.desired, change.computed === true);
  recordChange(account, 'UpdateService', service.arn, by);
  const current = service.deployments[0]?.definition;
  if (forceNewDeployment || (definition !== undefined && definition !== current)) {
    const next = definition ?? current;
    if (next !== undefined) beginDeployment(account, service, next);
    wake(account, service, attention.deployment);
  } else {
    wake(account, service);
  }
}

function setLimits(service: Service, change: ServiceChange): void {
  service.minimumHealthyPercent = change.minimumHealthyPercent ?? service.minimumHealthyPercent;
  service.maximumPercent = change.maximumPercent ?? service.maximumPercent;
  service.circuitBreaker = change.circuitBreaker ?? service.circuitBreaker;
  service.capacityProviderStrategy = change.capacityProviderStrategy ?? service.capacityProviderStrategy;
  service.healthCheckGracePeriodS = change.healthCheckGracePeriodS ?? service.healthCheckGracePeriodS;
}

/** "This event is not sent when the desired count is manually updated by a user" (ecs_service_events). */
function setDesired(account: Account, service: Service, desired: number, computed: boolean): void {
  if (service.scheduling === 'DAEMON') {
    const message =
      'The daemon scheduling strategy does not support a desired count for services. Remove the desired count value and try again';
    throw new Refusal('InvalidParameterException', message);
  }
  if (service.desired === desired) return;
  service.desired = desired;
  const [primary] = service.deployments;
  if (primary !== undefined) primary.desired = desired;
  if (computed) {
    emitServiceAction(account, service, { eventType: 'INFO', eventName: 'SERVICE_DESIRED_COUNT_UPDATED' });
  }
}

/** DeleteService. Only a service scaled to nothing goes without force (API_DeleteService). */
export function deleteService(
  account: Account,
  service: Service,
  { force = false, by }: { readonly force?: boolean; readonly by?: Actor } = {},
): void {
  if (service.status !== 'ACTIVE') throw new Refusal('ServiceNotActiveException', 'Service was not ACTIVE.');
  if (!force && service.scheduling === 'REPLICA' && service.desired > 0) {
    throw new Refusal('InvalidParameterException', 'The service cannot be stopped while it is scaled above 0.');
  }
  service.status = 'DRAINING';
  service.desired = 0;
  account.agenda.cancel(service.memory.repeat);
  recordChange(account, 'DeleteService', service.arn, by);
  wake(account, service);
}

/** UpdateTaskProtection: the scheduler looks again when protection ends or is taken back. */
export function setProtection(account: Account, task: Task, minutes: number | undefined): void {
  protectTask(account, task, minutes);
  const service = serviceOf(account, task);
  if (service !== undefined && minutes === undefined) wake(account, service);
}
