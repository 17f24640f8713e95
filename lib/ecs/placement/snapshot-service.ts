import { present } from '../../core/present.ts';
import { isObject } from '../../core/json.ts';
import { lastPart } from '../../core/last-part.ts';
import type { Fields } from '../events/reader.ts';
import { objects, optionalFlag, optionalNumber, optionalText, text, texts } from '../events/reader.ts';
import type { AskedConstraint, AskedStrategy, LaunchType } from './asked.ts';
import type { RequiringFeature } from './attribute-requirements.ts';

export type SnapshotService = {
  readonly name: string;
  readonly arn: string;
  readonly status: string;
  readonly taskDefinition: string;
  readonly launchType?: LaunchType;
  readonly capacityProviders: readonly string[];
  readonly constraints: readonly AskedConstraint[];
  readonly strategies: readonly AskedStrategy[];
  readonly subnets?: readonly string[];
  readonly features: readonly RequiringFeature[];
  readonly isDaemon: boolean;
  readonly isDeploying: boolean;
  /** What a deployment may do, in percent of desired. Absent: not said. */
  readonly minimumHealthyPercent?: number;
  readonly maximumPercent?: number;
  readonly targetGroupArns: readonly string[];
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
};

/** An item of DescribeServices; its newest deployment or task set says what is being placed. */
export function serviceOf(fields: Fields): SnapshotService {
  const arn = text(fields, 'serviceArn');
  const deployments = objects(fields, 'deployments', (each) => each);
  // With the controllers CODE_DEPLOY and EXTERNAL it is a task set that is being placed (API_TaskSet).
  const placed = [...deployments, ...objects(fields, 'taskSets', (each) => each)];
  const primary = placed.find((each) => optionalText(each, 'status') === 'PRIMARY');
  const newest = primary ?? fields;
  const launchType = launchTypeOf(optionalText(fields, 'launchType') ?? optionalText(newest, 'launchType'));
  const limits = fields.value['deploymentConfiguration'];
  const percents = isObject(limits) ? { value: limits, at: `${fields.at}.deploymentConfiguration` } : undefined;
  const minimumHealthyPercent = percents && optionalNumber(percents, 'minimumHealthyPercent');
  const maximumPercent = percents && optionalNumber(percents, 'maximumPercent');
  const subnets = subnetsOf(primary) ?? subnetsOf(fields);
  return {
    arn,
    name: optionalText(fields, 'serviceName') ?? lastPart(arn),
    status: optionalText(fields, 'status') ?? 'ACTIVE',
    // Of an EXTERNAL controller's service that has no task set yet there is none.
    taskDefinition: optionalText(newest, 'taskDefinition') ?? optionalText(fields, 'taskDefinition') ?? '',
    capacityProviders:
      [fields, newest].map((each) => providersOf(each, 'capacityProviderStrategy')).find(({ length }) => length > 0) ??
      [],
    constraints: objects(fields, 'placementConstraints', constraintOf),
    strategies: objects(fields, 'placementStrategy', strategyOf).flat(),
    features: featuresOf(fields, newest),
    isDaemon: optionalText(fields, 'schedulingStrategy') === 'DAEMON',
    isDeploying: deployments.filter((each) => optionalText(each, 'status') !== 'INACTIVE').length > 1,
    targetGroupArns: objects(fields, 'loadBalancers', (each) => optionalText(each, 'targetGroupArn') ?? []).flat(),
    desired: optionalNumber(fields, 'desiredCount') ?? 0,
    running: optionalNumber(fields, 'runningCount') ?? 0,
    pending: optionalNumber(fields, 'pendingCount') ?? 0,
    ...present({ launchType, subnets, minimumHealthyPercent, maximumPercent }),
  };
}

const launchTypes: readonly LaunchType[] = ['EC2', 'EXTERNAL', 'FARGATE', 'MANAGED_INSTANCES'];

const launchTypeOf = (value: string | undefined): LaunchType | undefined => launchTypes.find((each) => each === value);

/**
 * The providers a strategy can choose: among several, one with weight 0 gets no tasks but those of its base
 * (API_CapacityProviderStrategyItem).
 */
export function providersOf(fields: Fields, key: string): readonly string[] {
  const items = objects(fields, key, (each) => ({
    name: text(each, 'capacityProvider'),
    share: (optionalNumber(each, 'weight') ?? 0) + (optionalNumber(each, 'base') ?? 0),
  }));
  return items.filter(({ share }) => share > 0 || items.length === 1).map(({ name }) => name);
}

/** Fields in any case, as ECS takes them; what is none of API_PlacementStrategy does not choose. */
function strategyOf(fields: Fields): readonly AskedStrategy[] {
  const field = optionalText(fields, 'field') ?? 'instanceId';
  switch (optionalText(fields, 'type')) {
    case 'random':
      return [{ type: 'random' }];
    case 'spread':
      return [{ type: 'spread', field }];
    case 'binpack': {
      const resource = field.toLowerCase();
      return resource === 'cpu' || resource === 'memory' ? [{ type: 'binpack', field: resource }] : [];
    }
    default:
      return [];
  }
}

function constraintOf(fields: Fields): AskedConstraint {
  if (text(fields, 'type') === 'distinctInstance') return { type: 'distinctInstance' };
  return { type: 'memberOf', expression: text(fields, 'expression') };
}

function subnetsOf(fields: Fields | undefined): readonly string[] | undefined {
  const network = fields?.value['networkConfiguration'];
  const vpc = isObject(network) ? network['awsvpcConfiguration'] : undefined;
  return isObject(vpc) ? texts({ value: vpc, at: `${fields?.at ?? ''}.networkConfiguration` }, 'subnets') : undefined;
}

function featuresOf(fields: Fields, newest: Fields): readonly RequiringFeature[] {
  const connect = newest.value['serviceConnectConfiguration'];
  const volumes = objects(newest, 'volumeConfigurations', (each) => each);
  return [
    ...(optionalFlag(fields, 'enableExecuteCommand') === true ? (['execute-command'] as const) : []),
    ...(isObject(connect) && connect['enabled'] === true ? (['service-connect'] as const) : []),
    ...(volumes.length > 0 ? (['ebs-volume'] as const) : []),
  ];
}
