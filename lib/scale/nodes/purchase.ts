import type { AskedTask } from '../../ecs/placement/asked.ts';
import type { Filling } from '../../ecs/placement/filling.ts';
import { fillingOf } from '../../ecs/placement/filling.ts';
import type { PlacementInstance } from '../../ecs/placement/instance.ts';
import { withCopies } from '../../ecs/placement/occupied.ts';
import { roomOn } from '../../ecs/placement/checks.ts';
import type { Question } from '../../ecs/placement/question.ts';
import { questionOf } from '../../ecs/placement/question.ts';

/** Copies somebody wants, or that wait for a place already: so many of them, by ECS's own count, do. */
export type Want = { readonly asked: AskedTask; readonly count: number; readonly waiting?: number };

/** What one more instance of a group is like: empty, but for daemons. */
export type Shape = {
  readonly group: string;
  readonly zone: string;
  readonly like: PlacementInstance;
  /** What it costs, in any measure that is the same for all. */
  readonly cost: number;
  /** So many more the group may have. */
  readonly most: number;
};

type Bought = { readonly group: string; readonly zone: string; readonly count: number };

export type Purchase = {
  readonly bought: readonly Bought[];
  /** What no shape takes, or no group may have. */
  readonly unplaced: readonly {
    readonly group: string;
    readonly count: number;
    readonly why: 'NeverFits' | 'AtMost' | 'AtTotal' | 'NoCapacity';
  }[];
};

type Waiting = { readonly question: Question; count: number };

/**
 * The instances that make what is wanted fit: first on what is there, then on new ones, each time of the shape that takes
 * most for its cost. What one is enough for is not bought twice. No more than `mostInAll` are bought.
 */
export function purchaseOf(
  wants: readonly Want[],
  instances: readonly PlacementInstance[],
  shapes: readonly Shape[],
  mostInAll = Infinity,
): Purchase {
  const filling = fillingOf(instances);
  const waiting = bySize(wants.map(({ asked, count }) => ({ question: questionOf(asked), count })));
  fill(filling, waiting);
  const left = new Map(shapes.map((shape) => [shape, shape.most]));
  const bought = new Map<Shape, number>();
  for (let count = 0; count < mostInAll; count += 1) {
    const best = bestOf(
      shapes.filter((shape) => (left.get(shape) ?? 0) > 0 && !isGroupFull(shape, left)),
      waiting,
    );
    if (best === undefined) break;
    bought.set(best, (bought.get(best) ?? 0) + 1);
    for (const shape of shapes) if (shape.group === best.group) left.set(shape, (left.get(shape) ?? 0) - 1);
    filling.add(best.like);
    fill(filling, waiting);
  }
  return {
    bought: [...bought].map(([{ group, zone }, count]) => ({ group, zone, count })),
    unplaced: waiting
      .filter(({ count }) => count > 0)
      .map(({ question, count }) => ({
        group: question.asked.group,
        count,
        why: shapes.some(({ like }) => roomOn(question, like).least >= 1) ? 'AtMost' : 'NeverFits',
      })),
  };
}

const isGroupFull = ({ group }: Shape, left: ReadonlyMap<Shape, number>): boolean =>
  [...left].some(([shape, most]) => shape.group === group && most <= 0);

/** The largest first: what is small finds its place beside it. */
function bySize(waiting: readonly Waiting[]): readonly Waiting[] {
  const size = ({ question: { demand } }: Waiting): number => demand.memoryMiB / 4096 + demand.cpuUnits / 1024;
  return waiting.toSorted((a, b) => size(b) - size(a));
}

function fill(filling: Filling, waiting: readonly Waiting[]): void {
  for (const want of waiting) while (want.count > 0 && filling.put(want.question) !== undefined) want.count -= 1;
}

/** The shape with the most of what waits for its cost; of equals the cheaper, so that little does not buy much. */
function bestOf(shapes: readonly Shape[], waiting: readonly Waiting[]): Shape | undefined {
  const rated = shapes
    .map((shape) => ({ shape, worth: worthOf(shape.like, waiting) / shape.cost }))
    .filter(({ worth }) => worth > 0);
  return rated.toSorted((a, b) => b.worth - a.worth || a.shape.cost - b.shape.cost)[0]?.shape;
}

/** Processor and memory of what it would take. */
function worthOf(like: PlacementInstance, waiting: readonly Waiting[]): number {
  let [instance, worth] = [like, 0];
  for (const { question, count } of waiting) {
    const copies = Math.min(count, roomOn(question, instance).least);
    if (copies < 1) continue;
    instance = withCopies(instance, question, copies);
    worth += copies * (question.demand.memoryMiB / 4096 + question.demand.cpuUnits / 1024 + 1e-3);
  }
  return worth;
}
