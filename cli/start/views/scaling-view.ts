import type { SeriesView } from '../../../console/series.ts';
import type { ServiceState } from '../../../lib/scale/state.ts';
import { stateOf } from '../../kept-state.ts';
import { nameOf } from '../../scaling/kept.ts';
import { detailsOf, meaningOf } from '../../scaling/words.ts';
import type { Shop } from '../shop.ts';

/** What scaling has decided of each service, from its records: when, from how many to how many, and why. */
export function scalingViews({ simulation }: Shop): SeriesView['scaling'] {
  const records = simulation.store.all().filter(({ key }) => key.startsWith('scale#'));
  return records
    .flatMap((record) => stateOf<ServiceState>(record, 'service'))
    .map((state) => {
      const decisions = state.decisions.map((each) => ({
        at: each.at,
        from: each.from,
        to: each.applied,
        wanted: each.wanted,
        mode: each.mode,
        why: `${each.code}: ${meaningOf(each.code)}`,
        details: detailsOf(each),
      }));
      return { service: nameOf(state), decisions };
    });
}
