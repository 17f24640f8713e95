import { hourMs, minuteMs } from '../../../lib/core/time.ts';
import { completeDeployment } from '../deployments/complete.ts';
import { emitServiceAction } from '../events.ts';
import { ecsArn } from '../identities.ts';
import type { Account } from '../model.ts';
import type { Service } from '../service.ts';
import { tell, words } from './messages.ts';
import type { View } from './view.ts';
import { isSteady } from './view.ts';

/** "The service scheduler reports the status periodically" (ecs_service_events). */
const repeatMs = { usual: 6 * hourMs, often: 30 * minuteMs } as const;

/** Tells that the service has come to rest, once each time it does, and completes its deployment. */
export function settle(account: Account, service: Service, view: View, still: boolean): void {
  const { primary } = view;
  forgetGone(service);
  if (!still || !isSteady(view)) {
    primary.steady = false;
    account.agenda.cancel(service.memory.repeat);
    return;
  }
  if (primary.steady) return;
  primary.steady = true;
  saySteady(account, service);
}

/** The two events come in either order (recorded streams). */
function saySteady(account: Account, service: Service): void {
  const [primary] = service.deployments;
  sayCapacitySteady(account, service);
  const completes = primary?.rolloutState === 'IN_PROGRESS';
  const completesFirst = completes && account.random.chance(0.5);
  if (primary !== undefined && completesFirst) completeDeployment(account, service, primary);
  emitServiceAction(account, service, { eventType: 'INFO', eventName: 'SERVICE_STEADY_STATE' });
  if (primary !== undefined && completes && !completesFirst) completeDeployment(account, service, primary);
  tell(account, service, words.steady);
  account.agenda.cancel(service.memory.repeat);
  const waitMs = account.switches.steadyStateRepeatsOften ? repeatMs.often : repeatMs.usual;
  service.memory.repeat = account.agenda.after(waitMs, `${service.name} is still steady`, () => {
    if (service.status === 'ACTIVE' && service.deployments[0]?.steady === true) saySteady(account, service);
  });
}

/** Sent again and again while a service with a capacity provider strategy moves; it says nothing of tasks. */
export function sayCapacitySteady(account: Account, service: Service): void {
  if (!makesCapacityNoise(account, service)) return;
  const strategy = service.capacityProviderStrategy.map(({ provider }) => provider);
  const providers = strategy.length === 0 && service.launchType === 'FARGATE' ? ['FARGATE'] : strategy;
  const capacityProviderArns = providers.map((provider) => ecsArn(account, `capacity-provider/${provider}`));
  const eventName = 'CAPACITY_PROVIDER_STEADY_STATE';
  emitServiceAction(account, service, { eventType: 'INFO', eventName, capacityProviderArns });
}

export function makesCapacityNoise({ switches }: Account, { capacityProviderStrategy }: Service): boolean {
  return capacityProviderStrategy.length > 0 || switches.capacityNoiseEverywhere;
}

/** Older deployments are listed until their last task has stopped. */
function forgetGone(service: Service): void {
  for (let at = service.deployments.length - 1; at > 0; at -= 1) {
    const deployment = service.deployments[at];
    if (deployment === undefined || [...service.tasks].some(({ startedBy }) => startedBy === deployment.id)) continue;
    deployment.status = 'INACTIVE';
    service.deployments.splice(at, 1);
  }
}
