import type { Alert, Departure } from '../../core/alert.ts';
import type { Line } from '../../core/message.ts';
import { departureForms, departureTexts } from '../texts/departures.ts';
import type { Clock } from './clock.ts';
import { momentOf } from './clock.ts';
import { phrase } from './phrase.ts';
import { codeOf } from './untrusted-words.ts';

/** Why an instance goes: what its group was to have and has to have now, when, and who or what wanted it. */
export function departureLine({ pointers }: Alert, departure: Departure, clock: Clock): Line {
  const { language } = clock;
  const { by, at, name, from, to } = departure;
  const known = Object.hasOwn(departureTexts, by) ? departureTexts[by as keyof typeof departureTexts] : undefined;
  const why = phrase(known ?? departureTexts.difference, language, {
    name: name === undefined ? undefined : codeOf(name, 80),
  });
  const fills = { at: momentOf(at, clock), why, instance: pointers.ec2InstanceId };
  if (from === undefined || to === undefined) return phrase(departureForms.plain, language, fills);
  return phrase(departureForms.capacity, language, { ...fills, from, to });
}
