import type { EcsService } from '../core/ecs-reads.ts';
import type { Instant } from '../core/time.ts';
import { boundsOf } from './bounds.ts';
import type { Course, Weighed } from './course.ts';
import { courseOf } from './course.ts';
import type { ServiceFacts } from './facts.ts';
import { freezesOf } from './freezes.ts';
import { freshMemory, remembered } from './memory.ts';
import type { ServicePolicy } from './policy.ts';
import type { SourceWish } from './sources.ts';
import { atOnceSeen, wishOf } from './sources.ts';
import type { ServiceState } from './state.ts';
import { withForeign } from './contest.ts';

export type Look = {
  readonly service: EcsService;
  readonly facts: ServiceFacts;
  readonly policy: ServicePolicy;
  readonly timezone: string;
  readonly now: Instant;
};

export type WeighedUp = {
  readonly state: ServiceState;
  readonly wishes: readonly SourceWish[];
  readonly course: Course;
};

/**
 * What a look at a service comes to. `gather` asks it without room for more copies, to learn whether room matters; then
 * `decide`, with what was read of it.
 */
export function weighedUp(before: ServiceState, look: Look): WeighedUp {
  const { service, facts, policy, timezone, now } = look;
  const known = withAtOnce(withForeign(before, service.desired, now), look);
  const wishes = wishesOf(known, look);
  const state = withAwake(remembered(known, { policy, wishes, now }), look);
  const { idleSince, history, failures, awake = service.desired } = state;
  const weighed: Weighed = {
    current: service.desired,
    wishes,
    bounds: boundsOf(policy, timezone, now),
    freezes: freezesOf(state, service, facts, now),
    history,
    behavior: policy.behavior,
    failures,
    idleMs: policy.idleMs,
    awake,
    now,
    ...(policy.fallback !== undefined && { fallback: policy.fallback }),
    ...(idleSince !== undefined && { idleSince }),
    ...(facts.room?.ok === true && { room: facts.room.value }),
  };
  return { state, wishes, course: courseOf(weighed) };
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
