import type { EcsService } from '../core/ecs-reads.ts';
import type { DeploymentChanged } from '../core/event.ts';
import type { Read } from '../core/ports.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs } from '../core/time.ts';
import { find } from './deployment.ts';
import { logOf } from './deployment-log.ts';
import type { HealthState } from './state.ts';

/** What a service says of itself is older than this: it has been told, or is over. */
const newsMs = 20 * minuteMs;

/** The words of service-event-messages-list and of DescribeServices answers that were published, and their events. */
const words = [
  [/\(deployment (ecs-svc\/\d+)\) deployment failed/u, 'SERVICE_DEPLOYMENT_FAILED', 'failed'],
  [/rolling back to deployment (?:id )?#?(ecs-svc\/\d+)/iu, 'SERVICE_DEPLOYMENT_IN_PROGRESS', 'began'],
  [/\(deployment (ecs-svc\/\d+)\) deployment completed/u, 'SERVICE_DEPLOYMENT_COMPLETED', 'completed'],
] as const;

type Told = { readonly event: DeploymentChanged; readonly kind: (typeof words)[number][2] };

/**
 * The deployments that a service's own messages tell of, as the events that should have told them. Only where one has
 * failed, and only what is not known already: a success nobody heard of is no news.
 */
export function deploymentsIn(
  service: Read<EcsService> | undefined,
  { deployment, subject }: HealthState,
  now: Instant,
): readonly DeploymentChanged[] {
  if (service?.ok !== true) return [];
  const log = logOf(deployment);
  const told = service.value.events.flatMap((message): readonly Told[] => {
    if (now - message.at >= newsMs) return [];
    const said = saidIn(message.message);
    if (said === undefined) return [];
    const known = find(log, said.id);
    const isKnown = said.kind === 'began' ? known?.isRollBack === true : known?.end !== undefined;
    if (isKnown) return [];
    const { account, region } = subject;
    const event: DeploymentChanged = {
      kind: 'deployment',
      id: `read/${said.id}/${said.kind}`,
      at: message.at,
      account,
      region,
      serviceArn: service.value.serviceArn,
      eventType: said.kind === 'failed' ? 'ERROR' : 'INFO',
      eventName: said.name,
      deploymentId: said.id,
      reason: reasonOf(said.kind, said.id, message.message),
    };
    return [{ event, kind: said.kind }];
  });
  const isNews = told.some(({ kind }) => kind === 'failed');
  return isNews ? told.map(({ event }) => event) : [];
}

function saidIn(
  message: string,
): { readonly id: string; readonly name: string; readonly kind: Told['kind'] } | undefined {
  for (const [pattern, name, kind] of words) {
    const id = pattern.exec(message)?.[1];
    if (id !== undefined) return { id, name, kind };
  }
  return undefined;
}

/** As the event would say it: its words tell a roll-back from any other beginning (ecs_service_deployment_events). */
function reasonOf(kind: Told['kind'], id: string, message: string): string {
  if (kind === 'began') return `ECS deployment circuit breaker: rolling back to deploymentId ${id}.`;
  return message.replace(/^\(service [^)]*\) /u, '');
}

/** Whether a service says that a deployment of its has failed lately. */
export function hasFailedDeployment({ events }: EcsService, since: Instant): boolean {
  return events.some(({ at, message }) => at > since && words[0][0].test(message));
}
