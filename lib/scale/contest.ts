import type { Instant } from '../core/time.ts';
import { hourMs } from '../core/time.ts';
import type { ForeignChange, ServiceState } from './state.ts';

/** So often within an hour somebody may put back what we set before we take it for another controller. */
const mostSetBacks = 3;

/** And then ours waits so long. */
const waitMs = hourMs;

/**
 * What was desired before is not what is desired now, and not what we set: somebody else changed it. A tool that puts
 * its own number back again and again (Terraform without ignore_changes) is another controller, and is not fought.
 */
export function withForeign(state: ServiceState, desired: number, now: Instant): ServiceState {
  const { desired: before, set, contestedUntil } = state;
  const rest = { ...state, desired };
  const isOurs = desired === before || desired === set?.tasks;
  const foreign = (isOurs ? state.foreign : [...state.foreign, { at: now, from: before ?? desired, to: desired }])
    .filter(({ at }) => at > now - hourMs)
    .slice(-10);
  const setBacks = foreign.filter((change) => isSetBack(change, state));
  const isNew = !isOurs && setBacks.length >= mostSetBacks;
  const until = isNew ? now + waitMs : contestedUntil;
  const { contestedUntil: _, ...open } = { ...rest, foreign };
  // A first look finds what it finds.
  if (before === undefined) return { ...open, foreign: [] };
  return until !== undefined && until > now ? { ...open, contestedUntil: until } : open;
}

/** From what we had set. */
function isSetBack({ from }: ForeignChange, { decisions }: ServiceState): boolean {
  return decisions.some(({ applied, mode }) => mode === 'act' && applied === from);
}
