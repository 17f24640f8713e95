import type { RawItem } from '../../../core/cluster-reads.ts';
import type { Fault } from '../../../core/event.ts';
import { present } from '../../../core/present.ts';
import { isObject } from '../../../core/json.ts';
import { lastPart } from '../../../core/last-part.ts';
import type { Fields } from '../../events/reader.ts';
import { MalformedError, objects, optionalText } from '../../events/reader.ts';
import type { Snapshot } from '../../placement/snapshot.ts';
import { readSnapshot, snapshotKeys } from '../../placement/snapshot.ts';
import { askedByDefinition, askedByService } from '../../placement/snapshot-asked.ts';
import type { SnapshotService } from '../../placement/snapshot-service.ts';
import { serviceOf } from '../../placement/snapshot-service.ts';
import { zoneOf } from '../../placement/supply.ts';
import type { AdviceDefinition, AdviceFacts, AdviceService } from '../facts.ts';
import { adviceDefinitionOf } from './definition.ts';
import { adviceServiceOf } from './service.ts';
import type { Inside } from './surroundings.ts';
import { surroundingsOf } from './surroundings.ts';

/** Where facts come from: raw items as AWS shows or takes them. */
export type AdviceSource = {
  /** A snapshot's lists, and those of `surroundingKeys`. */
  readonly items?: RawItem;
  /** The same items as `readSnapshot` reads them, where many services are asked about: it need not be done again. */
  readonly snapshot?: Snapshot;
  /** What RegisterTaskDefinition takes, or an item of DescribeTaskDefinition. Absent: the service's own. */
  readonly definition?: RawItem;
  /** The revision before. */
  readonly before?: RawItem;
  /** What CreateService takes, or an item of DescribeServices. */
  readonly service?: RawItem;
  /** Known otherwise than from items. */
  readonly known?: Pick<AdviceFacts, 'tags' | 'images' | 'observedStartSeconds' | 'usage'>;
};

/** What can be known of a service and its task definition. What is no item of its kind is a fault with its place. */
export function readAdvice(source: AdviceSource): AdviceFacts | { readonly faults: readonly Fault[] } {
  const { items = {}, snapshot: read } = source;
  const hasCluster = snapshotKeys.some((key) => key in items);
  const snapshot = read ?? (hasCluster ? readSnapshot(items) : undefined);
  if (snapshot !== undefined && 'faults' in snapshot) return snapshot;
  try {
    return factsOf(source, snapshot);
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return { faults: [error.fault] };
  }
}

function factsOf(source: AdviceSource, snapshot: Snapshot | undefined): AdviceFacts {
  const { items = {}, known = {} } = source;
  const service = source.service && adviceServiceOf(fieldsOf(source.service, 'service'));
  const item = source.definition ?? definitionItem(items, source.service);
  const definition = item && adviceDefinitionOf(fieldsOf(item, 'taskDefinition'));
  const before = source.before && adviceDefinitionOf(fieldsOf(source.before, 'before'));
  const placement = placementOf(source, snapshot, definition);
  return {
    ...surroundingsOf(fieldsOf(items, ''), insideOf(items, snapshot, service)),
    ...present({ definition, before, service, placement, tags: tagsOf(source.service) }),
    ...(snapshot !== undefined && { subnets: subnetsOf(snapshot), ...present({ cluster: snapshot.cluster }) }),
    ...known,
  };
}

function insideOf(items: RawItem, snapshot: Snapshot | undefined, service: AdviceService | undefined): Inside {
  const tasks = snapshot?.tasks.filter(({ group }) => service !== undefined && group === `service:${service.name}`);
  return {
    ...(Array.isArray(items['tasks']) && { tasks: new Set(tasks?.map(({ arn }) => arn)) }),
    ec2InstanceIds: new Set(snapshot?.instances.flatMap(({ ec2InstanceId }) => ec2InstanceId ?? [])),
  };
}

const fieldsOf = (value: RawItem, at: string): Fields => ({ value, at });

/** The service's task definition, where it is among the items; of a family the newest. */
function definitionItem(items: RawItem, service: RawItem | undefined): RawItem | undefined {
  const wanted = service?.['taskDefinition'];
  if (typeof wanted !== 'string') return undefined;
  const short = lastPart(wanted);
  return objects(fieldsOf(items, ''), 'taskDefinitions', ({ value }) => value)
    .map((value) => (isObject(value['taskDefinition']) ? value['taskDefinition'] : value))
    .filter((value) => {
      const arn = value['taskDefinitionArn'];
      return typeof arn === 'string' && (arn === wanted || arn.endsWith(`/${short}`) || value['family'] === short);
    })
    .toSorted((a, b) => revisionIn(b) - revisionIn(a))[0];
}

const revisionIn = ({ revision }: RawItem): number => (typeof revision === 'number' ? revision : 0);

/** ECS has its tags in a list of keys and values; without the list they were not asked for. */
function tagsOf(service: RawItem | undefined): AdviceFacts['tags'] {
  if (!Array.isArray(service?.['tags'])) return undefined;
  const pairs = objects(fieldsOf(service, 'service'), 'tags', (each) => [
    optionalText(each, 'key') ?? '',
    optionalText(each, 'value') ?? '',
  ]);
  return Object.fromEntries(pairs);
}

/** Known from their own list, and from the instances that stand in them. */
function subnetsOf({ subnets, instances }: Snapshot): NonNullable<AdviceFacts['subnets']> {
  const ofInstances = instances.flatMap((instance) => {
    const [id, zone] = [instance.attributes.get('ecs.subnet-id'), zoneOf(instance)];
    const vpcId = instance.attributes.get('ecs.vpc-id');
    return id === undefined || zone === undefined ? [] : [{ id, zone, ...present({ vpcId }) }];
  });
  return [...new Map([...ofInstances, ...subnets].map((each) => [each.id, each])).values()];
}

/**
 * What the scheduler will be asked: the service's next task, with the task definition that is advised on. Undefined:
 * nobody listed the instances.
 */
function placementOf(
  { items = {}, service }: AdviceSource,
  snapshot: Snapshot | undefined,
  definition: AdviceDefinition | undefined,
): AdviceFacts['placement'] {
  if (definition === undefined || snapshot === undefined || !Array.isArray(items['containerInstances']))
    return undefined;
  const { placed, revision } = definition;
  // One that is not registered yet goes before those of its family that are.
  const others = snapshot.definitions.filter(({ family }) => revision !== undefined || family !== placed.family);
  const all = { ...snapshot, definitions: [placed, ...others.filter(({ arn }) => arn !== placed.arn)] };
  if (service === undefined) return { asked: askedByDefinition(placed, all), snapshot: all };
  const arn = service['serviceArn'] ?? service['serviceName'] ?? 'service';
  const read = serviceOf(fieldsOf({ ...service, serviceArn: arn }, 'service'));
  const asked = askedByService(all, { ...inStrategy(read, snapshot), taskDefinition: placed.arn });
  return asked && { asked, snapshot: all };
}

/** Without a launch type and a strategy, tasks go where the cluster's default strategy says (API_CreateService). */
function inStrategy(service: SnapshotService, { defaultProviders }: Snapshot): SnapshotService {
  const isOpen = service.launchType === undefined && service.capacityProviders.length === 0;
  return isOpen ? { ...service, capacityProviders: defaultProviders } : service;
}
