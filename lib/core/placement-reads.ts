import type { ClusterItems, ClusterPart, ClusterScope } from './cluster-reads.ts';
import type { Read, Unreadable } from './ports.ts';

/** A cluster, and of which parts it is not known for another reason than their size. */
export type PlacementItems = ClusterItems & {
  readonly unread?: { readonly [Part in ClusterPart]?: Unreadable };
};

/** What placement depends on, for those who cannot wait long: an answer, or a value that says why there is none. */
export type PlacementReads = { readonly cluster: (scope: ClusterScope) => Promise<Read<PlacementItems>> };

/** For what rests on these parts: where one of them could not be read, there is no answer. */
export function restingOn(parts: readonly ClusterPart[], read: Read<PlacementItems>): Read<PlacementItems> {
  if (!read.ok) return read;
  const { unread = {} } = read.value;
  const reason = parts.map((part) => unread[part]).find((each) => each !== undefined);
  return reason === undefined ? read : { ok: false, reason };
}
