import type { Cluster } from './model.ts';
import { Refusal } from './refusal.ts';
import type { LaunchType, TaskOverrides } from './task.ts';
import type { PlacementConstraint, PlacementStrategy, TaskDefinition } from './task-definition.ts';

export type ProviderShare = { readonly provider: string; readonly weight: number; readonly base: number };

export type RunRequest = {
  readonly cluster: Cluster;
  readonly definition: TaskDefinition;
  /** 1 to 10; 1 when absent. */
  readonly count?: number;
  /** `EC2` when absent; not beside a strategy. */
  readonly launchType?: LaunchType;
  readonly capacityProviderStrategy?: readonly ProviderShare[];
  /** `family:FAMILY` when absent. */
  readonly group?: string;
  readonly startedBy?: string;
  readonly clientToken?: string;
  readonly overrides?: TaskOverrides;
  readonly constraints?: readonly PlacementConstraint[];
  readonly strategies?: readonly PlacementStrategy[];
  /** Of the subnets it names. */
  readonly zones?: readonly string[];
};

type Rule = readonly [broken: (request: RunRequest) => boolean, code: string, message: string];

const rules: readonly Rule[] = [
  [
    ({ count = 1 }) => count < 1 || count > 10 || !Number.isInteger(count),
    'InvalidParameterException',
    'count should be between 1 and 10.',
  ],
  [
    ({ startedBy = '' }) => !/^[\w/-]{0,128}$/u.test(startedBy),
    'InvalidParameterException',
    'startedBy has at most 128 letters, digits, hyphens, slashes and underscores.',
  ],
  [
    ({ clientToken = '' }) => !/^[\x21-\x7E]{0,64}$/u.test(clientToken),
    'InvalidParameterException',
    'clientToken has at most 64 printable ASCII characters.',
  ],
  [
    ({ launchType, capacityProviderStrategy = [] }) => launchType !== undefined && capacityProviderStrategy.length > 0,
    'InvalidParameterException',
    'Specify either launchType or capacityProviderStrategy, not both.',
  ],
  [
    ({ capacityProviderStrategy = [] }) =>
      capacityProviderStrategy.length > 0 && capacityProviderStrategy.every(({ weight }) => weight === 0),
    'InvalidParameterException',
    'At least one capacity provider must have a weight greater than 0.',
  ],
  [({ definition }) => definition.status === 'INACTIVE', 'ClientException', 'TaskDefinition is inactive'],
  [
    (request) => onFargate(request) && !request.definition.compatibilities.includes('FARGATE'),
    'InvalidParameterException',
    'Task definition does not support launch_type FARGATE.',
  ],
  [({ cluster }) => cluster.status === 'INACTIVE', 'ClusterNotFoundException', 'Cluster not found.'],
];

/** Throws a Refusal for the first rule of API_RunTask that is broken. */
export function checkRun(request: RunRequest): void {
  for (const [broken, code, message] of rules) if (broken(request)) throw new Refusal(code, message);
}

function onFargate({ launchType, capacityProviderStrategy = [] }: RunRequest): boolean {
  return launchType === 'FARGATE' || capacityProviderStrategy.some(({ provider }) => provider.startsWith('FARGATE'));
}
