import type { Order } from '../core/decision.ts';
import type { Instant } from '../core/time.ts';
import { hourMs, minuteMs, secondMs } from '../core/time.ts';
import { drainStopReason } from '../ecs/own-stops.ts';
import type { Course } from './course.ts';
import { courseOf, isSetByUs, spotStopAt } from './course.ts';
import { beatAt, ghostAt, isActive, lastEndOf, observedAgainMs } from './hooks.ts';
import { holdsOf } from './leave.ts';
import type { OrderTarget } from './orders.ts';
import { keyOfOrder } from './orders.ts';
import type { GroupPolicy } from './policy.ts';
import type { Hook, Host, InstanceState, LeftTask } from './state.ts';
import { isThere } from './verdict.ts';

/** A look that found nothing is good for this long: then one more is needed before something is completed. */
export const clearMs = minuteMs;

const orderLifeMs = 10 * minuteMs;

/** That a hook is waited for is believed for so long; then a heartbeat asks, and again after a while. */
const [aliveMs, askedAgainMs] = [minuteMs, 30 * secondMs];

export type Wish = Order<OrderTarget>;

type Given = { readonly policy: GroupPolicy; readonly course: Course; readonly now: Instant };

/** What is to be ordered at this moment, hooks before all else: a time-out does not wait. */
export function wishesOf(state: InstanceState, given: Given): readonly Wish[] {
  const { course, policy } = given;
  if (state.gone?.state === 'terminated')
    return policy.mode === 'act' ? [...completesOf(state, given), ...ghostsOf(state, given)] : [];
  if (course.is === 'undo') return undoesOf(state, given);
  if (course.is !== 'drain' && course.is !== 'beside') return [];
  const completes = completesOf(state, given);
  if (policy.mode === 'observe') return course.is === 'drain' ? drainsOf(state, given) : [];
  if (course.is === 'beside') return completes;
  return [
    ...completes,
    ...(completes.length > 0 ? [] : beatsOf(state, given)),
    ...drainsOf(state, given),
    ...holdsOf(state, given),
    ...stopsOf(state, given).map(({ arn, cluster }) =>
      order({ stop: { arn, cluster, reason: drainStopReason } }, given),
    ),
  ];
}

/** Registrations that stay behind of an instance EC2 has terminated. */
function ghostsOf(state: InstanceState, given: Given): readonly Wish[] {
  const at = ghostAt(state);
  if (at === undefined || given.policy.mode !== 'act' || (state.mappedAt ?? 0) < at) return [];
  return state.hosts
    .filter((host) => isThere(host) && !host.agentConnected)
    .map((host) => order({ deregister: placeOf(host) }, given));
}

function undoesOf({ hosts }: InstanceState, given: Given): readonly Wish[] {
  return hosts
    .filter((host) => isSetByUs(host) && isToTry(host, given))
    .map((host) => order({ activate: placeOf(host) }, given));
}

/** What was only observed is tried again after a while. */
function isToTry({ observedAt = -Infinity }: Pick<Hook, 'observedAt'>, { now }: Pick<Given, 'now'>): boolean {
  return now >= observedAt + observedAgainMs;
}

/** Whose hooks are ours to complete now: our own; ECS's only past the cap somebody has set. */
function completesOf(state: InstanceState, given: Given): readonly Wish[] {
  const { clear } = state;
  const { course, now } = given;
  if (clear === undefined) return lapsesOf(state, given);
  if (clear.how === 'drained' && now >= clear.at + clearMs) return [];
  const owner = course.is === 'beside' ? 'managed' : 'own';
  if (owner === 'managed' && clear.how !== 'forced') return [];
  const notAfter = clear.how === 'drained' ? clear.at + clearMs : now + hourMs;
  return hooksOf(state, owner)
    .filter((hook) => isToTry(hook, given))
    .map(({ name }) => order({ complete: lifecycleOf(state, name) }, given, notAfter));
}

/**
 * One of several hooks that cannot be kept any longer is completed by itself: CONTINUE lets the others go on, whereas
 * one that times out may have ABANDON for its result, which ends them all ("How lifecycle hooks work", user guide).
 */
