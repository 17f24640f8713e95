import { matchesGlob } from '../../core/glob.ts';
import { minuteMs } from '../../core/time.ts';

/** So many, or so many of a hundred, rounded up. */
type Share = { readonly instances: number } | { readonly percent: number };

/** How the instances of Auto Scaling groups are bought and sent away. */
export type NodesPolicy = {
  readonly mode: 'none' | 'observe' | 'act';
  /** Within the group's own minimum and maximum; absent: those alone. */
  readonly least?: number;
  readonly most?: number;
  /** Room is kept for so many copies of the largest task of the cluster's services. */
  readonly headroom: number;
  readonly consolidates: boolean;
  /** So many instances may be on their way out at once, of those of the cluster that this entry fits. */
  readonly budget: Share;
  /** So many stay in each zone of a group. */
  readonly perZone: number;
  /** What is not needed for so long goes; seen at two looks at the least. */
  readonly idleMs: number;
  /** What came a moment ago is not sent away again. */
  readonly leastAgeMs: number;
  /** Whether instances that a new one would not be like are replaced; acts only where `mode` does. */
  readonly upkeep: 'none' | 'observe' | 'act';
};

export type NodesEntry = { readonly pattern: string; readonly policy: NodesPolicy };

export const defaultNodesPolicy: NodesPolicy = {
  mode: 'observe',
  headroom: 1,
  consolidates: true,
  budget: { percent: 10 },
  perZone: 1,
  idleMs: 10 * minuteMs,
  leastAgeMs: 15 * minuteMs,
  upkeep: 'observe',
};

/** The first entry that fits one of the names: a group, its capacity providers, its cluster. */
export function entryFor(entries: readonly NodesEntry[], names: readonly string[]): NodesEntry | undefined {
  return entries.find(({ pattern }) => names.some((name) => matchesGlob(pattern, name)));
}

/** As Karpenter and Kubernetes round: 10 % of three is one. */
export function countOf(share: Share, of: number): number {
  return 'instances' in share ? share.instances : Math.ceil((share.percent * of) / 100);
}
