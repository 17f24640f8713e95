import type { RecordStore } from '../../lib/core/ports.ts';
import { oneLine } from '../../lib/channels/untrusted.ts';
import { isoTime } from '../../lib/core/time.ts';
import { liveNodes, nodesKey } from '../../lib/scale/names.ts';
import type { NodesDecided, NodesState } from '../../lib/scale/nodes/state.ts';
import type { Io } from '../io.ts';
import { stateOf } from '../kept-state.ts';
import { clockIn, dateAndTime, localZone } from '../time.ts';
import { nodesChange, nodesMeaning } from './nodes-words.ts';

type Place = { readonly store: RecordStore; readonly region: string };

/** What is kept of a cluster's instances. Undefined: the configuration says nothing of them. */
export async function keptNodes({ store, region }: Place, cluster: string): Promise<NodesState | undefined> {
  const records = await store.load([nodesKey(region, cluster)]);
  return [...records.values()].flatMap((each) => stateOf<NodesState>(each, 'nodes'))[0];
}

/** The clusters whose instances are looked after, by name. */
export async function allNodes({ store }: Place): Promise<readonly NodesState[]> {
  const records = await store.load(await store.open('scale', liveNodes));
  return [...records.values()]
    .flatMap((each) => stateOf<NodesState>(each, 'nodes'))
    .toSorted((a, b) => (a.cluster < b.cluster ? -1 : 1));
}

/** What is, or would be, done with a cluster's instances now, as a row. */
export function nodesRow({ cluster, decisions }: NodesState, io: Io): string[] {
  const last = decisions.at(-1);
  if (last === undefined) return [cluster, '', '', 'nothing was decided yet'];
  const clock = clockIn(localZone(io), io.now());
  const why = `${nodesMeaning(last.code)}, since ${dateAndTime(last.at, clock)}`;
  return [cluster, last.mode, nodesChange(last), why];
}

export function nodesJson(state: NodesState) {
  const { cluster, lookAt, decisions, refused } = state;
  const last = decisions.at(-1);
  return {
    type: 'plan-instances',
    cluster,
    lookAt: isoTime(lookAt),
    ...(last !== undefined && decidedJson(last)),
    ...(refused !== undefined && { refused }),
  };
}

export function nodesDecisionJson({ cluster }: NodesState, decided: NodesDecided) {
  const { decidedAt: at, ...rest } = decidedJson(decided);
  return { type: 'instances-decision', cluster, at, ...rest };
}

function decidedJson({ at, ...rest }: NodesDecided) {
  return { decidedAt: isoTime(at), ...rest };
}

/** The decisions of a cluster's instances, the newest first. */
export function nodesLines({ cluster, decisions, refused }: NodesState, count: number, io: Io): string[] {
  const zone = localZone(io);
  const clock = clockIn(zone, io.now());
  if (decisions.length === 0) return [`instances of ${cluster}: nothing was decided yet`];
  return [
    ...decisions
      .slice(-count)
      .toReversed()
      .flatMap((each) => {
        const change = nodesChange(each);
        const details = [change, each.why].filter((line) => line !== '' && line !== nodesMeaning(each.code));
        return [
          `${dateAndTime(each.at, clock)}  ${each.code}: ${nodesMeaning(each.code)}`,
          ...details.map((line) => `    ${oneLine(line)}`),
        ];
      }),
    ...(refused === undefined ? [] : [`refused: ${oneLine(refused)}`]),
    `times in ${zone}`,
  ];
}
