import type { Fault } from '../../core/event.ts';
import { isObject } from '../../core/json.ts';
import { lastPart } from '../../core/last-part.ts';
import type { Fields } from '../events/reader.ts';
import { MalformedError, nameOf, object, objects, optionalNumber, optionalText } from '../events/reader.ts';
import type { PlacementInstance } from './instance.ts';
import type { ManagedSettings, PlacementProvider } from './outlook.ts';
import type { SnapshotDefinition } from './snapshot-definition.ts';
import { definitionOf } from './snapshot-definition.ts';
import { instanceOf } from './snapshot-instance.ts';
import type { SnapshotService } from './snapshot-service.ts';
import { providersOf, serviceOf } from './snapshot-service.ts';
import type { SnapshotTask } from './snapshot-task.ts';
import { taskOf } from './snapshot-task.ts';

export type Subnet = { readonly id: string; readonly zone: string; readonly vpcId?: string };

/** A cluster as a file of raw Describe items shows it. */
export type Snapshot = {
  /** Its name, where the file says it. */
  readonly cluster?: string;
  /** The providers that tasks go to when nobody says where: the cluster's default strategy. */
  readonly defaultProviders: readonly string[];
  readonly instances: readonly PlacementInstance[];
  readonly services: readonly SnapshotService[];
  readonly definitions: readonly SnapshotDefinition[];
  readonly tasks: readonly SnapshotTask[];
  readonly providers: readonly PlacementProvider[];
  readonly subnets: readonly Subnet[];
};

/** The lists of a file. `capacityProviders` and `subnets` may be left out, and any other where it is empty. */
export const snapshotKeys = [
  'cluster',
  'containerInstances',
  'tasks',
  'services',
  'taskDefinitions',
  'instanceTypes',
  'capacityProviders',
  'subnets',
] as const;

const mostFaults = 20;

/**
 * Reads raw items of DescribeClusters, DescribeContainerInstances, DescribeTasks, DescribeServices,
 * DescribeTaskDefinition, DescribeInstanceTypes (and DescribeCapacityProviders, DescribeSubnets). Every item that is not
 * of its shape is a fault, with its place; with one fault there is no snapshot.
 */
export function readSnapshot(value: unknown): Snapshot | { readonly faults: readonly Fault[] } {
  if (!isObject(value)) return { faults: [{ path: '', problem: `expected an object, got ${nameOf(value)}` }] };
  const faults: Fault[] = [];
  const whole = { value, at: '' };
  if (!snapshotKeys.some((key) => key in value)) {
    return { faults: [{ path: '', problem: `has none of ${snapshotKeys.join(', ')}` }] };
  }
  const items = <Item>(key: string, read: (item: Fields) => Item): readonly Item[] => itemsOf(whole, key, read, faults);
  const types = new Map(items('instanceTypes', instanceTypeOf));
  const tasks = items('tasks', taskOf);
  const byInstance = 'tasks' in value ? Map.groupBy(tasks, ({ instanceArn }) => instanceArn) : undefined;
  const cluster = attempt(() => clusterOf(value['cluster']), faults);
  const snapshot = {
    ...(cluster !== undefined && { cluster }),
    defaultProviders: attempt(() => defaultProvidersOf(value['cluster']), faults) ?? [],
    instances: items('containerInstances', (item) => instanceOf(item, { types, tasks: byInstance })),
    services: items('services', serviceOf),
    definitions: items('taskDefinitions', definitionOf),
    tasks,
    providers: items('capacityProviders', providerOf),
    subnets: items('subnets', subnetOf),
  };
  return faults.length > 0 ? { faults: faults.slice(0, mostFaults) } : snapshot;
}

/** What can be read, and a fault for each item that cannot. */
function itemsOf<Item>(whole: Fields, key: string, read: (item: Fields) => Item, faults: Fault[]): readonly Item[] {
  const entries = attempt(() => objects(whole, key, (item) => item), faults) ?? [];
  return entries.flatMap((item) => attempt(() => [read(item)], faults) ?? []);
}

function attempt<Value>(work: () => Value, faults: Fault[]): Value | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    faults.push(error.fault);
    return undefined;
  }
}

function clusterOf(value: unknown): string | undefined {
  if (typeof value === 'string') return lastPart(value);
  if (!isObject(value)) return undefined;
  const fields = { value, at: 'cluster' };
  return optionalText(fields, 'clusterName') ?? lastPart(optionalText(fields, 'clusterArn') ?? '');
}

function defaultProvidersOf(value: unknown): readonly string[] {
  return isObject(value) ? providersOf({ value, at: 'cluster' }, 'defaultCapacityProviderStrategy') : [];
}

/** EC2 answers in names that begin with a capital letter in the command line, and small in other places. */
function either(value: Readonly<Record<string, unknown>>, key: string): unknown {
  return value[key] ?? value[key.charAt(0).toUpperCase() + key.slice(1)];
}

function instanceTypeOf({ value, at, index }: Fields): readonly [string, number | undefined] {
  const name = either(value, 'instanceType');
  const network = either(value, 'networkInfo');
  const most = isObject(network) ? either(network, 'maximumNetworkInterfaces') : undefined;
  if (typeof name !== 'string') throw new MalformedError(`${at}[${index ?? 0}].InstanceType`, 'is missing');
  return [name, typeof most === 'number' ? most : undefined];
}

function subnetOf({ value, at, index }: Fields): Subnet {
  const [id, zone, vpcId] = ['subnetId', 'availabilityZone', 'vpcId'].map((key) => either(value, key));
  if (typeof id !== 'string' || typeof zone !== 'string') {
    throw new MalformedError(`${at}[${index ?? 0}]`, 'has no SubnetId or no AvailabilityZone');
  }
  return { id, zone, ...(typeof vpcId === 'string' && { vpcId }) };
}

function providerOf(fields: Fields): PlacementProvider {
  const name = optionalText(fields, 'name') ?? '';
  if (isObject(fields.value['managedInstancesProvider'])) return { name, managedScaling: true, choosesTypes: true };
  const group = fields.value['autoScalingGroupProvider'];
  const scaling = isObject(group) ? group['managedScaling'] : undefined;
  if (!isObject(scaling)) return { name };
  if (scaling['status'] !== 'ENABLED') return { name, managedScaling: false };
  return {
    name,
    managedScaling: true,
    managed: managedSettingsOf(object(object(fields, 'autoScalingGroupProvider'), 'managedScaling')),
  };
}

/** With what AWS takes where nothing is set (API_ManagedScaling). */
const managedSettingsOf = (fields: Fields): ManagedSettings => ({
  targetPercent: optionalNumber(fields, 'targetCapacity') || 100,
  minimumStep: optionalNumber(fields, 'minimumScalingStepSize') ?? 1,
  maximumStep: optionalNumber(fields, 'maximumScalingStepSize') ?? 10_000,
});
