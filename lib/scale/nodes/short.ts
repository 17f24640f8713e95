import type { Instant } from '../../core/time.ts';
import { minuteMs } from '../../core/time.ts';
import type { Decided, ScaleState } from '../state.ts';
import type { ShortService } from './facts.ts';

/** What a service wanted longer ago than this it may not want any more. */
const freshMs = 5 * minuteMs;

/** The copies that have no room by a decision; one that only observes has none to give. */
export function copiesShort(decided: Decided | undefined): number {
  return decided?.mode === 'act' ? (decided.lacking ?? 0) : 0;
}

/** The copies a service was not given at its last look, for want of room. Undefined: it has what it wants, or only watches. */
export function shortOf(state: ScaleState | undefined, now: Instant): ShortService | undefined {
  if (state?.kind !== 'service' || state.lookAt < now - freshMs) return undefined;
  const copies = copiesShort(state.decisions.at(-1));
  return copies === 0 ? undefined : { service: state.service, copies };
}

/** The clusters that were found. Undefined: nobody has looked yet. */
export function clustersIn(state: ScaleState | undefined): readonly string[] | undefined {
  return state?.kind === 'sweep' ? state.nodes : undefined;
}

/** The groups of one cluster, as at its last look. */
export function groupNamesIn(state: ScaleState | undefined): readonly string[] {
  return state?.kind === 'nodes' ? Object.keys(state.groups) : [];
}
