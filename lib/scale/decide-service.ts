import type { Decision, Order, Question } from '../core/decision.ts';
import type { ScaleEvent } from '../core/scale-event.ts';
import type { EcsService } from '../core/ecs-reads.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs, secondMs } from '../core/time.ts';
import { withRecommendation } from './behavior.ts';
import { deploymentControllerOf } from '../ecs/deployment-controllers.ts';
import type { Course } from './course.ts';
import type { ServiceFacts } from './facts.ts';
import { freshState, hearing } from './hear.ts';
import { thingOf } from './names.ts';
import type { ScaleTarget } from './orders.ts';
import { keyOfScale } from './orders.ts';
import type { ScalePolicy, ServicePolicy } from './policy.ts';
import { policyFor, roundMs } from './policy.ts';
import type { Decided, ScaleState, ServiceState } from './state.ts';
import { tellingOf } from './telling.ts';
import { troublesOf } from './trouble.ts';
import type { WeighedUp } from './weigh.ts';
import { weighedUp } from './weigh.ts';

type ServiceQuestion = Question<ScaleEvent, ServiceState, ScaleTarget, ServiceFacts, ScalePolicy>;
type ServiceDecision = Decision<ScaleState, ScaleTarget>;

/** So many decisions are kept for whoever asks why. */
const mostDecisions = 30;

/** An order is not begun later than this: the next look knows better. */
const orderMs = minuteMs;

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
  const troubles = troublesOf(up.state.troubles, up, { policy, now });
  const orders = course.applied === desired ? [] : [orderOf(question, course.applied, mode)];
  const decidedNow: ServiceState = {
    ...up.state,
    history: withRecommendation(up.state.history, course.wanted, policy.behavior, now),
    lookAt: lookAt(course, now),
    troubles,
    decisions: withDecision(up.state.decisions, decisionOf(up, { course, desired, mode, now })),
  };
  const { region } = thingOf(question.key);
  const { state, tellings } = tellingOf(decidedNow, { policy: question.policy, region, tags, now });
  return {
    reason: reasonOf(course, desired),
    state,
    actions: [...orders, ...tellings],
    ...droppedOf(question, orders),
    next: { wakeAt: state.lookAt },
    ...(orders.length > 0 && { counts: { [`scale-${mode}/${state.cluster}/${state.service}`]: 1 } }),
  };
}

function orderOf({ key, now }: ServiceQuestion, tasks: number, mode: 'observe' | 'act'): Order<ScaleTarget> {
  const thing = thingOf(key);
  const place =
    thing.kind === 'service' ? { cluster: thing.cluster, service: thing.service } : { cluster: '', service: '' };
  return {
    type: 'order',
    key: keyOfScale(tasks),
    notAfter: now + orderMs,
    mode,
    target: { scale: { ...place, tasks } },
  };
}

function lookAt({ until }: Course, now: Instant): Instant {
  return Math.max(now + soonestMs, Math.min(now + roundMs, until ?? Infinity));
}

function decisionOf(
  { wishes }: WeighedUp,
  { course, desired, mode, now }: { course: Course; desired: number; mode: Decided['mode']; now: Instant },
): Decided {
  const { code, wanted, placeable, applied, steps } = course;
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
    last.mode === next.mode;
  return isSame ? decisions : [...decisions, next].slice(-mostDecisions);
}

function reasonOf({ code, wanted, applied, steps }: Course, desired: number): string {
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
