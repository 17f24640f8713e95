import type { Order, Telling } from '../../core/decision.ts';
import type { EcsService } from '../../core/ecs-reads.ts';
import { yieldsTo } from '../../core/hold.ts';
import type { Instant } from '../../core/time.ts';
import { minuteMs, secondMs } from '../../core/time.ts';
import type { HealthFacts } from '../facts.ts';
import type { HealthState } from '../state.ts';
import type { Candidate } from './candidate.ts';
import { candidateOf, isTotal } from './candidate.ts';
import { wordsOf } from './hear-outcome.ts';
import type { StopTarget } from './orders.ts';
import type { LoopPolicy } from './policy.ts';
import { giveBack, letGo, ownHold, placeOf } from './shared.ts';
import type { Intervention, InterventionEnd } from './state.ts';

/** What is to be done now. `lookAt`: when the answer may change by itself. */
export type Step = {
  readonly intervention: Intervention | undefined;
  readonly orders: readonly Order<StopTarget>[];
  readonly partings: readonly Telling<StopTarget>[];
  readonly lookAt?: Instant;
  readonly note?: string;
};

export type Given = {
  readonly state: HealthState;
  readonly service: EcsService | undefined;
  readonly facts: HealthFacts;
  readonly policy: LoopPolicy;
  readonly now: Instant;
};

export type End = { readonly is: InterventionEnd; readonly why?: string };

export const soonMs = 10 * secondMs;

/** Who had no leave asks again no sooner. */
const leaveMs = 10 * minuteMs;

export function unchanged(intervention: Intervention | undefined): Step {
  return { intervention, orders: [], partings: [] };
}

export function waits(intervention: Intervention, now: Instant): Step {
  return { intervention, orders: [], partings: [], lookAt: now + soonMs };
}

/** What is called for at this moment, of all that could be read. */
export function wantedBy({ state, service, facts, policy, now }: Given): Candidate | undefined {
  const candidate = service === undefined ? undefined : candidateOf(state, service, { policy, now });
  return candidate !== undefined && isTotal(candidate, facts, now) ? candidate : undefined;
}

export function isStillWanted(given: Given, { is, deploymentId }: Intervention): boolean {
  const candidate = wantedBy(given);
  return candidate?.is === is && (candidate.is === 'stop' || candidate.deploymentId === deploymentId);
}

export function strongerIn({ facts: { loop } }: Given, intervention: Intervention): string | undefined {
  if (loop?.holds?.ok !== true) return undefined;
  const stronger = yieldsTo(ownHold(intervention), loop.holds.value);
  return stronger === undefined ? undefined : wordsOf(stronger);
}

const cools: ReadonlySet<InterventionEnd> = new Set(['done', 'observed', 'refused', 'started']);

/** What is shared is given back; a place in the budget only where nothing was done: else the hour takes it. */
export function over({ state, policy, now }: Given, intervention: Intervention, { is, why }: End): Step {
  const { subject } = state;
  const hasAsked = policy.mode === 'act' || intervention.holdAt !== undefined;
  const place = placeOf(subject, intervention);
  const isActed = intervention.doneAt !== undefined;
  return {
    intervention: {
      ...intervention,
      phase: 'over',
      end: is,
      endedAt: now,
      againAt: cools.has(is)
        ? Math.max(intervention.since, intervention.startedAt ?? 0) + policy.cooldownMs
        : now + leaveMs,
      ...(why !== undefined && { why }),
    },
    orders: [],
    partings: hasAsked ? [letGo(subject), ...(isActed ? [] : [giveBack(subject.region, place)])] : [],
    note: `over: ${is}`,
  };
}
