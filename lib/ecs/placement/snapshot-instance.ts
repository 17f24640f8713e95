import type { Fields } from '../events/reader.ts';
import {
  MalformedError,
  objects,
  optionalFlag,
  optionalInstant,
  optionalNumber,
  optionalText,
  text,
  texts,
} from '../events/reader.ts';
import { present } from '../../core/present.ts';
import { secondMs } from '../../core/time.ts';
import type { Instant } from '../../core/time.ts';
import type { GpuDevice, InstanceResources, PlacementInstance } from './instance.ts';
import type { SnapshotTask } from './snapshot-task.ts';

type Beside = {
  readonly types: ReadonlyMap<string, number | undefined>;
  readonly tasks: ReadonlyMap<string | undefined, readonly SnapshotTask[]> | undefined;
};

/** An item of DescribeContainerInstances, with what other items say of it. */
export function instanceOf(fields: Fields, { types, tasks }: Beside): PlacementInstance {
  const arn = text(fields, 'containerInstanceArn');
  const attributes = new Map(objects(fields, 'attributes', attributeOf));
  const here = tasks?.get(arn) ?? [];
  return {
    arn,
    status: text(fields, 'status'),
    attributes,
    registered: resourcesOf(fields, 'registeredResources'),
    remaining: resourcesOf(fields, 'remainingResources'),
    ...present({
      ec2InstanceId: optionalText(fields, 'ec2InstanceId'),
      agentConnected: optionalFlag(fields, 'agentConnected'),
      agentVersion: agentVersionOf(fields),
      registeredAt: registeredAtOf(fields),
      capacityProvider: optionalText(fields, 'capacityProviderName'),
      runningTasks: optionalNumber(fields, 'runningTasksCount'),
      pendingTasks: optionalNumber(fields, 'pendingTasksCount'),
      gpuDevices: fields.value['gpuDevices'] === undefined ? undefined : objects(fields, 'gpuDevices', gpuDeviceOf),
      maximumNetworkInterfaces: types.get(attributes.get('ecs.instance-type') ?? ''),
      tasks: tasks === undefined ? undefined : here.filter(({ lastStatus }) => lastStatus !== 'STOPPED'),
    }),
  };
}

/** The command line prints seconds in some versions. */
function registeredAtOf(fields: Fields): Instant | undefined {
  const value = fields.value['registeredAt'];
  return typeof value === 'number' ? value * secondMs : optionalInstant(fields, 'registeredAt');
}

function agentVersionOf({ value, at }: Fields): string | undefined {
  const info = value['versionInfo'];
  if (typeof info !== 'object' || info === null) return undefined;
  return optionalText({ value: { ...info }, at: `${at}.versionInfo` }, 'agentVersion');
}

const gpuDeviceOf = (fields: Fields): GpuDevice => ({
  id: text(fields, 'gpuId'),
  sharingMode: text(fields, 'sharingMode'),
  remainingMemoryMiB: optionalNumber(fields, 'remainingMemoryInMiB') ?? 0,
});

const attributeOf = (fields: Fields): readonly [string, string | undefined] => [
  text(fields, 'name'),
  optionalText(fields, 'value'),
];

/** Found by their names: the order of the list is not promised (API_Resource). */
function resourcesOf(fields: Fields, key: string): InstanceResources {
  const resources = new Map(
    objects(fields, key, (item) => [
      text(item, 'name'),
      { amount: amountOf(item), set: texts(item, 'stringSetValue') },
    ]),
  );
  const ports = (name: string): ReadonlySet<number> => {
    const values = (resources.get(name)?.set ?? []).map(Number);
    if (values.some((value) => !Number.isInteger(value))) {
      throw new MalformedError(`${fields.at}[${fields.index ?? 0}].${key}`, `${name} has a port that is no number`);
    }
    return new Set(values);
  };
  return {
    ...present({ cpuUnits: resources.get('CPU')?.amount, memoryMiB: resources.get('MEMORY')?.amount }),
    tcpPorts: ports('PORTS'),
    udpPorts: ports('PORTS_UDP'),
    gpus: new Set(resources.get('GPU')?.set ?? []),
  };
}

const amountKeys: ReadonlyMap<string, string> = new Map([
  ['INTEGER', 'integerValue'],
  ['LONG', 'longValue'],
  ['DOUBLE', 'doubleValue'],
]);

/** Each resource names the field that holds its value; the others are 0 (API_Resource). */
function amountOf(fields: Fields): number | undefined {
  const key = amountKeys.get(optionalText(fields, 'type') ?? 'INTEGER');
  return key === undefined ? undefined : optionalNumber(fields, key);
}
