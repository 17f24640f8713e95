import type { Account, ContainerInstance } from './model.ts';
import type { PlacementRequest } from './placement.ts';
import { Refusal } from './refusal.ts';
import { remainingOf } from './resources.ts';
import type { PlacementStrategy } from './task-definition.ts';

/**
 * The instances a strategy leaves, best first. Strategies narrow the choice one after the other; what is left is drawn
 * (task-placement-strategies, Amazon ECS developer guide). Without any: spread over zones, then over instances, as for
 * services (ecs_services); that standalone tasks do the same is a guess.
 */
export function choose(
  account: Account,
  { strategies, group, cluster }: PlacementRequest,
  candidates: readonly ContainerInstance[],
): readonly ContainerInstance[] {
  const wanted = strategies.length > 0 ? strategies : usual;
  const all = [...account.instances.values()].filter(({ clusterArn }) => clusterArn === cluster.arn);
  const left = wanted.reduce((few, strategy) => narrow(few, strategy, { group, all }), candidates);
  return account.random.shuffled(left);
}

const usual: readonly PlacementStrategy[] = [
  { type: 'spread', field: 'attribute:ecs.availability-zone' },
  { type: 'spread', field: 'instanceId' },
];

/**
 * Spread counts the tasks that are there, also on instances that take no more ("the fewest number of running tasks for
 * this service in their respective Availability Zones", ecs_services).
 */
function narrow(
  candidates: readonly ContainerInstance[],
  { type, field = 'instanceId' }: PlacementStrategy,
  { group, all }: { readonly group: string; readonly all: readonly ContainerInstance[] },
): readonly ContainerInstance[] {
  switch (type) {
    case 'random':
      return candidates;
    case 'binpack':
      return leastBy(candidates, (instance) => remainingOf(instance)[fieldOf(field)]);
    case 'spread': {
      const counts = new Map<string, number>();
      for (const instance of all) {
        const value = valueOf(instance, field);
        counts.set(value, (counts.get(value) ?? 0) + copiesOn(instance, group));
      }
      return leastBy(candidates, (instance) => counts.get(valueOf(instance, field)) ?? 0);
    }
  }
}

function fieldOf(field: string): 'cpu' | 'memoryMiB' {
  const fields = { cpu: 'cpu', memory: 'memoryMiB' } as const;
  const name = field.toLowerCase();
  if (name !== 'cpu' && name !== 'memory') {
    throw new Refusal('InvalidParameterException', `The field ${field} is not valid for the binpack strategy.`);
  }
  return fields[name];
}

function valueOf(instance: ContainerInstance, field: string): string {
  if (field === 'instanceId' || field === 'host') return instance.arn;
  return instance.attributes.get(field.replace(/^attribute:/u, '')) ?? '';
}

function copiesOn({ tasks }: ContainerInstance, group: string): number {
  return [...tasks].filter((task) => task.group === group && task.desiredStatus === 'RUNNING').length;
}

export function countBy<T>(list: readonly T[], keyOf: (each: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const each of list) counts.set(keyOf(each), (counts.get(keyOf(each)) ?? 0) + 1);
  return counts;
}

/** Those of the smallest value. */
export function leastBy<T>(list: readonly T[], valueOfEach: (each: T) => number): T[] {
  const least = Math.min(...list.map(valueOfEach));
  return list.filter((each) => valueOfEach(each) === least);
}
