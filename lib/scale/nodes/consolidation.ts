import type { Filling } from '../../ecs/placement/filling.ts';
import { fillingOf } from '../../ecs/placement/filling.ts';
import type { Question } from '../../ecs/placement/question.ts';
import { questionOf } from '../../ecs/placement/question.ts';
import type { AskedTask } from '../../ecs/placement/asked.ts';
import type { Node, NodeTask, StayReason } from './node.ts';

export type ConsolidationLimits = {
  /** So many may go at once, those that go already among them; what is empty disrupts nobody and does not count. */
  readonly atOnce: number;
  /** In each zone of a group so many stay. */
  readonly perZone: number;
  /** The least instances of each group, by name. */
  readonly least: ReadonlyMap<string, number>;
  /** What came a moment ago is not sent away again. */
  readonly leastAgeMs: number;
};

type Move = { readonly task: string; readonly group: string; readonly to: string };

/** An instance whose tasks fit elsewhere, and where. */
export type Removal = {
  readonly arn: string;
  readonly group: string;
  readonly zone: string;
  readonly moves: readonly Move[];
};

/** Why an instance stays. */
export type KeptReason =
  | StayReason
  | 'Taken'
  | 'TooYoung'
  | 'Unmovable'
  | 'Protected'
  | 'ZoneMinimum'
  | 'GroupMinimum'
  | 'NoRoom'
  | 'Receiving';

type Consolidation = {
  readonly removals: readonly Removal[];
  readonly kept: ReadonlyMap<string, { readonly code: KeptReason; readonly why: string }>;
};

/**
 * Instances that are not needed: all their tasks have a sure place on those that stay. One after the other, the emptiest
 * first, each on what the ones before left; none is counted on that goes itself.
 */
export function consolidationOf(nodes: readonly Node[], limits: ConsolidationLimits): Consolidation {
  const filling = fillingOf(nodes.map(({ instance }) => instance));
  for (const [at, { isTaken }] of nodes.entries()) if (isTaken) filling.close(at);
  const standing = nodes.filter(({ isTaken }) => !isTaken);
  const census = censusOf(standing);
  const asked = questions();
  const removals: Removal[] = [];
  const receivers = new Set<string>();
  const kept = new Map<string, { code: KeptReason; why: string }>();
  let left = limits.atOnce - (nodes.length - standing.length);
  const order = nodes.map((node, at) => ({ node, at })).toSorted((a, b) => burdenOf(a.node) - burdenOf(b.node));
  for (const { node, at } of order) {
    const isEmpty = movable(node.tasks).length === 0;
    if (left <= 0 && !isEmpty) break;
    const reason = receivers.has(node.instance.arn) ? receiving : keptBy(node, census, limits);
    if (reason !== undefined) {
      kept.set(node.instance.arn, reason);
      continue;
    }
    const moves = movesOf({ node, at }, { filling, nodes, asked });
    if (moves === undefined) {
      kept.set(node.instance.arn, { code: 'NoRoom', why: 'not all of its tasks fit elsewhere' });
      continue;
    }
    removals.push({ arn: node.instance.arn, group: node.group, zone: node.zone, moves });
    for (const { to } of moves) receivers.add(to);
    census.remove(node);
    if (!isEmpty) left -= 1;
  }
  return { removals, kept };
}

const receiving = { code: 'Receiving', why: 'tasks of another instance come to it' } as const;

/** Tasks to be moved, and how full it is: what is nearly empty goes with the least trouble. */
function burdenOf({ tasks, instance: { registered, remaining } }: Node): number {
  const used = 1 - (remaining.cpuUnits ?? 0) / Math.max(1, registered.cpuUnits ?? 1);
  return tasks.filter(({ isDaemon }) => !isDaemon).length + used;
}

type Census = {
  readonly inZone: (node: Node) => number;
  readonly inGroup: (node: Node) => number;
  readonly remove: (node: Node) => void;
};

const zoneKey = ({ group, zone }: Node): string => `${group} ${zone}`;

function censusOf(nodes: readonly Node[]): Census {
  const counts = new Map<string, number>();
  const add = (key: string, by: number): void => void counts.set(key, (counts.get(key) ?? 0) + by);
  for (const node of nodes) {
    add(zoneKey(node), 1);
    add(node.group, 1);
  }
  return {
    inZone: (node) => counts.get(zoneKey(node)) ?? 0,
    inGroup: (node) => counts.get(node.group) ?? 0,
    remove: (node) => {
      add(zoneKey(node), -1);
      add(node.group, -1);
    },
  };
}

function keptBy(
  node: Node,
  census: Census,
  { perZone, least, leastAgeMs }: ConsolidationLimits,
): { readonly code: KeptReason; readonly why: string } | undefined {
  const { isTaken, ageMs, tasks, group, zone, instance } = node;
  if (isTaken || instance.status !== 'ACTIVE')
    return { code: 'Taken', why: `it is ${instance.status}, or somebody acts on it` };
  if (node.stays !== undefined) return node.stays;
  if (ageMs < leastAgeMs) return { code: 'TooYoung', why: 'it has just come' };
  const lone = tasks.find(({ isDaemon, asked }) => !isDaemon && asked === undefined);
  if (lone !== undefined) return { code: 'Unmovable', why: `nobody starts ${lone.group} again` };
  const safe = tasks.find(({ isProtected }) => isProtected);
  if (safe !== undefined) return { code: 'Protected', why: `a task of ${safe.group} is protected` };
  if (census.inZone(node) <= perZone) return { code: 'ZoneMinimum', why: `${perZone} stay in ${zone}` };
  const most = least.get(group) ?? 0;
  if (census.inGroup(node) <= most) return { code: 'GroupMinimum', why: `${most} stay in ${group}` };
  return undefined;
}

type Ground = {
  readonly filling: Filling;
  readonly nodes: readonly Node[];
  readonly asked: (task: AskedTask) => Question;
};

/** Undefined: not all of them fit, and nothing has changed. */
function movesOf(
  { node, at }: { readonly node: Node; readonly at: number },
  { filling, nodes, asked }: Ground,
): readonly Move[] | undefined {
  const moves: Move[] = [];
  const isMoved = filling.attempt(() => {
    filling.close(at);
    return movable(node.tasks).every(({ arn, group, asked: task }) => {
      const to = task === undefined ? undefined : filling.put(asked(task));
      if (to === undefined) return false;
      moves.push({ task: arn, group, to: nodes[to]?.instance.arn ?? '' });
      return true;
    });
  });
  return isMoved ? moves : undefined;
}

const movable = (tasks: readonly NodeTask[]): readonly NodeTask[] => tasks.filter(({ isDaemon }) => !isDaemon);

/** Tasks of one service ask the same: the answers found for one are good for all. */
function questions(): (task: AskedTask) => Question {
  const known = new Map<AskedTask, Question>();
  return (task) => {
    const question = known.get(task) ?? questionOf(task);
    known.set(task, question);
    return question;
  };
}
