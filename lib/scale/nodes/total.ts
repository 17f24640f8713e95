import type { Telling } from '../../core/decision.ts';
import type { ScalingGroup } from '../../core/node-reads.ts';
import type { Allowance, BudgetUse, Read } from '../../core/ports.ts';
import type { Raise } from './buy.ts';
import type { NodesTarget, NodesTelling } from './orders.ts';
import { keyOfNodes } from './orders.ts';
import type { NodesEntry } from './policy.ts';
import { entryFor } from './policy.ts';

/**
 * What tells how many more instances there may be in all. Who holds how much is read before the groups: a claim that rests
 * on it is refused once somebody has given back (`releases`), for what was held may be a group's desired capacity by now.
 */
export type TotalFacts = {
  readonly key: string;
  readonly use: Read<BudgetUse>;
  /** Names of the groups of the other clusters that have an entry. */
  readonly others: Read<readonly string[]>;
};

/** What may be bought of the total, and what it is claimed by. */
export type Total = {
  readonly total: number;
  /** Counted now, with what others have claimed and not bought yet. */
  readonly used: number;
  readonly left: number;
  readonly budget: Allowance;
};

type Given = {
  readonly total: number;
  /** All of the Region. */
  readonly groups: readonly ScalingGroup[];
  /** Names of the cluster's own. */
  readonly own: readonly string[];
  readonly entries: readonly NodesEntry[];
};

/**
 * Counted are the groups of this cluster, of the others, and all whose names an entry fits; each with its desired capacity,
 * whoever set it. What somebody has claimed and not set yet stands in the budget. Undefined: nobody knows.
 */
export function totalOf(facts: TotalFacts | undefined, given: Given): Total | undefined {
  if (facts?.use.ok !== true || !facts.others.ok) return undefined;
  const { key, use, others } = facts;
  const named = new Set([...given.own, ...others.value]);
  const counted = given.groups.filter(({ name }) => named.has(name) || isMeant(name, given.entries));
  const standing = counted.reduce((sum, { desired }) => sum + desired, 0);
  const claimed = [...use.value.holders.values()].reduce((sum, { amount }) => sum + amount, 0);
  const { total } = given;
  const used = standing + claimed;
  return {
    total,
    used,
    left: Math.max(0, total - used),
    budget: { key, limit: total - standing, releases: use.value.releases },
  };
}

const isMeant = (name: string, entries: readonly NodesEntry[]): boolean =>
  (entryFor(entries, [name])?.policy.mode ?? 'none') !== 'none';

/** Who wants how many of which group: neither a cluster's nor a group's name has a slash where it would matter. */
export function holderOf(cluster: string, { each, to }: Raise): string {
  return `${cluster}/${to}/${each.group.name}`;
}

function claimIn(holder: string): { readonly cluster: string; readonly to: number; readonly group: string } {
  const [cluster = '', to = '', ...group] = holder.split('/');
  return { cluster, to: Number(to), group: group.join('/') };
}

type Wanting = {
  readonly cluster: string;
  readonly groups: readonly ScalingGroup[];
  /** Orders that stand, and those somebody carries out at this moment. */
  readonly wanted: readonly { readonly target: object }[];
};

type RaiseTarget = Extract<NodesTarget, { readonly raise: unknown }>;

const isRaise = (target: object): target is RaiseTarget => 'raise' in target;

/** What is claimed and bought by now, or wanted no more, is given back: evidence, never time. */
export function givenBack(facts: TotalFacts | undefined, given: Wanting): readonly Telling<NodesTelling>[] {
  if (facts?.use.ok !== true) return [];
  const { cluster, groups, wanted } = given;
  const kept = new Set(wanted.flatMap(({ target }) => (isRaise(target) ? (target.raise.claim?.holder ?? []) : [])));
  return [...facts.use.value.holders.keys()].flatMap((holder) => {
    const claim = claimIn(holder);
    const group = groups.find(({ name }) => name === claim.group);
    const isOver = group === undefined || group.desired >= claim.to;
    if (!isOver && (claim.cluster !== cluster || kept.has(holder))) return [];
    const target: NodesTelling = { giveBack: { budget: facts.key, holder } };
    return [{ type: 'telling' as const, key: keyOfNodes(target), target }];
  });
}
