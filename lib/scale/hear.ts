import type { Heard } from '../core/decision.ts';
import type { Outcome } from '../core/outcome.ts';
import type { ScaleEvent } from '../core/scale-event.ts';
import type { Instant } from '../core/time.ts';
import { emptyHistory, withChange } from './behavior.ts';
import { tasksOfKey } from './orders.ts';
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

type Given = { readonly policy: Pick<ServicePolicy, 'behavior'>; readonly now: Instant };

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
function outcomeHeard(state: ServiceState, outcome: Outcome, { behavior }: Given['policy']): ServiceState {
  const { action, result, reason, at } = outcome;
  const tasks = tasksOfKey(action);
  if (tasks === undefined) return state;
  if (result === 'permanent') return { ...state, refused: reason };
  if (result !== 'done' && result !== 'already-done') return state;
  const { refused: _, ...rest } = state;
  const history = withChange(state.history, tasks - (state.desired ?? tasks), behavior, at);
  return { ...rest, history, set: { at, tasks }, steppedAt: at, desired: tasks };
}
