import type { Hold } from '../core/hold.ts';
import type { Outcome } from '../core/outcome.ts';
import { holdsLearned } from './leave.ts';
import { observedAgainMs } from './hooks.ts';
import { partsOfKey } from './orders.ts';
import { secondMs } from '../core/time.ts';
import type { Hook, Host, InstanceState } from './state.ts';

/** Somebody else had the place: so soon there is news of it. */
const overtakenMs = 3 * secondMs;

/** So many tasks that we stopped are remembered. */
const stoppedLimit = 500;

/** What became of one order. Of tellings nothing is noted. */
export function hearOutcome(state: InstanceState, outcome: Outcome): InstanceState {
  const { verb, thing } = partsOfKey(outcome.action);
  const known = asked.has(verb) ? state : refusalNoted(state, verb, outcome);
  return Object.hasOwn(heard, verb) ? (heard[verb]?.(known, thing, outcome) ?? known) : known;
}

type Heard = (state: InstanceState, thing: string, outcome: Outcome) => InstanceState;

/** What is noted of each kind of order; `thing` is what it was about. */
const heard: Readonly<Record<string, Heard>> = {
  drain: (state, arn, outcome) => withHost(state, arn, (host) => drained(host, outcome)),
  activate: (state, arn, outcome) => withHost(state, arn, (host) => activated(host, outcome)),
  complete: completed,
  heartbeat: heartbeaten,
  stop: (state, arn, outcome) => (isOpen(outcome) ? state : { ...state, stopped: stoppedWith(state, arn) }),
  deregister: (state, arn, outcome) =>
    isOpen(outcome) ? state : withHost(state, arn, (host) => ({ ...host, status: 'GONE' })),
  claim: claimed,
  hold: (state, _, outcome) => held(state, outcome),
};

/** Whether it may be asked once more: it was not carried out, or nobody knows. */
function isOpen({ result }: Outcome): boolean {
  return result === 'retry' || result === 'unknown';
}

function stoppedWith({ stopped }: InstanceState, arn: string): readonly string[] {
  return [...new Set([...stopped, arn])].slice(-stoppedLimit);
}

/** Asked of our own table: nothing that AWS refuses. */
const asked: ReadonlySet<string> = new Set(['claim', 'hold', 'giveBack', 'letGo']);

/** What was refused for good is shown until the same is not refused any more. */
function refusalNoted(state: InstanceState, verb: string, { result, reason }: Outcome): InstanceState {
  if (result === 'permanent') return { ...state, refused: `${verb}: ${reason}` };
  if (result !== 'done' || state.refused?.startsWith(`${verb}:`) !== true) return state;
  const { refused: _, ...rest } = state;
  return rest;
}

function drained(host: Host, { result, at, facts }: Outcome): Host {
  if (result === 'observed') {
    const { orderedAt: __, ...rest } = host;
    return { ...rest, observedAt: at };
  }
  if (isGone(facts)) return { ...host, status: 'GONE' };
  if (result !== 'done' && result !== 'already-done') return host;
  const { observedAt: _, ...rest } = host;
  return { ...rest, status: 'DRAINING', drainingAt: host.drainingAt ?? at };
}

function activated(host: Host, { result, at }: Outcome): Host {
  if (result === 'observed') return { ...host, observedAt: at };
  if (result !== 'done' && result !== 'already-done') return host;
  const { orderedAt: _, drainingAt: __, observedAt: ___, ...rest } = host;
  return { ...rest, status: 'ACTIVE' };
}

/** Whoever was overtaken asks again soon; whoever may not act now, later. */
function claimed(state: InstanceState, key: string, outcome: Outcome): InstanceState {
  const { result, at } = outcome;
  const { place, ...rest } = state;
  if (place?.key !== key || isOpen(outcome)) return state;
  if (result === 'done' || result === 'already-done')
    return { ...state, place: { ...place, heldAt: place.heldAt ?? at } };
  const askAt = at + (result === 'observed' ? observedAgainMs : overtakenMs);
  return { ...rest, ...(rest.waits !== undefined && { waits: { ...rest.waits, askAt } }) };
}

/** Whoever takes a hold is told of all. One that was let go meanwhile may have been taken after that: it is held again. */
function held(state: InstanceState, { result, at, facts }: Outcome): InstanceState {
  if (result !== 'done') return state;
  const { hold = { askedAt: at } } = state;
  const known = { ...state, hold: { ...hold, at: hold.at ?? at } };
  const holds = isHolds(facts) ? facts.holds : [];
  return holdsLearned(known, { ok: true, value: holds, at }, at);
}

function isHolds(facts: unknown): facts is { readonly holds: readonly Hold[] } {
  return typeof facts === 'object' && facts !== null && 'holds' in facts && Array.isArray(facts.holds);
}

function isGone(facts: unknown): boolean {
  return typeof facts === 'object' && facts !== null && 'gone' in facts && facts.gone === true;
}

/** The group is asked at once where a hook cannot be completed: it may be over in words nobody knows. */
function completed(state: InstanceState, name: string, { result, at }: Outcome): InstanceState {
  const asking = result === 'permanent' ? { ...state, memberAt: at } : state;
  return withHook(asking, name, (hook) => {
    if (result === 'done' || result === 'already-done') return { ...hook, doneAt: at };
    return result === 'observed' || result === 'permanent' ? { ...hook, observedAt: at } : hook;
  });
}

/** Nobody waits for it any more, and we have not ended it: whether the instance goes or has come back, its group knows. */
function heartbeaten(state: InstanceState, name: string, outcome: Outcome): InstanceState {
  const asking = outcome.result === 'already-done' ? { ...state, memberAt: outcome.at } : state;
  return withHook(asking, name, (hook) => beaten(hook, outcome));
}

function beaten(hook: Hook, outcome: Outcome): Hook {
  const { result, at } = outcome;
  if (result === 'already-done') return { ...hook, doneAt: at };
  if (isOpen(outcome)) return hook;
  return { ...hook, beatenAt: at, ...(result === 'done' && { aliveAt: at }) };
}

function withHost(state: InstanceState, arn: string, change: (host: Host) => Host): InstanceState {
  return { ...state, hosts: state.hosts.map((host) => (host.arn === arn ? change(host) : host)) };
}

function withHook(state: InstanceState, name: string, change: (hook: Hook) => Hook): InstanceState {
  return { ...state, hooks: state.hooks.map((hook) => (hook.name === name ? change(hook) : hook)) };
}
