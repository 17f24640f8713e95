import type { Decision, Question } from '../../core/decision.ts';
import { dayMs, minuteMs } from '../../core/time.ts';
import type { AlertEvent } from '../events.ts';
import type { PastFacts } from '../facts.ts';
import type { AlertTarget } from '../incident/draft.ts';
import type { AlertPolicy } from '../policy.ts';
import type { PastState } from './past.ts';
import { pastOf } from './past.ts';

type PastQuestion = Question<AlertEvent, PastState, AlertTarget, PastFacts, AlertPolicy>;

/** The last words of an incident are told, and who has it is known, within so long of its end. */
const settlesMs = 10 * minuteMs;

/** For audits, and for "has this happened before?". */
const keptMs = 400 * dayMs;

/** Keeps what has ended: at once as it is known then, a little later with all that was told of it. */
export function decidePast({ state, events, facts, now }: PastQuestion): Decision<PastState, AlertTarget> {
  const heard = events.filter((event) => event.kind === 'alert');
  const newest = [...(state === undefined ? [] : [state.alert]), ...heard].toSorted((a, b) => a.version - b.version);
  const alert = newest.at(-1);
  if (alert === undefined) throw new Error('what has ended was never heard of');
  const endedAt = alert.endedAt ?? alert.at;
  if (now >= endedAt + keptMs && state !== undefined)
    return { reason: 'it has been kept long enough', state, actions: [], next: { final: true } };
  const isOver = now >= endedAt + settlesMs;
  const fresh = heard.length > 0 || state?.isWhole !== true;
  const past =
    fresh && facts.incident !== undefined ? pastOf(alert, facts.incident) : (state ?? pastOf(alert, undefined));
  return {
    reason: isOver ? 'what has ended is kept' : 'what has ended is kept, its last words are still to come',
    state: isOver ? { ...past, alert, isWhole: true } : { ...past, alert },
    actions: [],
    next: { wakeAt: isOver ? endedAt + keptMs : endedAt + settlesMs },
  };
}
