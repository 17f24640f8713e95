import type { RecordKey } from '../core/record.ts';
import { recordKey } from '../core/record.ts';

/** A service that the configuration scales. */
export function serviceKey(region: string, cluster: string, service: string): RecordKey {
  return recordKey('scale', region, `service/${cluster}/${service}`);
}

/** The look for services that the configuration scales. */
export function sweepKey(region: string): RecordKey {
  return recordKey('scale', region, 'sweep');
}

/** The instances of a cluster: of all its Auto Scaling groups, for where a task goes is a question of the cluster. */
export function nodesKey(region: string, cluster: string): RecordKey {
  return recordKey('scale', region, `nodes/${cluster}`);
}

/** What all clusters together may buy. */
export function nodesTotalKey(region: string): RecordKey {
  return recordKey('scale', region, 'budget/nodes');
}

export type Thing =
  | { readonly kind: 'sweep'; readonly region: string }
  | { readonly kind: 'nodes'; readonly region: string; readonly cluster: string }
  | { readonly kind: 'service'; readonly region: string; readonly cluster: string; readonly service: string };

/** Neither a cluster's name nor a service's has a slash in it (API_CreateCluster, API_CreateService). */
export function thingOf(key: RecordKey): Thing {
  const [, region = '', thing = ''] = key.split('#');
  if (thing === 'sweep') return { kind: 'sweep', region };
  const [kind, cluster = '', service = ''] = thing.split('/');
  if (kind === 'nodes') return { kind, region, cluster };
  return { kind: 'service', region, cluster, service };
}

/** Under this, the clusters whose instances are scaled are listed in the table's open index. */
export const liveNodes = 'nodes';

/** Under this, all live policies are listed in the table's open index. */
export const livePolicies = 'policies';
