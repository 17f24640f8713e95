import { performance } from 'node:perf_hooks';
import { hourMs } from '../../lib/core/time.ts';
import type { AskedTask } from '../../lib/ecs/placement/asked.ts';
import type { PlacementInstance } from '../../lib/ecs/placement/instance.ts';
import { withCopies } from '../../lib/ecs/placement/occupied.ts';
import { questionOf } from '../../lib/ecs/placement/question.ts';
import { consolidationOf } from '../../lib/scale/nodes/consolidation.ts';
import type { Node } from '../../lib/scale/nodes/node.ts';
import { seeded } from '../../sim/random.ts';
import { median } from '../measure.ts';
import { asked, attributesOf, container, definition, instance, resources } from '../../test/ecs/placement/examples.ts';

const perInstance = 10;
const full = resources({ cpuUnits: 4096, memoryMiB: 7985 });

/** Which of n instances with ten tasks each are not needed: all that can go, and the first ten. */
export function benchNodes(): readonly string[] {
  const sizes = [250, 500, 1000];
  const rows = sizes.map((size) => {
    const nodes = nodesOf(size);
    const all = timed(() => consolidationOf(nodes, limits(size)).removals.length);
    const few = timed(() => consolidationOf(nodes, limits(10)).removals.length);
    return { size, all, few };
  });
  const [first] = rows;
  return rows.map(({ size, all, few }) => {
    const growth = first === undefined ? 1 : all.ms / first.all.ms;
    return `${String(size).padStart(5)} instances, ${size * perInstance} tasks: ${all.ms.toFixed(0).padStart(5)} ms for all ${all.value} that can go (growth ${growth.toFixed(1)}), ${few.ms.toFixed(0)} ms for the first ten`;
  });
}

const limits = (atOnce: number) => ({ atOnce, perZone: 1, least: new Map<string, number>(), leastAgeMs: 0 });

function timed(work: () => number): { readonly ms: number; readonly value: number } {
  let value = 0;
  const times = Array.from({ length: 3 }, () => {
    const from = performance.now();
    value = work();
    return performance.now() - from;
  });
  return { ms: median(times), value };
}

function nodesOf(size: number): readonly Node[] {
  const random = seeded(`nodes ${size}`);
  const services = Array.from({ length: 50 }, (_, at): AskedTask => {
    const containers = [container({ cpuUnits: 64 + 32 * (at % 6), memoryMiB: 128 + 64 * (at % 5) })];
    return asked({ group: `service:s${at}`, definition: definition({ family: `s${at}`, containers }) });
  });
  return Array.from({ length: size }, (_, at): Node => {
    const zone = `eu-west-1${'abc'[at % 3]}`;
    const tasks = Array.from({ length: perInstance }, () => random.pick(services));
    const attributes = attributesOf({ 'ecs.availability-zone': zone });
    const empty = instance({ arn: `ci/${at}`, attributes, registered: full, remaining: full });
    const on = tasks.reduce<PlacementInstance>((held, task) => withCopies(held, questionOf(task), 1), empty);
    const held = tasks.map((task, nth) => ({
      arn: `task/${at}/${nth}`,
      group: task.group,
      asked: task,
      isDaemon: false,
      isProtected: false,
    }));
    return { instance: on, tasks: held, group: 'web', zone, ageMs: hourMs, isTaken: false };
  });
}
