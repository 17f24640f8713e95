import type { Decision, Question } from '../core/decision.ts';
import type { ScaleEvent } from '../core/scale-event.ts';
import type { EcsService } from '../core/ecs-reads.ts';
import type { Instant } from '../core/time.ts';
import { secondMs } from '../core/time.ts';
import { withRecommendation } from './behavior.ts';
import { deploymentControllerOf } from '../ecs/deployment-controllers.ts';
import type { Course } from './course.ts';
import type { ServiceFacts } from './facts.ts';
import { freshState, hearing } from './hear.ts';
import { thingOf } from './names.ts';
import type { ScaleTarget } from './orders.ts';
import type { ScalePolicy, ServicePolicy } from './policy.ts';
import { policyFor, roundMs } from './policy.ts';
import { roomCall } from './room-call.ts';
import { ordersOf, protectingOf } from './service-actions.ts';
import { freshSpot, movingBy } from './spot.ts';
import type { Decided, ScaleState, ServiceState } from './state.ts';
import { tellingOf } from './telling.ts';
import { troublesOf } from './trouble.ts';
import type { WeighedUp } from './weigh.ts';
import { weighedUp } from './weigh.ts';

type ServiceQuestion = Question<ScaleEvent, ServiceState, ScaleTarget, ServiceFacts, ScalePolicy>;
type ServiceDecision = Decision<ScaleState, ScaleTarget>;

/** So many decisions are kept for whoever asks why. */
const mostDecisions = 30;

/** A wish that was slowed down is looked at again no sooner. */
const soonestMs = 15 * secondMs;

/** One service: what its sources say, and what may be done about it now. */
export function decideService(question: ServiceQuestion): ServiceDecision {
  const { key, events, facts, policy: whole, now } = question;
  const thing = thingOf(key);
  if (thing.kind !== 'service') throw new Error(`${key} is no service's`);
  const known = question.state ?? freshState(thing.cluster, thing.service, now);
  const policy = policyFor(whole, thing.cluster, thing.service);
  if (policy === undefined || policy.mode === 'none')
    return over(question, known, 'the configuration does not scale it any more');
  const { state: heard, isDue } = hearing(known, events, { policy, now });
  if (!isDue) return waiting(question, heard, 'it has its time');
  const { service } = facts;
  if (service === undefined) return waiting(question, { ...heard, lookAt: now + soonestMs }, 'not read');
  if (!service.ok) {
    if (service.reason === 'not-found') return over(question, heard, 'there is no such service any more');
    return waiting(question, { ...heard, lookAt: now + roundMs }, `the service could not be read: ${service.reason}`);
  }
  const refusal = refusalOf(service.value);
  if (refusal !== undefined) return over(question, heard, refusal);
  const look = { service: service.value, facts, policy, timezone: whole.timezone, now };
  return decided(question, weighedUp(heard, look), { policy, service: service.value });
}

/** What has no desired count of its own. */
function refusalOf(service: EcsService): string | undefined {
  const { status, schedulingStrategy } = service;
  const { desired } = deploymentControllerOf(service);
  if (status !== 'ACTIVE') return `the service is ${status}`;
  if (schedulingStrategy === 'DAEMON') return 'a daemon has no desired count';
  return desired.isSettable ? undefined : desired.why;
}

type Scaled = { readonly policy: ServicePolicy; readonly service: EcsService };

