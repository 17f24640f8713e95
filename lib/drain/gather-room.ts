import { heldInstance } from '../core/hold.ts';
import type { RecordKey } from '../core/record.ts';
import type { InstanceFacts, DrainReads } from './facts.ts';
import { budgetKey, thingOf } from './names.ts';
import type { RoomFacts } from './room.ts';
import type { InstanceState } from './state.ts';
import { isThere } from './verdict.ts';
import type { Wanted } from './wanted.ts';

/** Where an instance's place is: its group's budget, or its cluster's, and the clusters its group may be in. */
type Pool = { readonly key: RecordKey; readonly group?: string; readonly clusters: ReadonlySet<string> };

type Asking = { readonly key: RecordKey; readonly state: InstanceState; readonly wanted: Wanted };

export function poolKey(region: string, { group, hosts }: InstanceState): RecordKey {
  return budgetKey(region, group === undefined ? { cluster: hosts[0]?.cluster ?? '-' } : { group });
}

/** What each waits for: who else acts on it, and its pool, which is read once for all who ask for room in it. */
export async function sharedOf(
  asking: readonly Asking[],
  read: DrainReads,
): Promise<ReadonlyMap<RecordKey, Pick<InstanceFacts, 'holds' | 'room'>>> {
  const pools = new Map<RecordKey, Promise<RoomFacts>>();
  const all = poolsOf(asking);
  const facts = asking.map(async ({ key, state, wanted }) => {
    const pool = wanted.room ? all.get(poolKey(thingOf(key).region, state)) : undefined;
    if (pool !== undefined && !pools.has(pool.key)) pools.set(pool.key, roomOf(pool, read));
    const [holds, room] = await Promise.all([
      wanted.holds ? read.holds(heldInstance(state.id)) : undefined,
      pool === undefined ? undefined : pools.get(pool.key),
    ]);
    return [key, { ...(holds !== undefined && { holds }), ...(room !== undefined && { room }) }] as const;
  });
  return new Map(await Promise.all(facts));
}

function poolsOf(asking: readonly Asking[]): ReadonlyMap<RecordKey, Pool> {
  const pools = new Map<RecordKey, Pool>();
  for (const { key, state, wanted } of asking) {
    if (!wanted.room) continue;
    const pool = poolKey(thingOf(key).region, state);
    const clusters = state.hosts.filter(isThere).map(({ cluster }) => cluster);
    pools.set(pool, {
      key: pool,
      clusters: new Set([...(pools.get(pool)?.clusters ?? []), ...clusters]),
      ...(state.group !== undefined && { group: state.group }),
    });
  }
  return pools;
}

/** The budget's use first, whatever else is read: a claim is refused when somebody has given back since. */
async function roomOf({ key, group, clusters }: Pool, read: DrainReads): Promise<RoomFacts> {
  const use = await read.use(key);
  const [members, ...hosts] = await Promise.all([
    group === undefined ? undefined : read.membersOf(group),
    ...[...clusters].map(async (cluster) => read.hostsIn(cluster)),
  ]);
  const failed = hosts.find(({ ok }) => !ok);
  const at = Math.min(...hosts.map((each) => (each.ok ? each.at : Infinity)));
  const value = hosts.flatMap((each) => (each.ok ? each.value : []));
  return { use, hosts: failed ?? { ok: true, value, at }, ...(members !== undefined && { members }) };
}
