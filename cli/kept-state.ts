import type { KeptRecord } from '../lib/core/record.ts';

/** The state of a record, where it can be read and is of this kind; else nothing. */
export function stateOf<State extends { readonly kind: string }>(
  { state, unreadable }: Pick<KeptRecord, 'state' | 'unreadable'>,
  kind: State['kind'],
): State[] {
  const isMeant =
    unreadable === undefined && typeof state === 'object' && state !== null && 'kind' in state && state.kind === kind;
  return isMeant ? [state as State] : [];
}