function decided(question: ServiceQuestion, up: WeighedUp, { policy, service }: Scaled): ServiceDecision {
  const { desired, tags } = service;
  const { now } = question;
  const { course } = up;
  const mode = policy.mode === 'act' ? 'act' : 'observe';
  const troubles = troublesOf(up.state.troubles, up, { policy, service, now });
  const protecting = protectingOf(course, question.facts.busy, { policy, now });
  const orders = ordersOf(up, { desired, policy, now, ...(protecting !== undefined && { protecting }) });
  const { refused, protecting: _, ...kept } = up.state;
  const decidedNow: ServiceState = {
    ...kept,
    // Where nothing is to be set any more, nothing is refused.
    ...(refused !== undefined && (orders.length > 0 || course.wanted !== desired) && { refused }),
    history: withRecommendation(up.state.history, course.wanted, policy.behavior, now),
    lookAt: lookAt(course, now),
    ...(protecting !== undefined && { protecting }),
    ...movingNow(up, service, { policy, now }),
    troubles,
    decisions: withDecision(up.state.decisions, decisionOf(up, { desired, mode, now })),
  };
  const { region } = thingOf(question.key);
  const { state, tellings } = tellingOf(decidedNow, { policy: question.policy, region, tags, now });
  return {
    reason: reasonOf(up, desired),
    state,
    actions: [...orders, ...tellings, ...roomCall(up.state, decidedNow, question)],
    ...droppedOf(question, orders),
    next: { wakeAt: state.lookAt },
    ...(orders.length > 0 && { counts: { [`scale-${mode}/${state.cluster}/${state.service}`]: 1 } }),
  };
}

/** In observe nothing is begun. */
function movingNow(
  { state: { spot = freshSpot }, shift }: WeighedUp,
  service: EcsService,
  { policy, now }: { readonly policy: ServicePolicy; readonly now: Instant },
): Pick<ServiceState, 'spot'> {
  if (shift === undefined || policy.spot.mode !== 'act') return {};
  return { spot: movingBy(spot, shift, service, now) };
}

function lookAt({ until }: Course, now: Instant): Instant {
  return Math.max(now + soonestMs, Math.min(now + roundMs, until ?? Infinity));
}

function decisionOf(
  { wishes, course, shift }: WeighedUp,
  { desired, mode, now }: { desired: number; mode: Decided['mode']; now: Instant },
): Decided {
  const { wanted, placeable, applied, lacking } = course;
  // Where its number is right, what is to be told is that its tasks are moved.
  const code = shift !== undefined && applied === desired ? shift.step.code : course.code;
  const steps = shift === undefined ? course.steps : [...course.steps, shift.step];
  return {
    at: now,
    code,
    from: desired,
    wanted,
    applied,
    steps,
    wishes,
    mode,
    ...(placeable !== undefined && { placeable }),
    ...(lacking !== undefined && { lacking }),
  };
}

/** The same decision again is the same decision: only what differs is kept. */
function withDecision(decisions: readonly Decided[], next: Decided): readonly Decided[] {
  const last = decisions.at(-1);
  const isSame =
    last !== undefined &&
    last.code === next.code &&
    last.from === next.from &&
    last.applied === next.applied &&
    last.wanted === next.wanted &&
    last.lacking === next.lacking &&
    last.mode === next.mode;
  return isSame ? decisions : [...decisions, next].slice(-mostDecisions);
}

function reasonOf({ course, shift }: WeighedUp, desired: number): string {
  const { code, wanted, applied } = course;
  const steps = shift === undefined ? course.steps : [...course.steps, shift.step];
  const why = steps.map((step) => `${step.code} ${step.from}→${step.to} (${step.why})`).join('; ');
  return `${code}: ${desired} tasks, ${wanted} wanted, ${applied} now${why === '' ? '' : `; ${why}`}`;
}

function droppedOf(
  { unfinished }: ServiceQuestion,
  orders: readonly { readonly key: string }[],
): Pick<ServiceDecision, 'dropped'> {
  const wanted = new Set(orders.map(({ key }) => key));
  const left = unfinished.filter(({ type, key }) => type === 'order' && !wanted.has(key));
  return { dropped: left.map(({ key }) => ({ key, reason: 'not wanted any more' })) };
}

function waiting(question: ServiceQuestion, state: ServiceState, reason: string): ServiceDecision {
  return {
    reason,
    state,
    actions: [],
    ...droppedOf(question, []),
    next: { wakeAt: Math.max(state.lookAt, question.now + secondMs) },
  };
}

function over(question: ServiceQuestion, state: ServiceState, reason: string): ServiceDecision {
  return { reason, state, actions: [], ...droppedOf(question, []), next: { final: true } };
}
