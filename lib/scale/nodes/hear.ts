import type { Heard } from '../../core/decision.ts';
import type { Hold } from '../../core/hold.ts';
import { yieldsTo } from '../../core/hold.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { ScaleEvent } from '../../core/scale-event.ts';
import type { Instant } from '../../core/time.ts';
import { minuteMs } from '../../core/time.ts';
import { consolidateHolder, partsOfNodesKey } from './orders.ts';
import type { GroupMemory, Leaving, NodesState } from './state.ts';

/** An instance that was let be is not sent away again sooner. */
const avoidedMs = 30 * minuteMs;

/** A group whose order was refused is not asked again sooner. */
const refusedMs = 10 * minuteMs;

/** The state after what was heard, and whether it is time to look. */
export function hearNodes(
  state: NodesState,
  events: readonly Heard<ScaleEvent>[],
  now: Instant,
): { readonly state: NodesState; readonly isDue: boolean } {
  let heard = withoutPast(state, now);
  let isNews = false;
  for (const event of events) {
    if (event.kind === 'outcome') heard = outcomeHeard(heard, event, now);
    else if (event.kind !== 'wake') isNews = true;
  }
  return { state: heard, isDue: isNews || heard.lookAt <= now };
}

function withoutPast(state: NodesState, now: Instant): NodesState {
  const avoided = Object.entries(state.avoided).filter(([, until]) => now < until);
  return { ...state, avoided: Object.fromEntries(avoided) };
}

const isDone = ({ result }: Outcome): boolean => result === 'done' || result === 'already-done';
const isRefused = ({ result }: Outcome): boolean => result === 'permanent' || result === 'observed';

function outcomeHeard(state: NodesState, outcome: Outcome, now: Instant): NodesState {
  const { verb, thing } = partsOfNodesKey(outcome.action);
  const known = outcome.result === 'permanent' ? { ...state, refused: `${verb}: ${outcome.reason}` } : state;
  switch (verb) {
    case 'hold':
      return held(known, thing.replace(/^instance\//, ''), { outcome, now });
    case 'drain':
      if (isRefused(outcome)) return letBe(known, thing, now);
      return isDone(outcome) ? withLeaving(known, thing, { step: 'asked' }) : known;
    case 'cancel':
      return isDone(outcome) || isRefused(outcome) ? letBe(known, thing, now) : known;
    case 'end':
      if (outcome.result === 'permanent') return withLeaving(known, thing, { step: 'back' });
      return withLeaving(known, thing, { step: isDone(outcome) ? 'ended' : 'asked' });
    case 'raise':
      return raised(known, thing.replace(/ \d+$/, ''), { outcome, now });
    default:
      return state;
  }
}

type Given = { readonly outcome: Outcome; readonly now: Instant };

/** Whoever takes a hold is told of all. */
function held(state: NodesState, id: string, { outcome, now }: Given): NodesState {
  const leaving = state.leaving.find((each) => each.id === id);
  if (leaving?.step !== 'hold') return state;
  if (isRefused(outcome)) return letBe(state, id, now);
  if (!isDone(outcome)) return state;
  const stronger = yieldsTo(holdOf(leaving), holdsIn(outcome.facts));
  return stronger === undefined ? withLeaving(state, id, { step: 'ask' }) : letBe(state, id, now);
}

export function holdOf({ since, why }: Pick<Leaving, 'since' | 'why'>): Hold {
  return { holder: consolidateHolder, feature: 'consolidate', why, since };
}

function holdsIn(facts: unknown): readonly Hold[] {
  const has = typeof facts === 'object' && facts !== null && 'holds' in facts && Array.isArray(facts.holds);
  return has ? (facts.holds as readonly Hold[]) : [];
}

function letBe(state: NodesState, id: string, now: Instant): NodesState {
  if (!state.leaving.some((each) => each.id === id)) return state;
  return {
    ...state,
    leaving: state.leaving.filter((each) => each.id !== id),
    avoided: { ...state.avoided, [id]: now + avoidedMs },
  };
}

function withLeaving(state: NodesState, id: string, change: Partial<Leaving>): NodesState {
  return { ...state, leaving: state.leaving.map((each) => (each.id === id ? { ...each, ...change } : each)) };
}

function withMemory(state: NodesState, group: string, change: (memory: GroupMemory) => GroupMemory): NodesState {
  return { ...state, groups: { ...state.groups, [group]: change(state.groups[group] ?? {}) } };
}

/** What is refused here is bought elsewhere. */
function raised(state: NodesState, group: string, { outcome, now }: Given): NodesState {
  if (outcome.result !== 'permanent')
    return isDone(outcome) && state.refused?.startsWith('raise:') === true ? withoutRefusal(state) : state;
  return withMemory(state, group, (memory) => ({
    ...memory,
    avoidedUntil: now + refusedMs,
    avoidedFor: outcome.reason,
  }));
}

function withoutRefusal(state: NodesState): NodesState {
  const { refused: _, ...rest } = state;
  return rest;
}
