import { accelerated, storage } from './eni-limits-accelerated.ts';
import { computeOptimized } from './eni-limits-compute.ts';
import { withoutTrunking } from './eni-limits-ec2.ts';
import type { EniFamilies } from './eni-limits-family.ts';
import { generalPurpose } from './eni-limits-general.ts';
import { memoryOptimized } from './eni-limits-memory.ts';

/** How many tasks with a network interface of their own (awsvpc) an instance can host. */
type EniLimits = {
  /** The most the instance type attaches, less its own primary interface. */
  readonly tasks: number;
  /** With a trunk interface (attribute `ecs.awsvpc-trunk-id`). Absent: no trunk, or no figure that can be trusted. */
  readonly tasksWithTrunk?: number;
  readonly source: string;
};

/** `large 2/10`: size, tasks without a trunk, tasks with one. */
const entry = /^(\S+) (\d+)(?:\/(\d+))?$/;

function limitsOf({ families, sizes, source }: EniFamilies): (readonly [string, EniLimits])[] {
  return sizes.split(', ').flatMap((text) => {
    const [, size = '', tasks = '', withTrunk] = entry.exec(text) ?? [];
    const limits = {
      tasks: Number(tasks),
      ...(withTrunk === undefined ? {} : { tasksWithTrunk: Number(withTrunk) }),
      source,
    };
    return families.split(' ').map((family) => [`${family}.${size}`, limits] as const);
  });
}

/** By instance type. What stands in two tables takes its figures from the last: that of ECS before that of EC2. */
export const eniLimits: ReadonlyMap<string, EniLimits> = new Map(
  [withoutTrunking, generalPurpose, computeOptimized, memoryOptimized, storage, accelerated].flat().flatMap(limitsOf),
);

/**
 * The limits of an instance type such as `m5.large`. Undefined: not known here. The figure without a trunk is then
 * `maximumNetworkInterfaces - 1` of DescribeInstanceTypes; with a trunk it cannot be told.
 */
export function findEniLimits(instanceType: string): EniLimits | undefined {
  return eniLimits.get(instanceType);
}
