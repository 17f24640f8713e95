import { minuteMs } from '../../lib/core/time.ts';
import type { Service } from '../account/service.ts';
import type { Called, Invariant, Seen } from './invariant.ts';

/** A task that runs for so long serves: what crash-loops dies before. */
const servesAfterMs = 3 * minuteMs;

/** What changes a service, and is only about those that crash-loop. */
const changes: ReadonlySet<string> = new Set([
  'ECS.UpdateService',
  'ECS.StopServiceDeployment',
  'ApplicationAutoScaling.RegisterScalableTarget',
]);

function serviceOf({ simulation }: Seen, { input }: Called): Service | undefined {
  const services = [...simulation.account.services.values()];
  return services.find(({ arn, name }) => input['service'] === name || input['service'] === arn);
}

const neverServing: Invariant = {
  name: 'what serves is never stopped',
  called: (call, seen) => {
    if (call.operation !== 'ECS.UpdateService' || call.input['desiredCount'] !== 0) return undefined;
    const now = seen.simulation.agenda.now();
    const service = serviceOf(seen, call);
    const serving = [...(service?.tasks ?? [])].filter(
      ({ lastStatus, desiredStatus, startedAt }) =>
        lastStatus === 'RUNNING' && desiredStatus === 'RUNNING' && now - (startedAt ?? now) > servesAfterMs,
    );
    return serving.length === 0 ? undefined : `${service?.name} is stopped while ${serving.length} of its tasks serve`;
  },
};

const onlyWhereAllowed: Invariant = {
  name: 'services are changed only where somebody allows it',
  called: ({ operation }, { mayStop }) =>
    changes.has(operation) && !mayStop ? `${operation} was called, and nobody allows it` : undefined,
};

/** What is promised of services that crash-loop. */
export const stoppingInvariants = (): readonly Invariant[] => [neverServing, onlyWhereAllowed];
