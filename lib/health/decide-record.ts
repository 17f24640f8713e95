import type { Decision, Question } from '../core/decision.ts';
import type { AwsEvent } from '../core/event.ts';
import type { HealthTarget } from './decide.ts';
import { decide as decideSubject } from './decide.ts';
import type { HealthFacts } from './facts.ts';
import type { HealthPolicy } from './policy.ts';
import type { KeptHealth } from './state.ts';
import { decideAdvice } from './advice/decide.ts';
import { isAdvice } from './advice/names.ts';
import { decideSweep } from './sweep/decide.ts';
import { isSweep } from './sweep/names.ts';

type HealthQuestion = Question<AwsEvent, KeptHealth, HealthTarget, HealthFacts, HealthPolicy>;

/** By the kind of the record. Throws where what is kept under a key is of another kind. */
export function decide(question: HealthQuestion): Decision<KeptHealth, HealthTarget> {
  const { key, state } = question;
  if (isSweep(key) && state === undefined) return decideSweep({ ...question, state });
  if (isAdvice(key) && state === undefined) return decideAdvice({ ...question, state });
  if (state !== undefined && 'kind' in state) {
    if (isSweep(key) && state.kind === 'sweep') return decideSweep({ ...question, state });
    if (isAdvice(key) && state.kind === 'advice') return decideAdvice({ ...question, state });
  } else if (!isSweep(key) && !isAdvice(key)) return decideSubject({ ...question, state });
  throw new Error(`${key} does not hold what its name says`);
}
