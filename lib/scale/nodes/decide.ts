import type { Action, Decision, Order, Question } from '../../core/decision.ts';
import { heldInstance } from '../../core/hold.ts';
import type { ScaleEvent } from '../../core/scale-event.ts';
import type { Instant } from '../../core/time.ts';
import { minuteMs, secondMs } from '../../core/time.ts';
import type { ScaleTarget } from '../orders.ts';
import type { NodesFacts } from './facts.ts';
import { hearNodes, holdOf } from './hear.ts';
import { leavingMs } from './leave.ts';
import { looked } from './look.ts';
import type { NodesTarget, NodesTelling } from './orders.ts';
import { consolidateHolder, keyOfNodes } from './orders.ts';
import type { NodesEntry } from './policy.ts';
import { seenAgainAt } from './shortage.ts';
import type { Leaving, NodesState } from './state.ts';
import { nodesTelling } from './telling.ts';
import { givenBack } from './total.ts';
import { freshNodes } from './state.ts';

type NodesQuestion = Question<ScaleEvent, NodesState, ScaleTarget, NodesFacts, NodesRules>;
type NodesDecision = Decision<NodesState, ScaleTarget>;

/** What the configuration says of instances. */
export type NodesRules = {
  readonly stack: { readonly account: string; readonly region: string };
  readonly cluster: string;
  readonly entries: readonly NodesEntry[];
  /** So many instances in all, of all clusters. */
  readonly total?: number;
};

/** Instances are looked at so often. */
const everyMs = minuteMs;

/** An order is not begun later than this: the next look knows better. */
const orderMs = minuteMs;

/** The instances of one cluster: what is to be bought, and who is not needed. */
export function decideNodes(question: NodesQuestion): NodesDecision {
  const { state: kept, events, facts, policy, now } = question;
  const known = kept ?? freshNodes(policy.cluster, now);
  const { state, isDue } = hearNodes(known, events, now);
  if (policy.entries.length === 0 && state.leaving.length === 0)
    return over(question, state, 'the configuration says nothing of instances');
  if (!isDue) return decided(question, { known, state, reason: 'it has its time', orders: [] });
  const look = looked(state, facts, { ...policy, now });
  if ('isGone' in look) return over(question, state, 'there is no such cluster any more');
  const lookAt = now + nextMs(look.state, now);
  return decided(question, { known, ...look, state: { ...look.state, lookAt } });
}

function nextMs(state: NodesState, now: Instant): number {
  // Seen a moment ago: is it still so?
  const seenAt = seenAgainAt(state, now);
  if (seenAt !== undefined) return seenAt - now + secondMs;
  const mayEnd = state.leaving.some(({ step, orderedAt }) => step === 'asked' && orderedAt === undefined);
  return mayEnd ? leavingMs : everyMs;
}

type Decided = {
  readonly known: NodesState;
  readonly state: NodesState;
  readonly reason: string;
  readonly orders: readonly { readonly target: NodesTarget; readonly mode: 'observe' | 'act' }[];
};

function decided(question: NodesQuestion, { known, state, reason, orders }: Decided): NodesDecision {
  const { now, inFlight, policy } = question;
  const { state: next, tellings } = nodesTelling(state, { ...policy.stack, now });
  const busy = new Set(inFlight.map(({ key }) => key));
  const standing = state.leaving.flatMap((leaving) => orderFor(leaving, now));
  const wanted = [
    ...standing.map((target) => orderOf(target, { mode: 'act', now })),
    ...orders.map(({ target, mode }) => orderOf(target, { mode, now })),
  ].filter(({ key }) => !busy.has(key));
  return {
    reason,
    state: next,
    actions: [...claimsOver(question, [...wanted, ...inFlight]), ...wanted, ...partings(known, state), ...tellings],
    ...droppedOf(question, wanted),
    next: { wakeAt: Math.max(state.lookAt, now + secondMs) },
    ...(wanted.length > 0 && { counts: { [`nodes/${state.cluster}`]: wanted.length } }),
  };
}

/** What an instance on its way out waits for from us. */
function orderFor(leaving: Leaving, now: Instant): readonly NodesTarget[] {
  const { id: instanceId, group, step, why, orderedAt } = leaving;
  const ask = { instanceId, by: consolidateHolder, why };
  switch (step) {
    case 'hold':
      return [{ hold: { thing: heldInstance(instanceId), hold: holdOf(leaving) } }];
    case 'ask':
      return [{ ask: { wish: 'drain', ...ask } }];
    case 'back':
      return [{ ask: { wish: 'cancel', ...ask } }];
    case 'end':
      // Written before it is done, and done once: whether it was is read before it is done again.
      return orderedAt === now ? [{ end: { instanceId, group } }] : [];
    case 'asked':
    case 'ended':
      return [];
  }
}

/** Parts of the total that are bought by now, or not wanted any more. */
function claimsOver(
  { facts, policy }: NodesQuestion,
  wanted: readonly { readonly target: ScaleTarget }[],
): readonly Action<NodesTelling>[] {
  if (facts.groups?.ok !== true) return [];
  return givenBack(facts.total, { cluster: policy.cluster, groups: facts.groups.value, wanted });
}

/** Who is let be, or has gone, is held by us no more. */
function partings(known: NodesState, state: NodesState): readonly Action<NodesTelling>[] {
  const left = new Set(state.leaving.map(({ id }) => id));
  return known.leaving
    .filter(({ id }) => !left.has(id))
    .map(({ id }) => {
      const target: NodesTelling = { letGo: { thing: heldInstance(id), holder: consolidateHolder } };
      return { type: 'telling', key: keyOfNodes(target), target };
    });
}

function orderOf(
  target: NodesTarget,
  { mode, now }: { readonly mode: 'observe' | 'act'; readonly now: Instant },
): Order<NodesTarget> {
  return { type: 'order', key: keyOfNodes(target), notAfter: now + orderMs, mode, target };
}

function droppedOf(
  { unfinished }: NodesQuestion,
  wanted: readonly { readonly key: string }[],
): Pick<NodesDecision, 'dropped'> {
  const keys = new Set(wanted.map(({ key }) => key));
  const left = unfinished.filter(({ type, key }) => type === 'order' && !keys.has(key));
  return { dropped: left.map(({ key }) => ({ key, reason: 'not wanted any more' })) };
}

function over(question: NodesQuestion, state: NodesState, reason: string): NodesDecision {
  return { reason, state, actions: claimsOver(question, []), ...droppedOf(question, []), next: { final: true } };
}
