import type { AskedTask } from './asked.ts';
import type { Said } from './finding.ts';
import type { PlacementInstance } from './instance.ts';

/** One thing somebody can change. */
export type Change = {
  readonly kind:
    | 'activate'
    | 'agent'
    | 'attribute'
    | 'constraint'
    | 'distinct'
    | 'dynamic-port'
    | 'feature'
    | 'instance'
    | 'size'
    | 'zone';
  /** To sort by: see `costs`. */
  readonly cost: number;
  /** `memoryReservation 512 → 448`. */
  readonly said: Said;
  /** How to go about it, where that needs words. */
  readonly how?: Said;
};

/** A change and what the world is after it; what is absent stays as it is. */
export type Possible = {
  readonly change: Change;
  readonly asked?: AskedTask;
  readonly instances?: readonly PlacementInstance[];
};

/**
 * What a change costs those who make it, to sort by. A smaller size costs more the more it takes away: cut by half as
 * much as one more instance.
 */
export const costs = {
  'dynamic-port': 20,
  /** More is different then than the port: names, the loopback interface. */
  leaveHostMode: 36,
  size: 20,
  sizeCutByHalf: 50,
  attribute: 25,
  zone: 30,
  feature: 35,
  agent: 38,
  distinct: 40,
  constraint: 42,
  activate: 45,
  instance: 50,
  attributeOfAgent: 60,
} as const;
