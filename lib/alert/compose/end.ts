import type { Alert } from '../../core/alert.ts';
import type { Text } from '../../core/language.ts';
import type { Line } from '../../core/message.ts';
import { findCause } from '../../ecs/stops/catalogue.ts';
import { costTexts, nowTexts } from '../texts/ends.ts';
import type { Clock } from './clock.ts';
import { endKind } from './end-kind.ts';
import { durationOf, momentOf } from './clock.ts';
import { dotted, firstFit, phrase } from './phrase.ts';
import { numbersOf } from './situation.ts';

/** What it cost: how long, and how many were left at worst. Of what was lost sight of, nothing is claimed. */
export function costLine(alert: Alert, clock: Clock): Line {
  const to = alert.endedAt ?? alert.at;
  const fills = {
    duration: durationOf(Math.max(0, to - alert.startedAt), clock.language),
    from: momentOf(alert.startedAt, clock),
    to: momentOf(to, clock),
  };
  const length = alert.status === 'expired' ? costTexts.open : costTexts.duration;
  const wasBroken = !['answered', 'deployed', 'roomy', 'drained', 'forced', 'scaled'].includes(endKind(alert));
  if (!wasBroken) return phrase(length, clock.language, fills);
  return dotted([
    phrase(length, clock.language, fills),
    failuresOf(alert, clock),
    phrase(worstOf(alert), clock.language, numbersOf(alert, clock)),
  ]);
}

/** How many tasks it took down: what services and deployments said of them is not counted once more. */
function failuresOf(alert: Alert, clock: Clock): Line | undefined {
  if (alert.pointers.taskArn === undefined) return undefined;
  const stops = alert.causes.filter(({ id }) => findCause(id) !== undefined);
  const count = stops.reduce((sum, cause) => sum + cause.count, 0);
  if (count === 0) return undefined;
  return phrase(count === 1 ? costTexts.failedOne : costTexts.failed, clock.language, { count });
}

function worstOf({ impact: { desired, lowest }, status }: Alert): Text {
  if (desired === undefined || lowest === undefined) return costTexts.notCounted;
  return lowest >= desired && status !== 'expired' ? costTexts.neverBelow : costTexts.lowest;
}

/** How it is now that it is over. */
export function nowLine(alert: Alert, clock: Clock): Line {
  if (alert.status === 'firing') return [];
  const lastAt = Math.max(alert.startedAt, ...alert.causes.map((cause) => cause.lastAt));
  const fills = { ...numbersOf(alert, clock), lastAt: momentOf(lastAt, clock) };
  const texts: (typeof nowTexts)[keyof typeof nowTexts] = nowTexts[endKind(alert)];
  return phrase(firstFit(texts, fills), clock.language, fills);
}
