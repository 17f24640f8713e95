import type {
  CapacityProviderStrategyItem,
  NetworkConfiguration,
  PlacementConstraint as AwsConstraint,
  PlacementStrategy as AwsStrategy,
  TaskOverride,
} from '@aws-sdk/client-ecs';
import { present } from '../../../lib/core/present.ts';
import { findTaskDefinition } from '../../account/definitions.ts';
import { subnetOf } from '../../account/identities.ts';
import type { Account } from '../../account/model.ts';
import { Refusal } from '../../account/refusal.ts';
import type { ProviderShare } from '../../account/run-rules.ts';
import type { TaskOverrides } from '../../account/task.ts';
import type { PlacementConstraint, PlacementStrategy, TaskDefinition } from '../../account/task-definition.ts';
import { invalid } from '../api.ts';

/** "A total of 8192 characters are allowed for overrides", JSON and all (API_RunTask). */
const mostOverrides = 8192;

/** The definition a request names. Throws ClientException as RunTask and CreateService do. */
export function definitionNamed(account: Account, name = ''): TaskDefinition {
  const definition = findTaskDefinition(account, name);
  if (definition === undefined) throw new Refusal('ClientException', 'TaskDefinition not found.');
  if (definition.status === 'INACTIVE') throw new Refusal('ClientException', 'TaskDefinition is inactive');
  return definition;
}

export function overridesOf(overrides: TaskOverride | undefined): { readonly overrides?: TaskOverrides } {
  if (overrides === undefined) return {};
  if (JSON.stringify(overrides).length > mostOverrides) {
    throw invalid(`Container Overrides length must be at most ${mostOverrides}`);
  }
  const containers = (overrides.containerOverrides ?? []).map(({ name = '', command, environment }) => ({
    name,
    ...present({
      command,
      environment:
        environment === undefined
          ? undefined
          : Object.fromEntries(environment.map((each) => [each.name ?? '', each.value ?? ''])),
    }),
  }));
  return {
    overrides: { containers, ...present({ cpu: wholeOf(overrides.cpu), memoryMiB: wholeOf(overrides.memory) }) },
  };
}

/** `1024`, `1 vCPU`, `2GB`: ECS takes all of them (task_definition_parameters, `cpu` and `memory`). */
export function wholeOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, number, unit = ''] = /^\s*([\d.]+)\s*(vcpu|gb)?\s*$/iu.exec(text) ?? [];
  if (number === undefined) throw new Refusal('ClientException', `Invalid setting for task: ${text}`);
  return unit === '' ? Number(number) : Number(number) * 1024;
}

export function constraintsOf(constraints: readonly AwsConstraint[] = []): PlacementConstraint[] {
  if (constraints.length > 10) throw invalid('At most 10 placement constraints are allowed.');
  return constraints.map(({ type = 'memberOf', expression }) => ({ type, ...present({ expression }) }));
}

export function strategiesOf(strategies: readonly AwsStrategy[] = []): PlacementStrategy[] {
  if (strategies.length > 5) throw invalid('At most 5 placement strategies are allowed.');
  return strategies.map(({ type = 'random', field }) => ({ type, ...present({ field }) }));
}

/** A weight that is left out is 0 by the API (API_CapacityProviderStrategyItem). */
export function sharesOf(items: readonly CapacityProviderStrategyItem[] = []): ProviderShare[] {
  return items.map(({ capacityProvider = '', weight = 0, base = 0 }) => ({ provider: capacityProvider, weight, base }));
}

/** The zones of the subnets; none without awsvpc. */
export function zonesOf(
  account: Account,
  { networkMode }: TaskDefinition,
  network: NetworkConfiguration | undefined,
): { readonly zones?: readonly string[] } {
  const { subnets } = network?.awsvpcConfiguration ?? {};
  if (networkMode !== 'awsvpc') {
    if (subnets === undefined) return {};
    throw invalid('Network Configuration is not valid for the given networkMode of this task definition.');
  }
  if (subnets === undefined || subnets.length === 0) {
    throw invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
  }
  const known = new Map(account.zones.map((zone) => [subnetOf(account, zone), zone]));
  return {
    zones: subnets.map((subnet) => {
      const zone = known.get(subnet);
      if (zone !== undefined) return zone;
      throw invalid(`Error retrieving subnet information for [${subnet}]: The subnet ID '${subnet}' does not exist`);
    }),
  };
}
