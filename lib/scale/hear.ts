import type { Heard } from '../core/decision.ts';
import type { Outcome } from '../core/outcome.ts';
import type { ScaleEvent } from '../core/scale-event.ts';
import type { Instant } from '../core/time.ts';
import { emptyHistory, withChange } from './behavior.ts';
import { isShift, tasksOfKey } from './orders.ts';
import { freshSpot, shiftHeard } from './spot.ts';
import type { ServicePolicy } from './policy.ts';
import type { ServiceState } from './state.ts';

export function freshState(cluster: string, service: string, now: Instant): ServiceState {
  return {
    kind: 'service',
    cluster,
    service,
    since: now,
    history: emptyHistory,
    sources: {},
    failures: 0,
    foreign: [],
    troubles: [],
    lookAt: now,
    decisions: [],
  };
}

type Given = { readonly policy: Pick<ServicePolicy, 'behavior' | 'spot'>; readonly now: Instant };

/** The state after what was heard, and whether it is time to look. Of events nothing is believed but that. */
export function hearing(
  state: ServiceState,
  events: readonly Heard<ScaleEvent>[],
  { policy, now }: Given,
): { readonly state: ServiceState; readonly isDue: boolean } {
  let heard = state;
  let isNews = false;
  for (const event of events) {
    if (event.kind === 'outcome') heard = outcomeHeard(heard, event, policy);
    else if (event.kind !== 'wake') isNews = true;
  }
  return { state: heard, isDue: isNews || heard.lookAt <= now };
}

/** What was changed counts for the rates once it has been changed. */
function outcomeHeard(state: ServiceState, outcome: Outcome, policy: Given['policy']): ServiceState {
  const { action, result, reason, at } = outcome;
  if (action === state.protecting?.key) return protectionHeard(state, outcome);
  if (isShift(action)) return movedTo(state, { outcome, policy });
  const tasks = tasksOfKey(action);
  if (tasks === undefined) return state;
  if (result === 'permanent') return { ...state, refused: reason };
  if (result !== 'done' && result !== 'already-done') return state;
  const { refused: _, ...rest } = state;
  const history = withChange(state.history, tasks - (state.desired ?? tasks), policy.behavior, at);
  return { ...rest, history, set: { at, tasks }, steppedAt: at, desired: tasks };
}

/** Once they are safe it is looked at again at once. Where it only observes, they would have been. */
function protectionHeard(state: ServiceState, { result, reason, at }: Outcome): ServiceState {
  const { protecting, ...rest } = state;
  if (protecting === undefined) return state;
  if (result === 'permanent') return { ...rest, refused: reason };
  if (result === 'retry' || result === 'unknown') return rest;
  const { tasks, until } = protecting;
  return { ...rest, protectedTasks: { tasks, until }, lookAt: at };
}

type Moved = { readonly outcome: Outcome; readonly policy: Given['policy'] };

/** Its deployment replaces all tasks: nothing but ECS's own course follows. An end nobody knows is seen at the next look. */
function movedTo(state: ServiceState, { outcome, policy }: Moved): ServiceState {
  const { result, reason, at } = outcome;
  const { spot = freshSpot } = state;
  if (result === 'unknown') return state;
  if (result === 'done' || result === 'already-done') return { ...state, spot: shiftHeard(spot, policy.spot, at) };
  const { moving: _, ...rest } = spot;
  return { ...state, spot: rest, ...(result === 'permanent' && { refused: reason }) };
}
