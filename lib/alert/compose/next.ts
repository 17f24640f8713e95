import type { Alert } from '../../core/alert.ts';
import type { Line } from '../../core/message.ts';
import { nextTexts, toPreviousText, unknownNext } from '../texts/next.ts';
import type { NextWording } from '../texts/next-deployments.ts';
import type { Clock } from './clock.ts';
import { momentOf } from './clock.ts';
import type { Fillings } from './phrase.ts';
import { canFill, knownFills, phrase } from './phrase.ts';
import { revisionsOf } from './situation.ts';

/** What will happen by itself, and when; never empty. */
export function nextLine(alert: Alert, clock: Clock): Line {
  const { code, at, fills } = alert.next;
  const { previous } = revisionsOf(alert);
  const toPrevious = previous === undefined ? [] : phrase(toPreviousText, clock.language, { revision: previous });
  const known: Fillings = {
    ...withMoments(knownFills(fills), clock),
    ...(at !== undefined && { at: momentOf(at, clock) }),
    toPrevious,
  };
  const wording = (nextTexts[code] ?? []).find((candidate) => fits(candidate, known));
  return phrase(wording?.text ?? unknownNext, clock.language, known);
}

/** Moments (`…At`) on the reader's clock. */
function withMoments(fills: Fillings, clock: Clock): Fillings {
  return Object.fromEntries(
    Object.entries(fills).map(([name, value]) => [
      name,
      name.endsWith('At') && typeof value === 'number' ? momentOf(value, clock) : value,
    ]),
  );
}

function fits({ when, text }: NextWording, known: Fillings): boolean {
  const isCase = Object.entries(when ?? {}).every(([name, value]) => known[name] === value);
  return isCase && canFill(text, known);
}
