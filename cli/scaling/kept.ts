import type { RecordStore } from '../../lib/core/ports.ts';
import { livePolicies, serviceKey } from '../../lib/scale/names.ts';
import type { ServiceState } from '../../lib/scale/state.ts';
import { stateOf } from '../kept-state.ts';

type Place = { readonly store: RecordStore; readonly region: string };

/** What is kept of a service that is scaled. Undefined: it never was. */
export async function keptScaling(
  { store, region }: Place,
  cluster: string,
  service: string,
): Promise<ServiceState | undefined> {
  return [...(await store.load([serviceKey(region, cluster, service)])).values()].flatMap((each) =>
    stateOf<ServiceState>(each, 'service'),
  )[0];
}

/** All that is scaled now, by name. */
export async function allScaling({ store }: Place): Promise<readonly ServiceState[]> {
  const records = await store.load(await store.open('scale', livePolicies));
  return [...records.values()]
    .flatMap((each) => stateOf<ServiceState>(each, 'service'))
    .toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

export const nameOf = ({ cluster, service }: Pick<ServiceState, 'cluster' | 'service'>): string =>
  `${cluster}/${service}`;
