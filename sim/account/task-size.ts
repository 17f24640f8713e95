import type { TaskOverrides } from './task.ts';
import type { TaskDefinition } from './task-definition.ts';

type TaskSize = { readonly cpu: number; readonly memoryMiB: number };

/**
 * What a task asks of its host: its own size, else the sum of its containers', a reservation before a limit
 * (amazon-ecs-agent, `ToHostResources`; API_ContainerDefinition, memoryReservation).
 */
export function sizeOf(definition: TaskDefinition, overrides?: TaskOverrides): TaskSize {
  const cpu = overrides?.cpu ?? definition.cpu;
  const memoryMiB = overrides?.memoryMiB ?? definition.memoryMiB;
  return {
    cpu: cpu ?? sum(definition.containers.map((each) => each.cpu)),
    memoryMiB: memoryMiB ?? sum(definition.containers.map((each) => each.memoryReservationMiB ?? each.memoryMiB ?? 0)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0);
}
