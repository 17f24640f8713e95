import type { RecordStore } from '../../lib/core/ports.ts';
import type { KeptRecord } from '../../lib/core/record.ts';
import { instanceKey, liveDrains } from '../../lib/drain/names.ts';
import type { InstanceState } from '../../lib/drain/state.ts';

type Place = { readonly store: RecordStore; readonly region: string };

/** What is kept of an instance; undefined: nothing, or nothing any more. */
export async function keptDrain({ store, region }: Place, id: string): Promise<InstanceState | undefined> {
  return [...(await store.load([instanceKey(region, id)])).values()].flatMap(instanceOf)[0];
}

/** The instances that are being drained now. */
export async function liveStates({ store }: Place): Promise<readonly InstanceState[]> {
  const records = await store.load(await store.open('drain', liveDrains));
  return [...records.values()].flatMap(instanceOf).filter(isLive);
}

export function isLive({ ended }: InstanceState): boolean {
  return ended === undefined;
}

function instanceOf({ state, unreadable }: KeptRecord): InstanceState[] {
  const isInstance =
    unreadable === undefined &&
    typeof state === 'object' &&
    state !== null &&
    'kind' in state &&
    state.kind === 'instance';
  return isInstance ? [state as InstanceState] : [];
}
