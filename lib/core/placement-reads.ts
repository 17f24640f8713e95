import type { ClusterItems, ClusterPart, ClusterScope } from './cluster-reads.ts';
import type { Read, Unreadable } from './ports.ts';

/** A cluster, and of which parts it is not known for another reason than their size. */
export type PlacementItems = ClusterItems & {
  readonly unread?: { readonly [Part in ClusterPart]?: Unreadable };
};

/** What placement depends on, for those who cannot wait long: an answer, or a value that says why there is none. */
export type PlacementReads = { readonly cluster: (scope: ClusterScope) => Promise<Read<PlacementItems>> };

/** Why nothing can be said that rests on these parts; undefined where all of them could be read. */
export function unreadOf(
  { unread = {} }: PlacementItems,
  parts: readonly ClusterPart[],
): { readonly ok: false; readonly reason: Unreadable } | undefined {
  const reason = parts.map((part) => unread[part]).find((each) => each !== undefined);
  return reason === undefined ? undefined : { ok: false, reason };
}
