import type { Decision, Question } from '../core/decision.ts';
import type { AlertEvent } from './events.ts';
import type { AlertFacts } from './facts.ts';
import { decideDigest, decideMutes } from './house.ts';
import { decideIncident } from './incident/decide.ts';
import type { AlertTarget } from './incident/draft.ts';
import type { AlertPolicy } from './policy.ts';
import { decideReceiver } from './receiver.ts';
import { kindOfRecord } from './records.ts';
import type { AlertState } from './state.ts';

type AlertQuestion = Question<AlertEvent, AlertState, AlertTarget, AlertFacts, AlertPolicy>;

/** Each kind of record has its own decision. */
export function decide(question: AlertQuestion): Decision<AlertState, AlertTarget> {
  const kind = kindOfRecord(question.key);
  const { state, facts } = question;
  if (facts.kind !== kind || (state !== undefined && state.kind !== kind))
    throw new Error(`${question.key} is not a record of kind ${kind}`);
  switch (facts.kind) {
    case 'incident':
      return decideIncident({ ...question, facts, state: state?.kind === 'incident' ? state : undefined });
    case 'receiver':
      return decideReceiver({ ...question, facts, state: state?.kind === 'receiver' ? state : undefined });
    case 'mutes':
      return decideMutes({ ...question, facts, state: state?.kind === 'mutes' ? state : undefined });
    case 'digest':
      return decideDigest({ ...question, facts, state: state?.kind === 'digest' ? state : undefined });
  }
}
