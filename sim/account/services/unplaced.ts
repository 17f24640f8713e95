import { noteUnplaced } from '../deployments/failures.ts';
import { emitServiceAction } from '../events.ts';
import { ecsArn, nameIn } from '../identities.ts';
import type { Account } from '../model.ts';
import type { PlacementFailure } from '../placement.ts';
import type { Service } from '../service.ts';
import { suppressionMs, tellOnce, words } from './messages.ts';
import { noteFailedPlacement } from './throttle.ts';

/** service-event-messages-list: what the closest instance lacks, by the reason of the failure. */
const lacks: Readonly<Record<string, string>> = {
  'RESOURCE:CPU': 'has insufficient CPU units available.',
  'RESOURCE:MEMORY': 'has insufficient memory available.',
  'RESOURCE:PORTS': 'is already using a port required by your task.',
  'RESOURCE:PORTS_TCP': 'is already using a port required by your task.',
  'RESOURCE:PORTS_UDP': 'is already using a port required by your task.',
  ATTRIBUTE: 'is missing an attribute required by your task.',
};

/** Tells why no task could be placed and makes the next attempt wait. One event names one reason. */
export function sayUnplaced(
  account: Account,
  service: Service,
  failures: readonly PlacementFailure[],
  capacityProvider: string | undefined,
): void {
  if (noteFailedPlacement(account, service)) noteUnplaced(service);
  const closest = failures.find(({ reason }) => reason.startsWith('RESOURCE')) ?? failures[0];
  const reason = closest?.reason ?? 'RESOURCE:CPU';
  const onHost = closest?.arn?.includes(':container-instance/') === true;
  tellOnce(account, service, messageOf(reason, onHost ? closest?.arn : undefined, capacityProvider));
  if (!mayEmit(account, service, `event ${reason}`)) return;
  const provider = capacityProvider ?? (service.launchType === 'FARGATE' ? 'FARGATE' : undefined);
  emitServiceAction(account, service, {
    eventType: 'ERROR',
    eventName: 'SERVICE_TASK_PLACEMENT_FAILURE',
    reason,
    ...(onHost
      ? {
          containerInstanceArns: failures.flatMap(({ arn, reason: own }) =>
            own === reason && arn !== undefined ? [arn] : [],
          ),
        }
      : provider !== undefined && { capacityProviderArns: [ecsArn(account, `capacity-provider/${provider}`)] }),
  });
}

function messageOf(reason: string, instanceArn: string | undefined, capacityProvider: string | undefined): string {
  if (reason === 'RESOURCE:FARGATE') return words.noCapacity;
  if (instanceArn === undefined) {
    const where = capacityProvider === undefined ? 'cluster' : 'capacity provider';
    return words.noInstance(`Reason: No Container Instances were found in your ${where}.`);
  }
  const lack = lacks[reason] ?? `encountered error "${reason}".`;
  return words.noInstance(`The closest matching (container-instance ${nameIn(instanceArn)}) ${lack}`);
}

/** The event is not sent again for six hours, unless the switch says that it is. */
function mayEmit(account: Account, service: Service, key: string): boolean {
  const now = account.agenda.now();
  const before = service.memory.toldAt.get(key);
  service.memory.toldAt.set(key, before === undefined || now - before >= suppressionMs ? now : before);
  return account.switches.failureEventsRepeat || before === undefined || now - before >= suppressionMs;
}
