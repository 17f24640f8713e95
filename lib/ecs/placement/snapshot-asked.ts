import { present } from '../../core/present.ts';
import { lastPart } from '../../core/last-part.ts';
import type { AskedPlaces, AskedTask } from './asked.ts';
import { fargateProviders } from './fargate.ts';
import type { Snapshot, Subnet } from './snapshot.ts';
import type { SnapshotDefinition } from './snapshot-definition.ts';
import type { SnapshotService } from './snapshot-service.ts';
import { zoneOf } from './supply.ts';

/** What a service asks of the scheduler for its next task. Undefined: its task definition is not in the snapshot. */
export function askedByService(snapshot: Snapshot, service: SnapshotService): AskedTask | undefined {
  const definition = definitionNamed(snapshot, service.taskDefinition);
  if (definition === undefined) return undefined;
  const isFargate = service.capacityProviders.some((each) => fargateProviders.includes(each));
  return {
    definition,
    group: `service:${service.name}`,
    launchType: isFargate ? 'FARGATE' : (service.launchType ?? 'EC2'),
    capacityProviders: service.capacityProviders,
    constraints: service.constraints,
    features: [...new Set([...service.features, ...definition.features])],
    isDaemon: service.isDaemon,
    ...(service.strategies.length > 0 && { strategies: service.strategies }),
    ...present({ places: placesOf(snapshot, service.subnets) }),
  };
}

/** What `run-task` asks with no more than a task definition: it goes where the cluster's default strategy says. */
export function askedByDefinition(
  definition: SnapshotDefinition,
  { defaultProviders }: Pick<Snapshot, 'defaultProviders'> = { defaultProviders: [] },
): AskedTask {
  const isFargate = definition.isFargateOnly || defaultProviders.some((each) => fargateProviders.includes(each));
  return {
    definition,
    group: `family:${definition.family}`,
    launchType: isFargate ? 'FARGATE' : 'EC2',
    capacityProviders: isFargate ? [] : defaultProviders,
    constraints: [],
    features: definition.features,
    isDaemon: false,
  };
}

/** By ARN, `family:revision`, or a family, of which the newest revision is meant. */
export function definitionNamed({ definitions }: Snapshot, name: string): SnapshotDefinition | undefined {
  const short = lastPart(name);
  return definitions
    .filter(({ arn, family, revision }) => arn === name || family === short || `${family}:${revision}` === short)
    .toSorted((a, b) => b.revision - a.revision)[0];
}

/** The service of a name or an ARN. */
export function serviceNamed({ services }: Snapshot, name: string): SnapshotService | undefined {
  return services.find((each) => each.arn === name || each.name === name);
}

/** The daemons other tasks must leave room for. */
export function daemonsOf(snapshot: Snapshot): readonly AskedTask[] {
  return snapshot.services
    .filter(({ isDaemon, status }) => isDaemon && status === 'ACTIVE')
    .flatMap((service) => askedByService(snapshot, service) ?? []);
}

/** Subnets are known from their own list, or from the instances that stand in them. */
function placesOf(snapshot: Snapshot, wanted: readonly string[] | undefined): AskedPlaces | undefined {
  if (wanted === undefined || wanted.length === 0) return undefined;
  const known = new Map([...subnetsOfInstances(snapshot), ...snapshot.subnets].map((each) => [each.id, each]));
  const found = wanted.flatMap((id) => known.get(id) ?? []);
  return {
    zones: new Set(found.map(({ zone }) => zone)),
    unresolved: wanted.filter((id) => !known.has(id)),
    ...present({ vpcId: found.find(({ vpcId }) => vpcId !== undefined)?.vpcId }),
  };
}

function subnetsOfInstances({ instances }: Snapshot): readonly Subnet[] {
  return instances.flatMap((instance) => {
    const id = instance.attributes.get('ecs.subnet-id');
    const zone = zoneOf(instance);
    const vpcId = instance.attributes.get('ecs.vpc-id');
    return id === undefined || zone === undefined ? [] : [{ id, zone, ...present({ vpcId }) }];
  });
}
