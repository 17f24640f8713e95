import type { RecordStore } from '../../core/ports.ts';
import type { PastState } from './past.ts';
import { pastListOf } from './past.ts';

/** The incidents that ended in a month (`2026-11`, UTC), as they were kept; throws PortError. */
export async function pastIn(store: Pick<RecordStore, 'open' | 'load'>, month: string): Promise<readonly PastState[]> {
  const keys = await store.open('alert', pastListOf(month));
  if (keys.length === 0) return [];
  return [...(await store.load(keys)).values()].flatMap(({ state }) => (isPast(state) ? [state] : []));
}

function isPast(state: unknown): state is PastState {
  return typeof state === 'object' && state !== null && 'kind' in state && state.kind === 'past';
}
