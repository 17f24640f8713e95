import type { ClusterItems } from '../../core/cluster-reads.ts';
import { heldInstance } from '../../core/hold.ts';
import type { Heard } from '../../core/decision.ts';
import type { Read } from '../../core/ports.ts';
import type { ScalingGroup } from '../../core/node-reads.ts';
import type { ScaleEvent } from '../../core/scale-event.ts';
import type { Instant } from '../../core/time.ts';
import type { NodesFacts, NodesReads } from './facts.ts';
import { isStaying } from './groups.ts';
import { hearNodes } from './hear.ts';
import type { NodesEntry } from './policy.ts';
import { freshNodes } from './state.ts';
import type { NodesState } from './state.ts';

/** Of a cluster with more tasks than this they stay unread: bought is for it, and nobody is sent away. */
const mostTasks = 5000;

type Asked = {
  readonly cluster: string;
  readonly events: readonly Heard<ScaleEvent>[];
  readonly state: NodesState | undefined;
};

type Context = {
  readonly entries: readonly NodesEntry[];
  /** Where there is a total: who holds how much of it. */
  readonly totalKey?: string;
  readonly now: Instant;
};

const nothing: NodesFacts = {
  kind: 'nodes',
  failed: new Map(),
  holds: new Map(),
  protectedUntil: new Map(),
};

/** Reads what is true of a cluster's instances, when it is its time. */
export async function gatherNodes(
  { cluster, events, state: kept }: Asked,
  read: NodesReads,
  { entries, totalKey, now }: Context,
): Promise<NodesFacts> {
  const { state, isDue } = hearNodes(kept ?? freshNodes(cluster, now), events, now);
  if (!isDue || (entries.length === 0 && state.leaving.length === 0)) return nothing;
  // First of all: a claim is refused when somebody has given back since.
  const use = totalKey === undefined ? undefined : await read.use(totalKey);
  const others = totalKey === undefined ? undefined : await read.otherGroups(cluster);
  const [items, groups, controllers, holds] = await Promise.all([
    read.cluster({ cluster, mostTasks }),
    read.scalingGroups(),
    read.groupControllers(),
    eachOf(
      state.leaving.map(({ id }) => id),
      async (id) => read.holds(heldInstance(id)),
    ),
  ]);
  const facts = {
    ...nothing,
    items,
    groups,
    controllers,
    holds,
    ...(totalKey !== undefined &&
      use !== undefined &&
      others !== undefined && { total: { key: totalKey, use, others } }),
  };
  if (!items.ok || !groups.ok) return facts;
  const [failed, protectedUntil, short] = await Promise.all([
    eachOf(lackingIn(groups.value, state, now), read.failedLaunches),
    eachOf(tasksOf(items.value, state), async (task) => read.protectedUntil({ cluster, task })),
    read.shortServices(cluster, namesOf(items.value)),
  ]);
  return { ...facts, failed, protectedUntil, short };
}

/** Auto Scaling is asked about launches only of groups where some instances are missing. */
function lackingIn(groups: readonly ScalingGroup[], state: NodesState, now: Instant): readonly string[] {
  const lacking = groups.filter(
    ({ name, desired, members }) =>
      desired > members.filter(isStaying).length && (Object.hasOwn(state.groups, name) || state.since === now),
  );
  return lacking.map(({ name }) => name);
}

async function eachOf<Value>(
  names: readonly string[],
  read: (name: string) => Promise<Read<Value>>,
): Promise<ReadonlyMap<string, Read<Value>>> {
  return new Map(await Promise.all(names.map(async (name) => [name, await read(name)] as const)));
}

/** Of services, on instances that may be sent away at this look. */
function tasksOf({ tasks = [] }: ClusterItems, { candidates, renewal }: NodesState): readonly string[] {
  const arns = new Set([...candidates.map(({ arn }) => arn), renewal?.arn]);
  return tasks.flatMap(({ taskArn, containerInstanceArn: on, group }) => {
    const isMoved = typeof on === 'string' && arns.has(on) && typeof group === 'string' && group.startsWith('service:');
    return isMoved && typeof taskArn === 'string' ? [taskArn] : [];
  });
}

function namesOf({ services = [] }: ClusterItems): readonly string[] {
  return services.flatMap(({ serviceName: name }) => (typeof name === 'string' ? [name] : []));
}
