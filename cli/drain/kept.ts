import type { RecordStore } from '../../lib/core/ports.ts';
import { instanceKey, liveDrains } from '../../lib/drain/names.ts';
import type { InstanceState } from '../../lib/drain/state.ts';
import { stateOf } from '../kept-state.ts';

type Place = { readonly store: RecordStore; readonly region: string };

/** What is kept of an instance; undefined: nothing, or nothing any more. */
export async function keptDrain({ store, region }: Place, id: string): Promise<InstanceState | undefined> {
  return [...(await store.load([instanceKey(region, id)])).values()].flatMap((each) =>
    stateOf<InstanceState>(each, 'instance'),
  )[0];
}

/** The instances that are being drained now. */
export async function liveStates({ store }: Place): Promise<readonly InstanceState[]> {
  const records = await store.load(await store.open('drain', liveDrains));
  return [...records.values()].flatMap((each) => stateOf<InstanceState>(each, 'instance')).filter(isLive);
}

export function isLive({ ended }: InstanceState): boolean {
  return ended === undefined;
}
