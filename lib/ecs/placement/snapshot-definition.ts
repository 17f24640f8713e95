import { present } from '../../core/present.ts';
import { isObject } from '../../core/json.ts';
import { lastPart } from '../../core/last-part.ts';
import type { Fields } from '../events/reader.ts';
import { objects, optionalFlag, optionalNumber, optionalText, text, texts } from '../events/reader.ts';
import type { AskedContainer, AskedDefinition, GpuDemand, PortMapping, RequiredAttribute } from './asked.ts';
import type { RequiringFeature } from './attribute-requirements.ts';

export type SnapshotDefinition = AskedDefinition & {
  readonly revision: number;
  readonly features: readonly RequiringFeature[];
  /** It can only run on Fargate. */
  readonly isFargateOnly: boolean;
  /** The longest of its containers; absent: none is set. */
  readonly stopTimeoutSeconds?: number;
};

/** An item of DescribeTaskDefinition, with or without its wrapper. */
export function definitionOf(item: Fields): SnapshotDefinition {
  const inner = item.value['taskDefinition'];
  const fields = isObject(inner) ? { ...item, value: inner } : item;
  const arn = text(fields, 'taskDefinitionArn');
  const name = lastPart(arn);
  const requires = texts(fields, 'requiresCompatibilities');
  const requiresAttributes = objects(fields, 'requiresAttributes', requiredOf);
  return {
    arn,
    family: optionalText(fields, 'family') ?? name.replace(/:\d+$/, ''),
    revision: optionalNumber(fields, 'revision') ?? Number(/:(\d+)$/.exec(name)?.[1] ?? 0),
    containers: objects(fields, 'containerDefinitions', containerOf),
    memberOf: objects(fields, 'placementConstraints', (each) => optionalText(each, 'expression') ?? []).flat(),
    requiresAttributes,
    isWindows: isWindows(fields, requiresAttributes),
    ...architectureOf(fields),
    features: featuresOf(fields),
    isFargateOnly: requires.length > 0 && requires.every((each) => each === 'FARGATE'),
    ...stopTimeoutOf(fields),
    ...present({
      networkMode: optionalText(fields, 'networkMode'),
      cpuUnits: optionalNumber(fields, 'cpu'),
      memoryMiB: optionalNumber(fields, 'memory'),
    }),
  };
}

function stopTimeoutOf(fields: Fields): Pick<SnapshotDefinition, 'stopTimeoutSeconds'> {
  const set = objects(fields, 'containerDefinitions', (each) => optionalNumber(each, 'stopTimeout') ?? []).flat();
  return set.length === 0 ? {} : { stopTimeoutSeconds: Math.max(...set) };
}

const requiredOf = (fields: Fields): RequiredAttribute => ({
  name: text(fields, 'name'),
  ...present({ value: optionalText(fields, 'value') }),
});

function isWindows({ value }: Fields, required: readonly RequiredAttribute[]): boolean {
  const platform = value['runtimePlatform'];
  const family = isObject(platform) ? platform['operatingSystemFamily'] : undefined;
  if (typeof family === 'string') return family.startsWith('WINDOWS');
  return required.some((each) => each.name === 'ecs.os-type' && each.value === 'windows');
}

function architectureOf({ value }: Fields): Pick<AskedDefinition, 'cpuArchitecture'> {
  const platform = value['runtimePlatform'];
  const architecture = isObject(platform) ? platform['cpuArchitecture'] : undefined;
  return typeof architecture === 'string' ? { cpuArchitecture: architecture.toLowerCase() } : {};
}

function featuresOf(fields: Fields): readonly RequiringFeature[] {
  const isRestarted = objects(fields, 'containerDefinitions', ({ value }) => value['restartPolicy']).some(
    (policy) => isObject(policy) && policy['enabled'] === true,
  );
  const isConfiguredAtLaunch = objects(fields, 'volumes', (each) => optionalFlag(each, 'configuredAtLaunch')).includes(
    true,
  );
  return [
    ...(optionalFlag(fields, 'enableFaultInjection') === true ? (['fault-injection'] as const) : []),
    ...(isRestarted ? (['restart-policy'] as const) : []),
    // Only EBS volumes are configured at launch (API_Volume, configuredAtLaunch).
    ...(isConfiguredAtLaunch ? (['ebs-volume'] as const) : []),
  ];
}

function containerOf(fields: Fields): AskedContainer {
  const gpus = objects(fields, 'resourceRequirements', gpuOf);
  const shared = objects(fields, 'resourceRequirements', sharedGpuOf).reduce((total, each) => total + each, 0);
  return {
    name: text(fields, 'name'),
    portMappings: objects(fields, 'portMappings', portOf),
    gpus: gpus.reduce((one, other) => (one === 'all' || other === 'all' ? 'all' : one + other), 0),
    ...(shared > 0 && { sharedGpuMemoryMiB: shared }),
    ...present({
      cpuUnits: optionalNumber(fields, 'cpu'),
      memoryMiB: optionalNumber(fields, 'memory'),
      memoryReservationMiB: optionalNumber(fields, 'memoryReservation'),
    }),
  };
}

/** A number, or `ALL`; none for one that is shared (API_ResourceRequirement). */
function gpuOf(fields: Fields): GpuDemand {
  if (text(fields, 'type') !== 'GPU' || fields.value['sharingStrategy'] !== undefined) return 0;
  return text(fields, 'value') === 'ALL' ? 'all' : (optionalNumber(fields, 'value') ?? 0);
}

function sharedGpuOf(fields: Fields): number {
  const strategy = fields.value['sharingStrategy'];
  const allocation = isObject(strategy) ? strategy['nvidiaMps'] : undefined;
  if (!isObject(allocation)) return 0;
  return optionalNumber({ value: allocation, at: `${fields.at}.sharingStrategy.nvidiaMps` }, 'memory') ?? 0;
}

/** "Amazon ECS treats any other specified value as tcp" (API_PortMapping, protocol). */
const portOf = (fields: Fields): PortMapping => ({
  protocol: optionalText(fields, 'protocol') === 'udp' ? 'udp' : 'tcp',
  ...present({ containerPort: optionalNumber(fields, 'containerPort'), hostPort: optionalNumber(fields, 'hostPort') }),
});
