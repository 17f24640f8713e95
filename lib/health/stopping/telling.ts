import type { Intervened } from '../../core/alert.ts';
import type { Order, Telling } from '../../core/decision.ts';
import type { Instant } from '../../core/time.ts';
import { minuteMs } from '../../core/time.ts';
import { present } from '../../core/present.ts';
import type { HealthState, Incident } from '../state.ts';
import type { Failure } from '../story.ts';
import { alsoKnown } from '../story.ts';
import type { StopTarget } from './orders.ts';
import type { Intervention, InterventionEnd } from './state.ts';
import type { LoopQuestion } from './step.ts';
import { stepOf } from './step.ts';

/** A state after what was done about its loop, and what is to be done now. */
type Intervening = {
  readonly state: HealthState;
  readonly actions: readonly (Order<StopTarget> | Telling<StopTarget>)[];
  readonly lookAt?: Instant;
  readonly notes: readonly string[];
};

/** Does what is called for about a service that loops, and adds it to its incident. */
export function intervened(state: HealthState, question: LoopQuestion, incident: Incident | undefined): Intervening {
  if (state.subject.kind !== 'service') return { state, actions: [], notes: [] };
  const { intervention, orders, partings, lookAt, note } = stepOf(state, question, incident !== undefined);
  const told = toldOf(state.intervention, intervention, question.now);
  const isKnown =
    told !== undefined && incident?.causes.some(({ id }) => id === told.id && !alwaysNews.has(id)) === true;
  const grown = incident === undefined || told === undefined || isKnown ? incident : alsoKnown(incident, told);
  return {
    state: {
      ...state,
      ...(intervention !== undefined && { intervention }),
      ...(grown !== undefined && { incident: grown }),
    },
    actions: [...orders, ...partings],
    notes: note === undefined ? [] : [note],
    ...(lookAt !== undefined && { lookAt }),
  };
}

const alwaysNews: ReadonlySet<string> = new Set(['loop_stopped', 'loop_rolled_back']);

const ends: Readonly<Partial<Record<InterventionEnd, string>>> = {
  limit: 'loop_limit',
  held: 'loop_held',
  refused: 'loop_refused',
};

/** What is new about it, to be told: that it was done, or why it could not be. */
function toldOf(before: Intervention | undefined, after: Intervention | undefined, at: Instant): Failure | undefined {
  if (after === undefined) return undefined;
  const same = before?.since === after.since ? before : undefined;
  const isDone = after.doneAt !== undefined && same?.doneAt === undefined;
  const isOver = after.endedAt !== undefined && same?.endedAt === undefined && after.doneAt === undefined;
  const done = after.is === 'stop' ? 'loop_stopped' : 'loop_rolled_back';
  const id = isDone ? done : isOver && after.end !== undefined ? ends[after.end] : undefined;
  if (id === undefined) return undefined;
  const { crashes, withinMs, tasks, why } = after;
  const fills = present({ crashes, minutes: Math.round(withinMs / minuteMs), tasks, reason: why });
  return { id, severity: 'warning', certainty: 'certain', at, fills };
}

/** What people need to take it back, or to see what would have been done. */
export function intervenedOf(
  { intervention }: HealthState,
  { startedAt }: Pick<Incident, 'startedAt'>,
): Intervened | undefined {
  if (intervention === undefined || intervention.since < startedAt) return undefined;
  const { is, end, phase, crashes, withinMs, doneAt, endedAt, tasks, taskDefinitionArn, serviceDeploymentArn } =
    intervention;
  const isObserved = end === 'observed' && doneAt === undefined;
  const isDone = phase === 'stands' || (is === 'rollback' && end === 'done');
  const at = isObserved ? endedAt : isDone ? doneAt : undefined;
  if (at === undefined) return undefined;
  return {
    is,
    how: isObserved ? 'observed' : 'done',
    at,
    crashes,
    withinMs,
    ...present({ tasks, taskDefinitionArn, serviceDeploymentArn }),
  };
}
