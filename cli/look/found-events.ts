import type { ContainerInstanceChanged, ServiceFound } from '../../lib/core/event.ts';
import type { HealthPolicy } from '../../lib/health/policy.ts';
import { isIgnored } from '../../lib/health/policy.ts';
import { agentEvent } from '../../lib/health/sweep/agents.ts';
import { signsOf } from '../../lib/health/sweep/signs.ts';
import { targetsOfService } from '../../lib/health/targets.ts';
import { textIn } from './items.ts';
import type { LookFacts } from './reads.ts';
import type { LookSource } from './source.ts';
import { nameOf } from './source.ts';

export type LookEvent = ServiceFound | ContainerInstanceChanged;

/** At risk after 15 minutes, a new service after 10 more; too little room at two looks, while something moves after 30. */
const mostMinutes = 27;
const mostMinutesOfRoom = 40;

type Found = { readonly event: LookEvent; readonly minutes: number };

/** What the look at all services would find, agents that are away, and the room of each cluster with instances. */
export async function eventsOf(
  source: LookSource,
  { services, lost, reads }: LookFacts,
  policy: HealthPolicy,
): Promise<readonly Found[]> {
  const { at, account, region } = source;
  const { health } = reads(() => at);
  const found: Found[] = [];
  for (const { cluster, service } of services.filter((each) => !isIgnored(policy, each.cluster))) {
    const targets = await targetsOfService(service, health);
    const signs = signsOf(service, targets?.ok === true ? targets.value.healthy : undefined, at);
    const id = `look/${cluster}/${service.name}`;
    const where = { cluster, service: service.name, account, region };
    if (signs.length > 0)
      found.push({ event: { kind: 'service-found', id, at, ...where, signs }, minutes: mostMinutes });
  }
  const away = lost
    .filter(({ cluster }) => !isIgnored(policy, cluster))
    .map((each): Found => ({ event: agentEvent(each, { region, now: at }), minutes: mostMinutes }));
  const rooms = source.clusters.flatMap(({ cluster, containerInstances }): Found[] => {
    const [instance] = containerInstances;
    const name = nameOf(cluster);
    if (instance === undefined || name === undefined || isIgnored(policy, name)) return [];
    const arn = textIn(instance, 'containerInstanceArn') ?? '';
    const event = { ...agentEvent({ arn, cluster: name }, { region, now: at }), agentConnected: true };
    return [{ event: { ...event, id: `look/${name}` }, minutes: mostMinutesOfRoom }];
  });
  return [...found, ...away, ...rooms];
}
