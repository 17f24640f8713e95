import type { Question } from '../../core/decision.ts';
import type { AwsEvent } from '../../core/event.ts';
import type { HealthFacts } from '../facts.ts';
import type { HealthPolicy } from '../policy.ts';
import type { HealthState } from '../state.ts';
import { hearOutcome } from './hear-outcome.ts';
import { acting, asking } from './leave.ts';
import { loopPolicyFor } from './policy.ts';
import type { Given, Step } from './situation.ts';
import { over, unchanged, wantedBy } from './situation.ts';
import { ended, standing, undoing } from './standing.ts';
import type { Intervention } from './state.ts';
import { isLive } from './state.ts';

export type LoopQuestion = Pick<
  Question<AwsEvent, HealthState, never, HealthFacts, HealthPolicy>,
  'events' | 'facts' | 'policy' | 'now'
>;

/** What is done about a service that loops, from what was heard and what is true. `mayBegin`: something is wrong with it now. */
export function stepOf(state: HealthState, question: LoopQuestion, mayBegin: boolean): Step {
  const { facts, now } = question;
  const policy = loopPolicyFor(question.policy.loops, state.subject.cluster, state.subject.name);
  const service = facts.service?.ok === true ? facts.service.value : undefined;
  const given: Given = { state, service, facts, policy, now };
  const { intervention } = state;
  if (!isLive(intervention)) return mayBegin ? beginning(given) : unchanged(intervention);
  const heard = heardOf(intervention, question);
  if (heard.end !== undefined) return ended(given, heard.intervention, heard.end);
  return going(given, heard.intervention);
}

function heardOf(intervention: Intervention, { events }: LoopQuestion): ReturnType<typeof hearOutcome> {
  let heard: ReturnType<typeof hearOutcome> = { intervention };
  for (const event of events) {
    if (event.kind !== 'outcome') continue;
    const next = hearOutcome(heard.intervention, event);
    heard = { ...next, ...(next.end === undefined && heard.end !== undefined && { end: heard.end }) };
  }
  return heard;
}

function beginning(given: Given): Step {
  const { state, facts, policy, now } = given;
  const candidate = wantedBy(given);
  if (candidate === undefined || now < (state.intervention?.againAt ?? now)) return unchanged(state.intervention);
  const { is, crashes, taskDefinitionArn } = candidate;
  const begun: Intervention = {
    is,
    phase: policy.mode === 'act' ? 'asks' : 'acts',
    since: now,
    crashes: crashes.length,
    withinMs: policy.withinMs,
    taskDefinitionArn,
    ...(is === 'rollback'
      ? { deploymentId: candidate.deploymentId, serviceDeploymentArn: candidate.serviceDeploymentArn }
      : { tasks: candidate.tasks }),
  };
  if (facts.loop?.holds?.ok !== true) return unchanged(state.intervention);
  return going(given, begun);
}

function going(given: Given, intervention: Intervention): Step {
  const { facts, service } = given;
  const isGone =
    (facts.service?.ok === false && facts.service.reason === 'not-found') ||
    (service !== undefined && service.status !== 'ACTIVE');
  if (isGone) return over(given, intervention, { is: 'gone' });
  switch (intervention.phase) {
    case 'asks':
      return asking(given, intervention);
    case 'acts':
      return acting(given, intervention);
    case 'stands':
      return standing(given, intervention);
    case 'undoes':
      return undoing(given, intervention);
    case 'over':
      return unchanged(intervention);
  }
}
