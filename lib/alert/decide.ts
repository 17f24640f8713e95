import type { Decision, Question } from '../core/decision.ts';
import { redactWords, redactor } from '../core/redaction.ts';
import type { AlertEvent } from './events.ts';
import type { AlertFacts } from './facts.ts';
import { decideDigest } from './digest.ts';
import { decideMutes } from './house.ts';
import { decideIncident } from './incident/decide.ts';
import type { AlertTarget } from './incident/draft.ts';
import { decidePast } from './past/decide.ts';
import type { AlertPolicy } from './policy.ts';
import { decideReceiver } from './receiver.ts';
import { kindOfRecord } from './records.ts';
import type { AlertState } from './state.ts';

type AlertQuestion = Question<AlertEvent, AlertState, AlertTarget, AlertFacts, AlertPolicy>;

/** Each kind of record has its own decision. */
export function decide(asked: AlertQuestion): Decision<AlertState, AlertTarget> {
  const question = withoutSecrets(asked);
  const { facts } = question;
  checkKind(question);
  switch (facts.kind) {
    case 'incident':
      return isUnheardOf(question)
        ? unheardOf
        : decideIncident({ ...question, facts, state: stateOf(question, 'incident') });
    case 'receiver':
      return decideReceiver({ ...question, facts, state: stateOf(question, 'receiver') });
    case 'mutes':
      return decideMutes({ ...question, facts, state: stateOf(question, 'mutes') });
    case 'past':
      return decidePast({ ...question, facts, state: stateOf(question, 'past') });
    case 'digest':
      return decideDigest({ ...question, facts, state: stateOf(question, 'digest') });
  }
}

/** The words of AWS and of applications may hold secrets. What is neither kept nor composed can be shown nowhere. */
function withoutSecrets(question: AlertQuestion): AlertQuestion {
  if (!question.events.some(({ kind }) => kind === 'alert')) return question;
  const clean = redactor(question.policy.redact);
  const events = question.events.map((event) =>
    event.kind === 'alert' ? { ...event, causes: event.causes.map((cause) => redactWords(cause, clean)) } : event,
  );
  return { ...question, events };
}

/** Somebody has asked for an incident there never was: a name mistyped. There is nothing to keep. */
function isUnheardOf({ state, events }: AlertQuestion): boolean {
  return state === undefined && !events.some(({ kind }) => kind === 'alert');
}

const unheardOf: Decision<AlertState, AlertTarget> = {
  reason: 'there is no such incident',
  state: { kind: 'no-incident' },
  actions: [],
  next: { final: true },
  counts: { RequestsForNoIncident: 1 },
};

function stateOf<Kind extends AlertState['kind']>(
  { state }: AlertQuestion,
  kind: Kind,
): Extract<AlertState, { readonly kind: Kind }> | undefined {
  return state?.kind === kind ? (state as Extract<AlertState, { readonly kind: Kind }>) : undefined;
}

/** The name of a record says what it is: anything else under it is a fault of ours. */
function checkKind({ key, facts, state }: AlertQuestion): void {
  const kind = kindOfRecord(key);
  if (facts.kind === kind && (state === undefined || state.kind === kind)) return;
  throw new Error(`${key} is not a record of kind ${kind}`);
}
