import type { SeriesView } from '../../../console/series.ts';
import type { ServiceState } from '../../../lib/scale/state.ts';
import { detailsOf, meaningOf } from '../../scaling/words.ts';
import type { Shop } from '../shop.ts';

/** What scaling has decided of each service, from its records: when, from how many to how many, and why. */
export function scalingViews({ simulation }: Shop): SeriesView['scaling'] {
  return simulation.store.all().flatMap(({ key, state }) => {
    if (!key.startsWith('scale#') || !isService(state)) return [];
    const decisions = state.decisions.map((each) => ({
      at: each.at,
      from: each.from,
      to: each.applied,
      wanted: each.wanted,
      mode: each.mode,
      why: `${each.code}: ${meaningOf(each.code)}`,
      details: detailsOf(each),
    }));
    return [{ service: `${state.cluster}/${state.service}`, decisions }];
  });
}

function isService(state: unknown): state is ServiceState {
  return (
    typeof state === 'object' && state !== null && 'kind' in state && state.kind === 'service' && 'decisions' in state
  );
}
