import { shortHash } from '../../core/short-hash.ts';
import type { SweepState } from './state.ts';

/** Of tens of thousands of names some two may share it; what they lose by that is a moment's patience. */
const hashLength = 6;

/** The name under which a service is remembered. */
export function markOf(cluster: string, service: string): string {
  return shortHash(`${cluster}/${service}`).padStart(hashLength, '0').slice(-hashLength);
}

/** How many are wanted of each service, by its mark: some eight characters each, so that thousands fit into a record. */
export function remembered(text: string): ReadonlyMap<string, number> {
  const entries = text === '' ? [] : text.split(',');
  return new Map(entries.map((each) => [each.slice(0, hashLength), parseInt(each.slice(hashLength), 36)]));
}

export function packed(desired: ReadonlyMap<string, number>): string {
  return [...desired].map(([mark, count]) => `${mark}${count.toString(36)}`).join(',');
}

/** What was found is found again; without what was wanted before, a new copy is missed a little too soon. */
export function forgetful(state: SweepState): SweepState {
  return { ...state, before: '', found: Object.fromEntries(Object.entries(state.found).slice(-500)) };
}
