import type { EcsService } from '../core/ecs-reads.ts';
import type { Instant } from '../core/time.ts';
import { usesSpot } from '../ecs/scaling/fargate-spot.ts';
import { boundsOf } from './bounds.ts';
import type { Course, Weighed } from './course.ts';
import { courseOf } from './course.ts';
import type { ServiceFacts } from './facts.ts';
import { forecastAt, forecastText, hourlySeen } from './forecast.ts';
import { freezesOf } from './freezes.ts';
import { freshMemory, remembered } from './memory.ts';
import type { ServicePolicy } from './policy.ts';
import { spareOf } from './protection.ts';
import type { SourceWish } from './sources.ts';
import { atOnceSeen, wishOf } from './sources.ts';
import type { Shift } from './spot.ts';
import { freshSpot, shiftOf, spotSeen } from './spot.ts';
import type { ServiceState } from './state.ts';
import { withForeign } from './contest.ts';

export type Look = {
  readonly service: EcsService;
  readonly facts: ServiceFacts;
  readonly policy: ServicePolicy;
  readonly timezone: string;
  readonly now: Instant;
  /** It is asked to learn what else must be read. */
  readonly isAhead?: true;
};

export type WeighedUp = {
  readonly state: ServiceState;
  readonly wishes: readonly SourceWish[];
  readonly course: Course;
  /** Its tasks are to be moved from Fargate Spot, or back. */
  readonly shift?: Shift;
};

/**
 * What a look at a service comes to. `gather` asks it ahead, to learn whether room for more copies matters, or which tasks
 * are at work; then `decide`, with what was read of it.
 */
export function weighedUp(before: ServiceState, look: Look): WeighedUp {
  const { service, facts, policy, timezone, now } = look;
  const known = withAtOnce(withForeign(before, service.desired, now), look);
  const wishes = wishesOf(known, look);
  const state = withHours(withSpot(withAwake(remembered(known, { policy, wishes, now }), look), look), wishes, look);
  const { idleSince, history, failures, awake = service.desired } = state;
  const freezes = freezesOf(state, service, facts, now);
  const shift = shiftOf({ spot: state.spot ?? freshSpot, service, policy: policy.spot, freezes, now });
  const weighed: Weighed = {
    current: service.desired,
    wishes,
    bounds: boundsOf(policy, timezone, now),
    freezes,
    history,
    behavior: policy.behavior,
    failures,
    idleMs: policy.idleMs,
    awake,
    now,
    ...(policy.fallback !== undefined && { fallback: policy.fallback }),
    ...(idleSince !== undefined && { idleSince }),
    ...(facts.room?.ok === true && { room: facts.room.value }),
    ...expectedOf(state, look),
    ...(look.isAhead !== true && beforeLess(state, look)),
  };
  return { state, wishes, course: surelyIdle(weighed, look), ...(shift !== undefined && { shift }) };
}

/** Nothing is remembered of a service that has nothing to do with Spot. */
function withSpot(state: ServiceState, { service, policy, now }: Look): ServiceState {
  const { providerShares = [] } = service;
  if (state.spot === undefined && !usesSpot(providerShares)) return state;
  return { ...state, spot: spotSeen(state.spot ?? freshSpot, service, { policy: policy.spot, now }) };
}

/** What is wanted without any floor: a forecast that is kept must not prove itself right. */
function withHours(state: ServiceState, wishes: readonly SourceWish[], { policy, timezone, now }: Look): ServiceState {
  const { hourly, ...rest } = state;
  if (policy.forecast === 'none' || wishes.length === 0) return rest;
  const known = wishes.flatMap(({ tasks }) => (tasks === undefined ? [] : [tasks]));
  const wanted = known.length < wishes.length ? {} : { wanted: Math.min(policy.tasks.max, Math.max(...known)) };
  return { ...state, hourly: hourlySeen(hourly, { ...wanted, timezone, now }) };
}

function expectedOf({ hourly }: ServiceState, { policy, now }: Look): Pick<Weighed, 'forecast'> {
  const forecast = hourly && forecastAt(hourly, now);
  if (forecast === undefined) return {};
  const isFloor = policy.forecast === 'act';
  const said = forecastText(forecast, hourly?.score);
  return { forecast: { tasks: forecast.tasks, why: isFloor ? said : `only observed: ${said}`, isFloor } };
}

/** What must be known before tasks are taken away, and before the last one is. */
function beforeLess(state: ServiceState, { service, facts, policy, now }: Look): Pick<Weighed, 'spare' | 'worked'> {
  const { busy, workedAt } = facts;
  return {
    ...(policy.protection !== undefined && { spare: spareOf(state, busy, { desired: service.desired, now }) }),
    ...workedOf(workedAt),
  };
}

/** The last tasks of a queue go only when it has been asked whether messages were worked off. */
function surelyIdle(weighed: Weighed, { service, facts, policy, isAhead }: Look): Course {
  const course = courseOf(weighed);
  const isAsked =
    isAhead === true || facts.workedAt !== undefined || !policy.sources.some(({ kind }) => kind === 'queue');
  if (isAsked || course.applied > 0 || service.desired === 0) return course;
  return courseOf({ ...weighed, worked: { unread: 'not read' } });
}

function workedOf(workedAt: ServiceFacts['workedAt']): Pick<Weighed, 'worked'> {
  if (workedAt === undefined) return {};
  if (!workedAt.ok) return { worked: { unread: workedAt.reason } };
  return workedAt.value === undefined ? {} : { worked: { at: workedAt.value } };
}

/** Before it is asked what they want: how many messages tasks work on at a time. */
function withAtOnce(state: ServiceState, { service, facts, policy }: Look): ServiceState {
  const seen = policy.sources.flatMap(({ id }) => {
    const reading = facts.readings.get(id);
    if (reading?.ok !== true || reading.value.kind !== 'queue') return [];
    const memory = state.sources[id] ?? freshMemory;
    const atOnce = atOnceSeen(memory.atOnce, reading.value.depth, service.running);
    return atOnce === undefined ? [] : [[id, { ...memory, atOnce }] as const];
  });
  return { ...state, sources: { ...state.sources, ...Object.fromEntries(seen) } };
}

function wishesOf({ steppedAt, sources }: ServiceState, { service, facts, policy, now }: Look): readonly SourceWish[] {
  const { up, down } = policy.behavior;
  const given = {
    standing: { current: service.desired, ready: service.running },
    tolerances: { up: up.tolerance, down: down.tolerance },
    now,
    ...(steppedAt !== undefined && { steppedAt }),
  };
  return policy.sources.map((source) => {
    const atOnce = sources[source.id]?.atOnce;
    return wishOf(source, facts.readings.get(source.id), { ...given, ...(atOnce !== undefined && { atOnce }) });
  });
}

/** What it has outside of its calendar's nights is what it gets back in the morning. */
function withAwake(state: ServiceState, { service: { desired }, policy, timezone, now }: Look): ServiceState {
  if (policy.sources.length > 0) return state;
  const { most } = boundsOf(policy, timezone, now);
  const isAsleep = most < policy.tasks.max;
  if (isAsleep) return state.awake === undefined ? { ...state, awake: Math.max(desired, policy.tasks.min) } : state;
  const isSetDownByUs = state.set?.tasks === desired && state.awake !== undefined && desired < state.awake;
  return isSetDownByUs || desired === 0 ? state : { ...state, awake: desired };
}
