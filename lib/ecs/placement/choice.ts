import type { AskedStrategy, AskedTask } from './asked.ts';
import { roomOn } from './checks.ts';
import { verdictOf } from './finding.ts';
import type { PlacementInstance } from './instance.ts';
import { questionOf } from './question.ts';

/** What one strategy sees in an instance. */
export type ChoiceReason = {
  readonly strategy: AskedStrategy;
  /** Of a spread over an attribute: its value there; absent where the instance lacks it. */
  readonly value?: string;
  /** Spread: tasks of the group that are there; binpack: what is left of the resource. Less is chosen first. */
  readonly amount?: number;
};

/** An instance that takes a copy, and when its turn is. */
export type Choice = {
  readonly arn: string;
  readonly fits: 'yes' | 'unverifiable';
  /** From 1. Among those of one rank ECS draws. */
  readonly rank: number;
  readonly because: readonly ChoiceReason[];
};

/**
 * Of a service that names none: over zones, then over instances (ecs_services, "valid container instances that have the
 * fewest number of running tasks for this service in their respective Availability Zones"). Tasks of nobody have none
 * (task-placement-strategies).
 */
const usualOfServices: readonly AskedStrategy[] = [
  { type: 'spread', field: 'attribute:ecs.availability-zone' },
  { type: 'spread', field: 'instanceId' },
];

/** Those that choose: its own, or the usual ones. A daemon goes everywhere. */
export const strategiesOf = (asked: AskedTask): readonly AskedStrategy[] => {
  if (asked.isDaemon) return [];
  return isUsual(asked) ? usualOfServices : (asked.strategies ?? []);
};

/** A service that names no strategy. */
export const isUsual = ({ strategies = [], group }: AskedTask): boolean =>
  strategies.length === 0 && group.startsWith('service:');

/**
 * Where the next copy would go: the instances that take one, in the order of the strategies. The first strategy decides,
 * the next among equals. Tasks of the same group are counted on all instances, also those that take no copy
 * (task-placement-strategies: "Service tasks are spread based on the tasks from that service. Standalone tasks are spread
 * based on the tasks from the same task group").
 */
export function choicesOf(asked: AskedTask, instances: readonly PlacementInstance[]): readonly Choice[] {
  const question = questionOf(asked);
  const views = strategiesOf(asked).map((strategy) => viewOf(strategy, asked.group, instances));
  const choices = instances.flatMap((instance) => {
    const fits = verdictOf(roomOn(question, instance));
    return fits === 'no' ? [] : [{ arn: instance.arn, fits, because: views.map((view) => view(instance)) }];
  });
  choices.sort((a, b) => byAmounts(a.because, b.because));
  let rank = 0;
  return choices.map((choice, at) => {
    const before = choices[at - 1];
    if (before === undefined || byAmounts(before.because, choice.because) !== 0) rank += 1;
    return { ...choice, rank };
  });
}

function byAmounts(one: readonly ChoiceReason[], other: readonly ChoiceReason[]): number {
  for (const [at, { amount = Infinity }] of one.entries()) {
    const than = other[at]?.amount ?? Infinity;
    if (amount !== than) return amount < than ? -1 : 1;
  }
  return 0;
}

type View = (instance: PlacementInstance) => ChoiceReason;

/** How a strategy looks at instances, from what is on all of them. */
function viewOf(strategy: AskedStrategy, group: string, instances: readonly PlacementInstance[]): View {
  if (strategy.type === 'random') return () => ({ strategy, amount: 0 });
  if (strategy.type === 'binpack') {
    const key = strategy.field === 'cpu' ? 'cpuUnits' : 'memoryMiB';
    return ({ remaining }) => {
      const amount = remaining[key];
      return { strategy, ...(amount !== undefined && { amount }) };
    };
  }
  if (strategy.field === 'instanceId' || strategy.field === 'host') {
    return (instance) => ({ strategy, amount: tasksOf(instance, group) });
  }
  const name = strategy.field.replace(/^attribute:/, '');
  const counts = new Map<string | undefined, number>();
  for (const instance of instances) {
    const value = instance.attributes.get(name);
    counts.set(value, (counts.get(value) ?? 0) + tasksOf(instance, group));
  }
  return ({ attributes }) => {
    const value = attributes.get(name);
    return { strategy, ...(value !== undefined && { value }), amount: counts.get(value) ?? 0 };
  };
}

const tasksOf = ({ tasks = [] }: PlacementInstance, group: string): number =>
  tasks.filter((task) => task.group === group && !task.isLeaving).length;
