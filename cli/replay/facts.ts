import type { EnrichmentReads } from '../../lib/alert/enrich/look.ts';
import { serviceOf as serviceShape } from '../../lib/aws/ecs-service-shape.ts';
import { taskDefinitionOf as definitionShape } from '../../lib/aws/task-definition-shape.ts';
import type { ClusterItems, RawItem } from '../../lib/core/cluster-reads.ts';
import type { EcsService } from '../../lib/core/ecs-reads.ts';
import type { Read } from '../../lib/core/ports.ts';
import type { TaskDefinition } from '../../lib/core/task-definition.ts';
import { isObject } from '../../lib/core/json.ts';
import { clusterName } from '../../lib/ecs/arn.ts';
import type { HealthReads } from '../../lib/health/facts.ts';
import { knownAt, notAsked, unread } from './not-asked.ts';

/** What is taken for true during a replay. Services by `cluster/name`. */
export type ReplayFacts = {
  readonly services: Pick<ReadonlyMap<string, EcsService>, 'get'>;
  readonly taskDefinitions: ReadonlyMap<string, TaskDefinition>;
  /** The cluster of a snapshot that lists its instances: where there is room. */
  readonly cluster?: ClusterItems;
};

const nothing: ReplayFacts = { services: new Map(), taskDefinitions: new Map() };

/**
 * A snapshot: raw items of DescribeServices and DescribeTaskDefinition under `services` and `taskDefinitions`. Without
 * one, what the stream itself does not say is not known. Throws where the text is of another shape, with the place.
 */
export function readFacts(text: string | undefined): ReplayFacts {
  if (text === undefined) return nothing;
  const value = parsed(text);
  const services = itemsOf(value, 'services', ['serviceName', 'clusterArn']).map((item) => serviceShape(item));
  const definitions = itemsOf(value, 'taskDefinitions', ['taskDefinitionArn']).map((item) => definitionShape(item));
  if (!('services' in value) && !('taskDefinitions' in value))
    throw new Error('has neither "services" nor "taskDefinitions"');
  const cluster = clusterIn(JSON.parse(text));
  return {
    ...(cluster !== undefined && { cluster }),
    services: new Map(services.map((service) => [nameOf(clusterName(service.clusterArn), service.name), service])),
    taskDefinitions: new Map(definitions.map((definition) => [definition.arn, definition])),
  };
}

const optionalLists = ['tasks', 'services', 'taskDefinitions', 'capacityProviders'] as const;

/** As `watchkeeper snapshot` writes it. Without instances nothing is said of places. */
function clusterIn(value: object): ClusterItems | undefined {
  if (!('containerInstances' in value)) return undefined;
  const list = (key: string): readonly RawItem[] => itemsOf(value, key, []).map((item) => ({ ...item }));
  const cluster: unknown = Reflect.get(value, 'cluster');
  const others = optionalLists.flatMap((key) => (key in value ? [[key, list(key)] as const] : []));
  return {
    ...Object.fromEntries(others),
    cluster: isObject(cluster) ? { ...cluster } : {},
    containerInstances: list('containerInstances'),
    instanceTypes: list('instanceTypes'),
    subnets: list('subnets'),
  };
}

function parsed(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text, dates);
  } catch (error) {
    throw new Error(`is not JSON (${error instanceof Error ? error.message : ''})`, { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('is not an object');
  return value;
}

/** The items of a list, each with the texts it cannot do without. DescribeTaskDefinition wraps each of its own. */
function itemsOf(value: object, key: string, needed: readonly string[]): readonly object[] {
  const items: unknown = Reflect.get(value, key) ?? [];
  if (!Array.isArray(items)) throw new Error(`has no list under "${key}"`);
  return items.map((each: unknown, index) => {
    const item: unknown = isObject(each) ? (Reflect.get(each, 'taskDefinition') ?? each) : each;
    if (!isObject(item)) throw new Error(`has no object at ${key}[${index}]`);
    const missing = needed.find((name) => typeof Reflect.get(item, name) !== 'string');
    if (missing !== undefined) throw new Error(`has no ${missing} at ${key}[${index}]`);
    return item;
  });
}

/** The SDK gives dates; a file has them as text, or as seconds as the AWS CLI prints them in some versions. */
export function dates(key: string, value: unknown): unknown {
  if (!key.endsWith('At')) return value;
  if (typeof value === 'string') return new Date(value);
  return typeof value === 'number' ? new Date(value * 1000) : value;
}

function nameOf(cluster: string, service: string): string {
  return `${cluster}/${service}`;
}

/** Nobody answers these: no snapshot has them. */
const unreadHealth: Omit<HealthReads, 'service' | 'taskDefinition' | 'cluster'> = {
  targets: unread,
  stoppedTasks: unread,
  inAlarm: unread,
  stoppedAlone: unread,
  serviceDeployment: unread,
  deployment: unread,
  image: unread,
  containerInstance: unread,
  clusterStandings: unread,
  servicePage: unread,
  lostAgents: unread,
  runningTasks: unread,
  holds: unread,
  use: unread,
  scaling: unread,
};

/** Reads over a snapshot, as of `now`. */
export function readsFrom(
  facts: ReplayFacts,
  now: () => number,
): { readonly health: HealthReads; readonly enrichment: EnrichmentReads } {
  const known = <Value>(value: Value | undefined): Read<Value> => knownAt(value, now());
  const service = async (which: { readonly cluster: string; readonly service: string }): Promise<Read<EcsService>> =>
    known(facts.services.get(nameOf(clusterName(which.cluster), which.service)));
  const cluster = async (): Promise<Read<ClusterItems>> => known(facts.cluster);
  const taskDefinition = async (arn: string): Promise<Read<TaskDefinition>> => known(facts.taskDefinitions.get(arn));
  return {
    health: { ...unreadHealth, service, taskDefinition, cluster },
    enrichment: {
      ecs: {
        service,
        taskDefinition,
        task: unread,
        tasks: unread,
        previousTaskDefinition: async (arn) => known(previousOf(facts, arn)),
        serviceDeployment: unread,
        serviceDeployments: unread,
        serviceRevision: unread,
      },
      logs: { tail: async () => ({ state: 'failed', reason: notAsked.reason }) },
      images: { image: unread },
      trail: { lastChange: unread },
      targets: { reading: unread },
      placement: { cluster },
    },
  };
}

function previousOf(facts: ReplayFacts, arn: string): TaskDefinition | undefined {
  const current = facts.taskDefinitions.get(arn);
  if (current === undefined) return undefined;
  return [...facts.taskDefinitions.values()]
    .filter(({ family, revision }) => family === current.family && revision < current.revision)
    .toSorted((a, b) => b.revision - a.revision)[0];
}
