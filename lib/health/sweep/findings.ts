import type { Instant } from '../../core/time.ts';
import { minuteMs } from '../../core/time.ts';
import type { Sign } from './signs.ts';
import { signs } from './signs.ts';
import type { SweepState } from './state.ts';

/** As long as it is so, its record is told again: it may have looked and seen nothing, or the word was lost. */
const toldEveryMs = 20 * minuteMs;

/** What was seen of a service, when it was last told (to the minute), and in which round it was last seen. */
type Finding = { readonly signs: readonly Sign[]; readonly toldAt: Instant; readonly round: number };

/** Some twelve characters: all of thousands may be broken at once, and the record must hold them. */
export function packedFinding({ signs: seen, toldAt, round }: Finding): string {
  const letters = seen.map((sign) => signs.indexOf(sign).toString(36)).join('');
  return `${letters}.${Math.floor(toldAt / minuteMs).toString(36)}.${round.toString(36)}`;
}

export function findingOf(packed: string): Finding {
  const [letters = '', minute = '', round = ''] = packed.split('.');
  return {
    signs: letters.split('').flatMap((letter) => signs[parseInt(letter, 36)] ?? []),
    toldAt: parseInt(minute, 36) * minuteMs,
    round: parseInt(round, 36),
  };
}

/** Other signs than before, or the same for long. */
export function isNews(found: SweepState['found'], mark: string, seen: readonly Sign[], now: Instant): boolean {
  const packed = found[mark];
  if (seen.length === 0 || packed === undefined) return seen.length > 0;
  const known = findingOf(packed);
  return known.signs.join() !== seen.join() || now - known.toldAt >= toldEveryMs;
}

/** Without those that were not seen in this round: they are not there any more. */
export function stillThere({ found, round }: SweepState): SweepState['found'] {
  return Object.fromEntries(Object.entries(found).filter(([, packed]) => findingOf(packed).round >= round.number));
}
