import type { DrainRequested } from '../core/host-event.ts';
import type { InstanceState } from './state.ts';

/** What one event comes to. */
export type Word = { readonly state: InstanceState; readonly note: string; readonly isNews: boolean };

/** What a person, or a feature of ours, wants of a drain. Words come twice and out of order: their own times decide. */
export function requested(state: InstanceState, { wish, by, at, forMs = 0, yields }: DrainRequested): Word {
  const isOthers = state.reasons.some((reason) => reason.kind !== 'request' || reason.by !== by);
  if (yields === true && isOthers) return yielded(state, wish, by);
  switch (wish) {
    case 'drain': {
      if (state.cancelled !== undefined && at < state.cancelled.at) return noted(state, 'cancelled since');
      const reasons = state.reasons.filter(({ kind }) => kind !== 'request');
      const request = { kind: 'request', at, by, ...(forMs > 0 && { endsAt: at + forMs }) } as const;
      return { state: { ...state, reasons: [...reasons, request] }, note: `requested by ${by}`, isNews: true };
    }
    case 'extend':
      if (at <= (state.extendedAt ?? -Infinity)) return noted(state, 'extended already');
      return noted({ ...state, extendedMs: state.extendedMs + forMs, extendedAt: at }, `extended by ${by}`);
    case 'force':
      return noted({ ...state, forced: { by, at } }, `forced by ${by}`);
    case 'cancel':
      return noted(cancelledBy(state, { by, at }), `cancelled by ${by}`);
  }
}

function noted(state: InstanceState, note: string): Word {
  return { state, note, isNews: false };
}

/** What has come up since stays. */
function cancelledBy(state: InstanceState, word: NonNullable<InstanceState['cancelled']>): InstanceState {
  const { cancelled: last = word } = state;
  const reasons = state.reasons.filter(({ at }) => at > word.at);
  return { ...state, reasons, cancelled: last.at > word.at ? last : word };
}

/** Who yields leaves the reasons of others as they are. */
function yielded(state: InstanceState, wish: DrainRequested['wish'], by: string): Word {
  const reasons = state.reasons.filter((reason) => reason.kind !== 'request' || reason.by !== by);
  return noted({ ...state, reasons }, `${wish} of ${by}: others have their reasons`);
}
