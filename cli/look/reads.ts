import type { EnrichmentReads } from '../../lib/alert/enrich/look.ts';
import { serviceOf as serviceShape } from '../../lib/aws/ecs-service-shape.ts';
import { taskOf as taskShape } from '../../lib/aws/ecs-shapes.ts';
import { readingOf } from '../../lib/aws/elb.ts';
import { taskDefinitionOf as definitionShape } from '../../lib/aws/task-definition-shape.ts';
import type { ClusterItems, RawItem } from '../../lib/core/cluster-reads.ts';
import type { EcsService, EcsTask } from '../../lib/core/ecs-reads.ts';
import type { EcsContainerInstance } from '../../lib/core/host-reads.ts';
import type { TargetHealth } from '../../lib/core/evidence-reads.ts';
import { present } from '../../lib/core/present.ts';
import type { FiringAlarm } from '../../lib/core/alarm-reads.ts';
import type { Read } from '../../lib/core/ports.ts';
import type { LostAgent } from '../../lib/core/sweep-reads.ts';
import type { Instant } from '../../lib/core/time.ts';
import { isObject } from '../../lib/core/json.ts';
import { clusterName } from '../../lib/ecs/arn.ts';
import type { HealthReads } from '../../lib/health/facts.ts';
import { dates, readsFrom } from '../replay/facts.ts';
import { knownAt } from '../replay/not-asked.ts';
import { listIn, numberIn, textIn } from './items.ts';
import type { LookSource } from './source.ts';
import { nameOf } from './source.ts';

/** A service of the snapshot, in our shape. */
export type SeenService = { readonly cluster: string; readonly service: EcsService; readonly item: RawItem };

type Reads = { readonly health: HealthReads; readonly enrichment: EnrichmentReads };

export type LookFacts = {
  readonly services: readonly SeenService[];
  readonly lost: readonly LostAgent[];
  readonly reads: (now: () => Instant) => Reads;
};

/** What the features may read, over what was read once: it stays true for as long as nobody looks again. */
export function lookFacts(source: LookSource): LookFacts {
  const services = source.clusters.flatMap((items) =>
    (items.services ?? []).map((item): SeenService => {
      const service = serviceShape(revived(item));
      return { cluster: clusterName(service.clusterArn) || (nameOf(items.cluster) ?? '-'), service, item };
    }),
  );
  const definitions = source.clusters
    .flatMap((each) => each.taskDefinitions ?? [])
    .map((item) => definitionShape(revived(item)));
  const facts = {
    services: new Map(services.map(({ cluster, service }) => [`${cluster}/${service.name}`, service])),
    taskDefinitions: new Map(definitions.map((definition) => [definition.arn, definition])),
  };
  return {
    services,
    lost: source.clusters.flatMap(lostIn),
    reads: (now) => readsOver(source, readsFrom(facts, now), now),
  };
}

/** `known`: what its services and revisions say. */
function readsOver(source: LookSource, known: Reads, now: () => Instant): Reads {
  const answer = <Value>(value: Value | undefined): Read<Value> => knownAt(value, now());
  const cluster = async (scope: { readonly cluster: string }): Promise<Read<ClusterItems>> =>
    answer(source.clusters.find((each) => nameOf(each.cluster) === clusterName(scope.cluster)));
  return {
    health: {
      ...known.health,
      cluster,
      targets: async (arn) => answer(targetsOf(source, arn)),
      stoppedTasks: async (which) => answer(stoppedOf(source, which)),
      serviceDeployment: async (arn) => answer(source.rollOuts.get(arn)),
      inAlarm: async (names) => answer(inAlarm(source, names)),
      containerInstance: async (which) => answer(instanceOf(source, which.containerInstance)),
    },
    enrichment: {
      ...known.enrichment,
      placement: { cluster },
      targets: {
        reading: async ([arn = '']) => {
          const found = targetsOf(source, arn);
          return answer(found && readingOf(found));
        },
      },
    },
  };
}

/** In the shapes the SDK gives: with dates. */
function revived(item: RawItem): object {
  const value: unknown = JSON.parse(JSON.stringify(item), dates);
  return isObject(value) ? value : {};
}

function stoppedOf(
  { clusters }: LookSource,
  { cluster, service }: { readonly cluster: string; readonly service: string },
): readonly EcsTask[] | undefined {
  const items = clusters.find((each) => nameOf(each.cluster) === clusterName(cluster));
  return items?.stoppedTasks
    ?.filter(({ group }) => group === `service:${service}`)
    .map((item) => taskShape(revived(item)));
}

function targetsOf({ around }: LookSource, arn: string): readonly TargetHealth[] | undefined {
  const group = around.targetHealth?.find((each) => each['TargetGroupArn'] === arn);
  if (group === undefined) return undefined;
  return listIn(group, 'TargetHealthDescriptions').map((each) => {
    const [target, health] = [each['Target'], each['TargetHealth']].map((part) => (isObject(part) ? part : {}));
    return {
      id: textIn(target ?? {}, 'Id') ?? '',
      state: textIn(health ?? {}, 'State') ?? '',
      ...present({
        port: numberIn(target ?? {}, 'Port'),
        availabilityZone: textIn(target ?? {}, 'AvailabilityZone'),
        reason: textIn(health ?? {}, 'Reason'),
        description: textIn(health ?? {}, 'Description'),
      }),
    };
  });
}

function inAlarm({ around }: LookSource, names: readonly string[]): readonly FiringAlarm[] | undefined {
  return around.alarms
    ?.filter((alarm) => alarm['StateValue'] === 'ALARM')
    .flatMap((alarm) => {
      const name = textIn(alarm, 'AlarmName');
      const since = Date.parse(textIn(alarm, 'StateTransitionedTimestamp') ?? '');
      return name === undefined ? [] : [{ name, ...(Number.isFinite(since) && { since }) }];
    })
    .filter(({ name }) => names.includes(name));
}

function instanceOf({ clusters }: LookSource, arn: string): EcsContainerInstance | undefined {
  const isIt = (each: RawItem): boolean => each['containerInstanceArn'] === arn;
  const cluster = clusters.find(({ containerInstances }) => containerInstances.some(isIt));
  const item = cluster?.containerInstances.find(isIt);
  if (item === undefined) return undefined;
  const provider = cluster?.capacityProviders?.find(({ name }) => name === item['capacityProviderName']);
  const isManaged = isObject(provider?.['managedInstancesProvider']);
  return {
    arn,
    status: textIn(item, 'status') ?? '',
    agentConnected: item['agentConnected'] === true,
    ...(isManaged && { isManaged }),
  };
}

/** Instances that are ACTIVE and whose agents are away. */
function lostIn({ cluster, containerInstances }: ClusterItems): readonly LostAgent[] {
  return containerInstances
    .filter(({ status, agentConnected }) => status === 'ACTIVE' && agentConnected === false)
    .map((item) => ({
      arn: textIn(item, 'containerInstanceArn') ?? '',
      cluster: nameOf(cluster) ?? '-',
      ...present({ ec2InstanceId: textIn(item, 'ec2InstanceId') }),
    }));
}
