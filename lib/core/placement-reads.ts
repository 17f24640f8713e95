import type { ClusterItems, ClusterScope } from './cluster-reads.ts';
import type { Read } from './ports.ts';

/** What placement depends on, for those who cannot wait long: an answer, or a value that says why there is none. */
export type PlacementReads = { readonly cluster: (scope: ClusterScope) => Promise<Read<ClusterItems>> };
