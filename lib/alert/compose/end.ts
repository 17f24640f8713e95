import type { Alert } from '../../core/alert.ts';
import type { Line } from '../../core/message.ts';
import { costTexts, nowTexts } from '../texts/ends.ts';
import type { Clock } from './clock.ts';
import { durationOf, momentOf } from './clock.ts';
import { dotted, firstFit, phrase } from './phrase.ts';
import { numbersOf } from './situation.ts';

/** What it cost: how long, and how many were left at worst. */
export function costLine(alert: Alert, clock: Clock): Line {
  const { desired, lowest } = alert.impact;
  const to = alert.endedAt ?? alert.at;
  const duration = durationOf(Math.max(0, to - alert.startedAt), clock.language);
  const worst =
    desired === undefined || lowest === undefined
      ? costTexts.notCounted
      : lowest >= desired
        ? costTexts.neverBelow
        : costTexts.lowest;
  return dotted([
    phrase(costTexts.duration, clock.language, {
      duration,
      from: momentOf(alert.startedAt, clock),
      to: momentOf(to, clock),
    }),
    phrase(worst, clock.language, numbersOf(alert, clock)),
  ]);
}

/** How it is now that it is over. */
export function nowLine(alert: Alert, clock: Clock): Line {
  if (alert.status === 'firing') return [];
  const lastAt = Math.max(alert.startedAt, ...alert.causes.map((cause) => cause.lastAt));
  const fills = { ...numbersOf(alert, clock), lastAt: momentOf(lastAt, clock) };
  const texts: (typeof nowTexts)[keyof typeof nowTexts] = nowTexts[alert.status];
  return phrase(firstFit(texts, fills), clock.language, fills);
}
