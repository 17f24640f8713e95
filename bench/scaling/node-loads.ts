import { hourMs, minuteMs } from '../../lib/core/time.ts';
import type { NodesPolicy } from '../../lib/scale/nodes/policy.ts';
import { seeded } from '../../sim/random.ts';

/** A service on instances, and how many tasks it wants at a time of the day. */
export type Load = {
  readonly name: string;
  readonly cpu: number;
  readonly memoryMiB: number;
  readonly wanted: (sinceMs: number) => number;
};

export type Workload = {
  readonly name: string;
  readonly loads: readonly Load[];
  /** Played once more with another policy of ours. */
  readonly also?: { readonly name: string; readonly policy: Partial<NodesPolicy> };
};

/** An instance has 2048 units and 7680 MiB. */
export const workloads: readonly Workload[] = [
  {
    name: 'batch spikes: nothing, and every two hours 24 tasks for 25 minutes',
    // As many as managed scaling, as we read it, leaves standing between two spikes.
    also: { name: 'Watchkeeper, one kept (instances: 1..40)', policy: { least: 1, most: 40 } },
    loads: [
      {
        name: 'render',
        cpu: 512,
        memoryMiB: 1024,
        wanted: (sinceMs) => (sinceMs % (2 * hourMs) < 25 * minuteMs ? 24 : 0),
      },
    ],
  },
  {
    name: 'daily web: three services that follow the day',
    loads: [
      { name: 'shop', cpu: 256, memoryMiB: 512, wanted: (sinceMs) => daily(sinceMs, 6, 40) },
      { name: 'search', cpu: 512, memoryMiB: 1024, wanted: (sinceMs) => daily(sinceMs, 2, 16) },
      { name: 'orders', cpu: 256, memoryMiB: 1024, wanted: (sinceMs) => daily(sinceMs, 3, 18) },
    ],
  },
  {
    name: 'mixed sizes: six services, from an eighth to a whole instance, that come and go',
    loads: [
      { cpu: 256, memoryMiB: 512, most: 24 },
      { cpu: 256, memoryMiB: 3072, most: 8 },
      { cpu: 512, memoryMiB: 1024, most: 12 },
      { cpu: 1024, memoryMiB: 2048, most: 6 },
      { cpu: 1024, memoryMiB: 4096, most: 4 },
      { cpu: 2048, memoryMiB: 4096, most: 3 },
    ].map(({ most, ...size }, at) => ({ name: `service-${at}`, ...size, wanted: walk(`mixed ${at}`, most) })),
  },
];

function daily(sinceMs: number, least: number, most: number): number {
  const share = (1 - Math.cos((2 * Math.PI * sinceMs) / (24 * hourMs))) / 2;
  return Math.round(least + (most - least) * share);
}

/** Another number every 40 minutes. */
function walk(seed: string, most: number): Load['wanted'] {
  const random = seeded(seed);
  const steps = Array.from({ length: 36 }, () => random.whole(0, most));
  return (sinceMs) => steps[Math.floor(sinceMs / (40 * minuteMs)) % steps.length] ?? 0;
}
