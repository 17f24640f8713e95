import { requiredCapabilities } from './capabilities.ts';
import { checkDefinition } from './definition-rules.ts';
import { isFargateSize } from './fargate-sizes.ts';
import { ecsArn } from './identities.ts';
import type { Account } from './model.ts';
import { Refusal } from './refusal.ts';
import type { ContainerDefinition, NetworkMode, PlacementConstraint, TaskDefinition } from './task-definition.ts';

/** A container as RegisterTaskDefinition takes it; what is left out is as in API_ContainerDefinition. */
export type ContainerRequest = Pick<ContainerDefinition, 'name' | 'image'> & Partial<ContainerDefinition>;

export type TaskDefinitionRequest = {
  readonly family: string;
  readonly containers: readonly ContainerRequest[];
  /** `bridge` when absent, as on Linux. */
  readonly networkMode?: NetworkMode;
  readonly requiresCompatibilities?: readonly ('EC2' | 'FARGATE')[];
  readonly cpu?: number;
  readonly memoryMiB?: number;
  readonly executionRoleArn?: string;
  readonly taskRoleArn?: string;
  readonly placementConstraints?: readonly PlacementConstraint[];
  readonly architecture?: TaskDefinition['architecture'];
  readonly registeredBy?: string;
  readonly tags?: ReadonlyMap<string, string>;
};

/** Registers the next revision of the family. Throws a Refusal for what AWS would refuse. */
export function registerTaskDefinition(account: Account, request: TaskDefinitionRequest): TaskDefinition {
  const { family, requiresCompatibilities = [], networkMode = 'bridge', architecture = 'X86_64' } = request;
  const containers = request.containers.map(completed);
  checkDefinition({ ...request, networkMode, requiresCompatibilities, containers });
  const revision = (account.families.get(family) ?? 0) + 1;
  const fargate = networkMode === 'awsvpc' && isFargateSize(request.cpu, request.memoryMiB);
  const definition: TaskDefinition = {
    arn: ecsArn(account, `task-definition/${family}:${revision}`),
    family,
    revision,
    status: 'ACTIVE',
    networkMode,
    compatibilities: fargate ? ['EC2', 'FARGATE'] : ['EC2'],
    ...(request.cpu !== undefined && { cpu: request.cpu }),
    ...(request.memoryMiB !== undefined && { memoryMiB: request.memoryMiB }),
    ...(request.executionRoleArn !== undefined && { executionRoleArn: request.executionRoleArn }),
    ...(request.taskRoleArn !== undefined && { taskRoleArn: request.taskRoleArn }),
    containers,
    placementConstraints: request.placementConstraints ?? [],
    requiresAttributes: requiredCapabilities({ ...request, networkMode, containers, architecture }),
    architecture,
    registeredAt: account.agenda.now(),
    registeredBy: request.registeredBy ?? `arn:aws:iam::${account.id}:role/deploy`,
    tags: new Map(request.tags),
  };
  account.families.set(family, revision);
  account.taskDefinitions.set(definition.arn, definition);
  return definition;
}

function completed(request: ContainerRequest): ContainerDefinition {
  return {
    essential: true,
    cpu: 0,
    portMappings: [],
    environment: {},
    secrets: {},
    dependsOn: [],
    ...request,
  };
}

/** Nothing new can be made of an INACTIVE revision; what runs goes on (API_DeregisterTaskDefinition). */
export function deregisterTaskDefinition(account: Account, arn: string): TaskDefinition {
  const definition = account.taskDefinitions.get(arn);
  if (definition === undefined) throw new Refusal('ClientException', 'Unable to describe task definition.');
  if (definition.status === 'INACTIVE') {
    throw new Refusal(
      'ClientException',
      'The specified task definition is inactive. Specify an active task definition.',
    );
  }
  definition.status = 'INACTIVE';
  return definition;
}

/** By ARN, `family:revision` or `family` (its newest ACTIVE revision). */
export function findTaskDefinition(account: Account, name: string): TaskDefinition | undefined {
  const arn = name.startsWith('arn:') ? name : ecsArn(account, `task-definition/${name}`);
  const exact = account.taskDefinitions.get(arn);
  if (exact !== undefined || name.startsWith('arn:')) return exact;
  for (let revision = account.families.get(name) ?? 0; revision > 0; revision -= 1) {
    const definition = account.taskDefinitions.get(`${arn}:${revision}`);
    if (definition?.status === 'ACTIVE') return definition;
  }
  return undefined;
}
