import { isFargateSize } from './fargate-sizes.ts';
import { Refusal } from './refusal.ts';
import type { ContainerDefinition, NetworkMode, PlacementConstraint } from './task-definition.ts';

type Candidate = {
  readonly family: string;
  readonly networkMode: NetworkMode;
  readonly requiresCompatibilities: readonly string[];
  readonly cpu?: number;
  readonly memoryMiB?: number;
  readonly containers: readonly ContainerDefinition[];
  readonly placementConstraints?: readonly PlacementConstraint[];
};

type Rule = (candidate: Candidate) => string | undefined;

/** What RegisterTaskDefinition refuses, with the words of AWS where they are known (API_RegisterTaskDefinition). */
const rules: readonly Rule[] = [
  ({ family }) => (/^[\w-]{1,255}$/u.test(family) ? undefined : 'Family contains invalid characters.'),
  ({ containers }) => (containers.length > 0 ? undefined : 'Container list cannot be empty.'),
  ({ containers }) =>
    containers.some(({ essential }) => essential)
      ? undefined
      : 'At least one container must be marked as essential in the task definition.',
  ({ containers }) =>
    new Set(containers.map(({ name }) => name)).size === containers.length
      ? undefined
      : 'Duplicate container names are not allowed.',
  ({ requiresCompatibilities, networkMode }) =>
    requiresCompatibilities.includes('FARGATE') && networkMode !== 'awsvpc'
      ? "Fargate only supports network mode 'awsvpc'."
      : undefined,
  ({ requiresCompatibilities, cpu, memoryMiB }) =>
    requiresCompatibilities.includes('FARGATE') && !isFargateSize(cpu, memoryMiB)
      ? `No Fargate configuration exists for given values: ${cpu ?? 'no'} CPU, ${memoryMiB ?? 'no'} memory. See the Amazon ECS documentation for the valid values.`
      : undefined,
  ({ memoryMiB, containers }) => {
    const bare = containers.find((each) => each.memoryMiB === undefined && each.memoryReservationMiB === undefined);
    return memoryMiB === undefined && bare !== undefined
      ? `Invalid setting for container '${bare.name}'. At least one of 'memory' or 'memoryReservation' must be specified.`
      : undefined;
  },
  ({ networkMode, containers }) =>
    networkMode === 'awsvpc' &&
    containers.some(({ portMappings }) =>
      portMappings.some(({ hostPort, containerPort }) => hostPort !== undefined && hostPort !== containerPort),
    )
      ? 'When networkMode=awsvpc, the host ports and container ports in port mappings must match.'
      : undefined,
  ({ containers }) => {
    const names = new Set(containers.map(({ name }) => name));
    const lost = containers.flatMap(({ dependsOn }) => dependsOn).find((each) => !names.has(each.container));
    return lost === undefined ? undefined : `Container dependency ${lost.container} is not in the task definition.`;
  },
  ({ containers }) => (circular(containers) ? 'There is a circular dependency between containers.' : undefined),
  ({ placementConstraints = [] }) =>
    placementConstraints.some(({ type }) => type !== 'memberOf')
      ? 'Only the memberOf placement constraint is valid in a task definition.'
      : undefined,
];

export function checkDefinition(candidate: Candidate): void {
  for (const rule of rules) {
    const message = rule(candidate);
    if (message !== undefined) throw new Refusal('ClientException', message);
  }
}

function circular(containers: readonly ContainerDefinition[]): boolean {
  const left = new Set(containers);
  for (;;) {
    const names = new Set([...left].map(({ name }) => name));
    const free = [...left].filter(({ dependsOn }) => dependsOn.every((each) => !names.has(each.container)));
    if (free.length === 0) return left.size > 0;
    for (const each of free) left.delete(each);
  }
}
