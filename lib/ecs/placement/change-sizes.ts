import type { AskedContainer, AskedDefinition, AskedTask } from './asked.ts';
import type { Possible } from './change.ts';
import { costs } from './change.ts';
import { changeTexts } from './change-texts.ts';
import { roomOn } from './checks.ts';
import { demandOf, overriddenDefinition } from './demand.ts';
import type { Said } from './finding.ts';
import type { PlacementInstance } from './instance.ts';
import { questionOf } from './question.ts';
import { ec2TaskCpuUnits, leastContainerMemoryMiB } from './task-size-limits.ts';

type Kind = 'cpuUnits' | 'memoryMiB';

/** Nobody is told to cut a task to less than this share of what it has. */
const leastShare = 0.5;
const mostCandidates = 12;

/**
 * Smaller sizes of the task: the largest with which one more copy would fit on some instance, in round numbers. What a call
 * overrides is taken as it is then: the change is to what ECS is asked for.
 */
export function sizeChanges(asked: AskedTask, instances: readonly PlacementInstance[]): readonly Possible[] {
  const { overrides: _, ...rest } = asked;
  const plain: AskedTask = { ...rest, definition: overriddenDefinition(asked) };
  const demand = demandOf(plain);
  return (['cpuUnits', 'memoryMiB'] as const).flatMap((kind) =>
    smallerSizes(demand[kind], kind, takers(plain, kind, instances)).flatMap((to): readonly Possible[] => {
      const cut = cutTo(plain.definition, kind, to);
      if (cut === undefined) return [];
      const share = (demand[kind] - to) / demand[kind] / (1 - leastShare);
      const cost = costs.size + share * (costs.sizeCutByHalf - costs.size);
      return [{ change: { kind: 'size', cost, said: cut.said }, asked: { ...plain, definition: cut.definition } }];
    }),
  );
}

/** The instances where nothing else is in the way: of others, no size is small enough. */
function takers(asked: AskedTask, kind: Kind, instances: readonly PlacementInstance[]): readonly PlacementInstance[] {
  const question = questionOf(asked);
  const sizeless = { ...question, demand: { ...question.demand, [kind]: 0 } };
  return instances.filter((each) => roomOn(sizeless, each).least >= 1);
}

/** For each instance: with what size it takes one copy more than now. */
function smallerSizes(size: number, kind: Kind, instances: readonly PlacementInstance[]): readonly number[] {
  if (size === 0) return [];
  const sizes = new Set<number>();
  for (const { remaining } of instances) {
    const left = remaining[kind];
    if (left === undefined || left <= 0) continue;
    const smaller = rounded(Math.floor(left / (Math.floor(left / size) + 1)));
    if (smaller >= size * leastShare && smaller < size) sizes.add(smaller);
  }
  return [...sizes].toSorted((a, b) => b - a).slice(0, mostCandidates);
}

/** Numbers as people write them: 448 and not 461. */
function rounded(size: number): number {
  const step = size >= 512 ? 64 : size >= 128 ? 16 : size >= 32 ? 8 : 1;
  return size - (size % step);
}

type Cut = { readonly said: Said; readonly definition: AskedDefinition };

/** The size of the task where it has one that counts, else of its largest container. Undefined: AWS would refuse it. */
function cutTo(definition: AskedDefinition, kind: Kind, to: number): Cut | undefined {
  const ofTask = definition.isWindows ? 0 : (definition[kind] ?? 0);
  if (ofTask === 0) return cutContainer(definition, kind, to);
  if (to < leastOfTask(definition, kind)) return undefined;
  const fills = { setting: settings.task[kind], from: ofTask, to };
  return { said: { text: changeTexts.size, fills }, definition: { ...definition, [kind]: to } };
}

/** A task is not smaller than its containers together (task_definition_parameters, Task size; containers: cpu, memory). */
function leastOfTask({ containers }: AskedDefinition, kind: Kind): number {
  if (kind === 'cpuUnits')
    return Math.max(
      ec2TaskCpuUnits.least,
      sum(containers, ({ cpuUnits = 0 }) => cpuUnits),
    );
  return sum(containers, ({ memoryMiB, memoryReservationMiB = 0 }) => memoryMiB ?? memoryReservationMiB);
}

const sum = (containers: readonly AskedContainer[], of: (container: AskedContainer) => number): number =>
  containers.reduce((total, container) => total + of(container), 0);

const settings = {
  task: { cpuUnits: 'cpu', memoryMiB: 'memory' },
  container: { cpuUnits: 'cpu', memoryMiB: 'memory', memoryReservationMiB: 'memoryReservation' },
} as const;

type SizeKey = keyof typeof settings.container;

function cutContainer(definition: AskedDefinition, kind: Kind, to: number): Cut | undefined {
  const { containers } = definition;
  const from = demandOf({ definition })[kind];
  const largest = containers
    .map((container) => ({ container, key: keyOf(container, kind) }))
    .toSorted((a, b) => (b.container[b.key] ?? 0) - (a.container[a.key] ?? 0))[0];
  if (largest === undefined) return undefined;
  const { container, key } = largest;
  const value = container[key] ?? 0;
  const size = value - (from - to);
  if (size < (kind === 'memoryMiB' ? leastContainerMemoryMiB : 1)) return undefined;
  // A reservation leaves the container its limit: it does not die of the change (API_ContainerDefinition, memoryReservation).
  const isNewReservation = key === 'memoryMiB' && !definition.isWindows;
  const set = { [isNewReservation ? 'memoryReservationMiB' : key]: size };
  const of = containers.length > 1 ? `${container.name}: ` : '';
  const said = isNewReservation
    ? { text: changeTexts.reservation, fills: { setting: `${of}memoryReservation`, to: size, limit: value } }
    : { text: changeTexts.size, fills: { setting: `${of}${settings.container[key]}`, from: value, to: size } };
  return {
    said,
    definition: {
      ...definition,
      containers: containers.map((each) => (each === container ? { ...each, ...set } : each)),
    },
  };
}

const keyOf = ({ memoryReservationMiB = 0 }: AskedContainer, kind: Kind): SizeKey =>
  kind === 'memoryMiB' && memoryReservationMiB > 0 ? 'memoryReservationMiB' : kind;
