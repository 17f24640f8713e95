import { present } from '../../../core/present.ts';
import { namedSecrets, shapedSecrets } from '../../../core/secret-patterns.ts';
import { isObject } from '../../../core/json.ts';
import type { Fields } from '../../events/reader.ts';
import { objects, optionalFlag, optionalNumber, optionalText, texts } from '../../events/reader.ts';
import { definitionOf } from '../../placement/snapshot-definition.ts';
import type { AdviceContainer, AdviceDefinition, AdvicePort, AdviceVolume, ContainerSettings } from '../facts.ts';

/**
 * A task definition: what RegisterTaskDefinition takes, or an item of DescribeTaskDefinition, with or without its
 * wrapper. Throws MalformedError.
 */
export function adviceDefinitionOf(item: Fields): AdviceDefinition {
  const inner = item.value['taskDefinition'];
  const fields = withSizes(isObject(inner) ? { ...item, value: inner } : item);
  const isRegistered = fields.value['taskDefinitionArn'] !== undefined;
  const placed = definitionOf(isRegistered ? fields : unregistered(fields));
  const containers = objects(fields, 'containerDefinitions', (each) => containerOf(each, isRegistered));
  // ECS answers a list of volumes for every definition, also an empty one.
  const isWhole = !isRegistered || (Array.isArray(fields.value['volumes']) && containers.every(hasDetails));
  return {
    family: placed.family,
    requires: texts(fields, 'requiresCompatibilities'),
    isWindows: placed.isWindows,
    constraints: objects(fields, 'placementConstraints', (each) => ({ type: optionalText(each, 'type') ?? '' })),
    containers,
    placed,
    ...(isRegistered && { revision: placed.revision }),
    ...(isWhole && { details: settingsOf(fields) }),
    ...present({
      networkMode: placed.networkMode,
      cpuUnits: placed.cpuUnits,
      memoryMiB: placed.memoryMiB,
      ephemeralStorageGiB: storageOf(fields),
    }),
  };
}

const hasDetails = ({ details }: AdviceContainer): boolean => details !== undefined;

/** "1 vCPU" and "2 GB" are made numbers when a definition is registered (API_RegisterTaskDefinition, cpu and memory). */
function withSizes(fields: Fields): Fields {
  const { cpu, memory } = fields.value;
  return { ...fields, value: { ...fields.value, ...present({ cpu: units(cpu), memory: units(memory) }) } };
}

function units(value: unknown): unknown {
  const [, amount] = typeof value === 'string' ? (/^\s*(\d*\.?\d+)\s*(?:vcpu|gb)\s*$/i.exec(value) ?? []) : [];
  return amount === undefined ? value : Math.round(Number(amount) * 1024);
}

/** ECS works out the attributes a task requires when it registers it; the log drivers are plain to see before. */
function unregistered(fields: Fields): Fields {
  const family = optionalText(fields, 'family') ?? 'task';
  const drivers = objects(fields, 'containerDefinitions', (each) => driverOf(each) ?? []).flat();
  const requiresAttributes = [...new Set(drivers)].map((driver) => ({
    name: `com.amazonaws.ecs.capability.logging-driver.${driver}`,
  }));
  return { ...fields, value: { requiresAttributes, ...fields.value, family, taskDefinitionArn: family } };
}

function driverOf({ value }: Fields): string | undefined {
  const log = value['logConfiguration'];
  const driver = isObject(log) ? log['logDriver'] : undefined;
  return typeof driver === 'string' ? driver : undefined;
}

function containerOf(fields: Fields, isRegistered: boolean): AdviceContainer {
  // A described container has its environment, also an empty one; without it somebody left things out.
  const isWhole = !isRegistered || Array.isArray(fields.value['environment']);
  return {
    name: optionalText(fields, 'name') ?? '',
    // A container is essential unless it says otherwise (task_definition_parameters, `essential`).
    isEssential: optionalFlag(fields, 'essential') ?? true,
    ports: objects(fields, 'portMappings', portOf),
    index: fields.index ?? 0,
    ...(isWhole && { details: containerSettingsOf(fields) }),
    ...present({
      image: optionalText(fields, 'image'),
      cpuUnits: optionalNumber(fields, 'cpu'),
      memoryMiB: optionalNumber(fields, 'memory'),
      memoryReservationMiB: optionalNumber(fields, 'memoryReservation'),
    }),
  };
}

const portOf = (fields: Fields): AdvicePort => ({
  ...present({ containerPort: optionalNumber(fields, 'containerPort'), hostPort: optionalNumber(fields, 'hostPort') }),
});

function containerSettingsOf(fields: Fields): ContainerSettings {
  const { value } = fields;
  return {
    isLogRouter: isObject(value['firelensConfiguration']),
    environment: objects(fields, 'environment', (each) => ({
      name: optionalText(each, 'name') ?? '',
      looksSecret: looksSecret(each.value['value']),
    })),
    secrets: objects(fields, 'secrets', (each) => ({
      name: optionalText(each, 'name') ?? '',
      from: optionalText(each, 'valueFrom') ?? '',
    })),
    ulimits: objects(fields, 'ulimits', (each) => optionalText(each, 'name') ?? ''),
    hasHealthCheck: isObject(value['healthCheck']),
    dependsOn: objects(fields, 'dependsOn', (each) => ({
      container: optionalText(each, 'containerName') ?? '',
      condition: optionalText(each, 'condition') ?? '',
    })),
    mounts: objects(fields, 'mountPoints', (each) => optionalText(each, 'sourceVolume') ?? []).flat(),
    settings: namesOf(value),
    ...present({ logDriver: driverOf(fields) }),
  };
}

/** A password in an address, and the forms that keys and tokens are known by. */
const secretForms = [...shapedSecrets, ...namedSecrets.filter(({ id }) => id === 'url-password')];

function looksSecret(value: unknown): boolean {
  if (typeof value !== 'string' || value === '') return false;
  return secretForms.some(({ pattern, passes }) =>
    [...value.matchAll(pattern)].some(([match]) => passes?.(match) ?? true),
  );
}

/** Settings that are set, those of objects one level down as well. */
function namesOf(value: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(value).flatMap(([name, held]) => {
    if (!isSet(held)) return [];
    const inside = isObject(held) ? Object.entries(held).flatMap(([key, each]) => (isSet(each) ? [key] : [])) : [];
    return [name, ...inside.map((key) => `${name}.${key}`)];
  });
}

/** ECS answers an unset list with an empty one, and an unset flag not at all, or as false. */
function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && !(Array.isArray(value) && value.length === 0);
}

function settingsOf(fields: Fields): NonNullable<AdviceDefinition['details']> {
  return {
    volumes: objects(fields, 'volumes', volumeOf),
    settings: namesOf(fields.value),
    ...present({ executionRole: optionalText(fields, 'executionRoleArn') }),
  };
}

function volumeOf(fields: Fields): AdviceVolume {
  const efs = fields.value['efsVolumeConfiguration'];
  const authorisation = isObject(efs) ? efs['authorizationConfig'] : undefined;
  return {
    name: optionalText(fields, 'name') ?? '',
    kind: isObject(efs) ? 'efs' : isObject(fields.value['dockerVolumeConfiguration']) ? 'docker' : 'other',
    usesEfsAuthorisation: isObject(authorisation),
  };
}

function storageOf({ value, at }: Fields): number | undefined {
  const storage = value['ephemeralStorage'];
  return isObject(storage) ? optionalNumber({ value: storage, at: `${at}.ephemeralStorage` }, 'sizeInGiB') : undefined;
}
