import type { AskedTask } from './asked.ts';
import { roomOn } from './checks.ts';
import { roomFor } from './copies.ts';
import type { Demand } from './demand.ts';
import type { Verdict } from './finding.ts';
import type { PlacementInstance } from './instance.ts';
import { withCopies } from './occupied.ts';
import type { Question } from './question.ts';
import { questionOf } from './question.ts';
import { interfaceLimit, interfacesUsed } from './supply.ts';

/** So many copies of a task, beside those of others. */
export type PackedTask = { readonly asked: AskedTask; readonly count: number };

export type Packing = {
  /** Whether all of them fit at once. Between the bounds nobody can say without trying every order. */
  readonly fits: Verdict;
  /** How many were placed one after the other, the largest first: at least so many fit. */
  readonly copies: number;
  /** More than this cannot fit, in whatever order. */
  readonly copiesAtMost: number;
  /** The same of each task, in the order asked. */
  readonly each: readonly { readonly copies: number; readonly copiesAtMost: number }[];
};

type Item = {
  readonly question: Question;
  readonly count: number;
  readonly at: number;
  /** Without the constraints that another task can satisfy by being there. */
  readonly steady: Question;
  /** How many fit alone, at the most. */
  readonly most: number;
};

/**
 * Whether copies of several tasks fit at once: of a deployment's surge and of other tasks that start with it. To know
 * exactly is bin packing; these are bounds. From below: placed where they fit, the largest task first. From above: no task
 * fits more often than alone, and all together take no more of any resource than there is.
 */
export function packingOf(tasks: readonly PackedTask[], instances: readonly PlacementInstance[]): Packing {
  const items = tasks.map(({ asked, count }, at): Item => {
    const question = questionOf(asked);
    const queries = question.queries.filter(({ readsGroups, counts }) => !readsGroups && counts === undefined);
    const steady = { ...question, queries };
    return { question, count, at, steady, most: Math.min(count, roomFor(steady, instances).most) };
  });
  const placed = placedGreedily(items, instances);
  const each = items.map(({ most, at }) => ({ copies: placed.get(at) ?? 0, copiesAtMost: most }));
  const wanted = sum(items, ({ count }) => count);
  const copies = sum(each, (one) => one.copies);
  const copiesAtMost = mostByResources(items, instances);
  const fits = copies === wanted ? 'yes' : copiesAtMost < wanted ? 'no' : 'unverifiable';
  return { fits, copies, copiesAtMost, each };
}

/** First fit, decreasing: of the task that takes the largest share of the cluster first. Copies by place in `items`. */
function placedGreedily(items: readonly Item[], instances: readonly PlacementInstance[]): ReadonlyMap<number, number> {
  const all = kinds.map(({ kind, haveOf }) => [kind, sum(instances, haveOf)] as const);
  const share = ({ question: { demand } }: Item): number =>
    Math.max(...all.map(([kind, have]) => (have > 0 && Number.isFinite(have) ? needOf(demand, kind) / have : 0)));
  const left = [...instances];
  const placed = new Map<number, number>();
  for (const { question, count, at } of items.toSorted((a, b) => share(b) - share(a))) {
    let rest = Math.min(count, roomFor(question, left).least);
    placed.set(at, rest);
    for (const [index, instance] of left.entries()) {
      if (rest === 0) break;
      const here = Math.min(rest, roomOn(question, instance).least);
      if (here > 0) left[index] = withCopies(instance, question, here);
      rest -= here;
    }
  }
  return placed;
}

type Kind = 'cpu' | 'memory' | 'interfaces' | 'gpus';

const needOf = ({ cpuUnits, memoryMiB, interfaces, gpus }: Demand, kind: Kind): number =>
  ({ cpu: cpuUnits, memory: memoryMiB, interfaces, gpus: gpus === 'all' ? 1 : gpus })[kind];

/** What there is of a resource, at the most. Infinity: nobody can say. */
const kinds: readonly { readonly kind: Kind; readonly haveOf: (instance: PlacementInstance) => number }[] = [
  { kind: 'cpu', haveOf: ({ remaining }) => Math.max(0, remaining.cpuUnits ?? Infinity) },
  { kind: 'memory', haveOf: ({ remaining }) => Math.max(0, remaining.memoryMiB ?? Infinity) },
  { kind: 'interfaces', haveOf: (each) => Math.max(0, (interfaceLimit(each) ?? Infinity) - interfacesUsed(each)) },
  { kind: 'gpus', haveOf: ({ registered }) => registered.gpus.size },
];

/** Of each resource the smallest tasks first: no order places more of them. Only instances that take some task count. */
function mostByResources(items: readonly Item[], instances: readonly PlacementInstance[]): number {
  const useful = instances.filter((each) => items.some(({ steady }) => roomOn(steady, each).most >= 1));
  return Math.min(
    ...kinds.map(({ kind, haveOf }) => {
      let left = sum(useful, haveOf);
      let copies = 0;
      for (const { question, most } of bySize(items, kind)) {
        const need = needOf(question.demand, kind);
        const fitting = need === 0 ? most : Math.min(most, Math.floor(left / need));
        copies += fitting;
        left -= fitting * need;
      }
      return copies;
    }),
  );
}

const bySize = (items: readonly Item[], kind: Kind): readonly Item[] =>
  items.toSorted((a, b) => needOf(a.question.demand, kind) - needOf(b.question.demand, kind));

const sum = <Value>(values: readonly Value[], of: (value: Value) => number): number =>
  values.reduce((total, value) => total + of(value), 0);