function lapsesOf(state: InstanceState, given: Given): readonly Wish[] {
  const { course, now } = given;
  if (course.is !== 'drain') return [];
  return hooksOf(state, 'own')
    .filter((hook) => hook.globalMs !== undefined && now >= lastEndOf(hook) && isToTry(hook, given))
    .map(({ name }) => order({ complete: lifecycleOf(state, name) }, given));
}

export function hooksOf({ hooks }: InstanceState, owner: Hook['owner']): readonly Hook[] {
  return hooks.filter((hook) => isActive(hook) && hook.owner === owner);
}

/** By half of the time-out; never when it would not help any more. */
function beatsOf(state: InstanceState, given: Given): readonly Wish[] {
  const { now, course } = given;
  const isAsked = mayBeOver(state, given) && state.hosts.some((host) => isToDrain(host, given));
  return hooksOf(state, 'own')
    .filter((hook) => beatAt(hook) <= now || (isAsked && now >= hook.beatenAt + askedAgainMs))
    .filter((hook) => now < lastEndOf(hook) && now < (course.endsAt ?? Infinity))
    .map((hook) => {
      const dies = hook.beatenAt === 0 ? now + minuteMs : hook.beatenAt + (hook.heartbeatMs ?? 0);
      return order({ heartbeat: lifecycleOf(state, hook.name) }, given, Math.max(dies, now + minuteMs));
    });
}

function lifecycleOf({ group = '', id: instanceId }: InstanceState, hook: string) {
  return { group, hook, instanceId };
}

/** Never again what somebody has set back; and not on the word of hooks that may be over, until a heartbeat has asked them. */
function drainsOf(state: InstanceState, given: Given): readonly Wish[] {
  if (mayBeOver(state, given)) return [];
  return state.hosts.filter((host) => isToDrain(host, given)).map((host) => order({ drain: placeOf(host) }, given));
}

/**
 * They are over, or were found and never heard of, or nothing has been heard of them for a while: whom they were about may
 * be in service again, under a registration of its own.
 */
function mayBeOver(state: InstanceState, { policy, now }: Given): boolean {
  const own = state.hooks.filter(({ owner }) => owner === 'own');
  if (own.length === 0 || policy.mode !== 'act' || isToGoAnyway(state, policy, now)) return false;
  return own.filter(isActive).every(({ aliveAt = -Infinity }) => now >= aliveAt + aliveMs);
}

/** For a reason that neither waits for leave nor is only observed. */
function isToGoAnyway(state: InstanceState, policy: GroupPolicy, now: Instant): boolean {
  return courseOf({ ...state, hooks: [] }, policy, now).is === 'drain';
}

export function isToDrain(host: Host, { policy, now }: Pick<Given, 'policy' | 'now'>): boolean {
  const { status, overruledAt, observedAt } = host;
  if (status !== 'ACTIVE' || overruledAt !== undefined) return false;
  if (observedAt === undefined) return true;
  return policy.mode === 'act' && now >= observedAt + observedAgainMs;
}

/** Standalone tasks where the policy says so; on a Spot instance near its end, all that still runs. */
function stopsOf(state: InstanceState, { policy, now }: Given): readonly LeftTask[] {
  const spotAt = spotStopAt(state);
  const isSpotTime = policy.spotStop && spotAt !== undefined && now >= spotAt;
  const standaloneAt = standaloneStopAt(state, policy);
  const isStandaloneTime = standaloneAt !== undefined && now >= standaloneAt;
  return state.left.filter(({ arn, service, isStopping, isDaemon }) => {
    if (isStopping || isDaemon || state.stopped.includes(arn)) return false;
    return isSpotTime || (service === undefined && isStandaloneTime);
  });
}

export function standaloneStopAt({ hosts }: InstanceState, policy: GroupPolicy): Instant | undefined {
  const since = hosts.flatMap(({ drainingAt }) => drainingAt ?? []);
  if (policy.standalone !== 'stop' || since.length === 0) return undefined;
  return Math.max(...since) + policy.standaloneStopAfterMs;
}

function placeOf({ cluster, arn }: Host) {
  return { cluster, arn };
}

export function order(
  target: OrderTarget,
  { policy, now }: Pick<Given, 'policy' | 'now'>,
  notAfter = now + orderLifeMs,
): Wish {
  return {
    type: 'order',
    key: keyOfOrder(target),
    notAfter,
    mode: policy.mode === 'act' ? 'act' : 'observe',
    target,
  };
}
