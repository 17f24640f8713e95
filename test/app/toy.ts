import type { Action, Decision, Question } from '../../lib/core/decision.ts';
import type { Feature } from '../../lib/core/feature.ts';
import { recordKey } from '../../lib/core/record.ts';

/** A feature of nothing but promises: each push wants one order and one telling, once. */
export type Push = { readonly kind: 'push'; readonly id: string; readonly to: string; readonly notAfter: number };
export type ToyState = {
  readonly seen: readonly string[];
  readonly ended: readonly string[];
  readonly open: readonly string[];
};
export type ToyTarget = { readonly push: string };
export type ToyQuestion = Question<Push, ToyState, ToyTarget, 'facts', undefined>;

export const toyKey = (to: string): string => recordKey('drain', 'eu-west-1', to);

export const toy: Feature<Push, ToyState, ToyTarget, 'facts', undefined, undefined> = {
  name: 'drain',
  v: 1,
  upcast: (state) => state,
  recordsOf: (event) => [toyKey(event.to)],
  gather: async (asked) => new Map(asked.map(({ key }) => [key, 'facts' as const])),
  decide,
  openUnder: () => 'toys',
  shrink: (state) => state,
  keepEndedMs: 1000,
};

function decide(question: ToyQuestion): Decision<ToyState, ToyTarget> {
  const { now, state } = question;
  const seen = new Set(state?.seen);
  const open = new Set(state?.open);
  const ended = [...(state?.ended ?? [])];
  const actions: Action<ToyTarget>[] = [];
  for (const event of question.events) {
    if (event.kind === 'push' && !seen.has(event.id)) {
      seen.add(event.id);
      for (const type of ['o', 't']) open.add(`${type}:${event.id}`);
      const target = { push: event.id };
      actions.push({ type: 'order', key: `o:${event.id}`, notAfter: event.notAfter, mode: 'act', target });
      actions.push({ type: 'telling', key: `t:${event.id}`, target });
    } else if (event.kind === 'outcome' && (event.result === 'done' || event.result === 'permanent')) {
      if (open.delete(event.action)) ended.push(event.action);
    }
  }
  const dropped: { key: string; reason: string }[] = [];
  for (const action of question.unfinished) {
    if (action.type === 'telling') continue;
    if (action.notAfter > now) actions.push(action);
    else {
      dropped.push({ key: action.key, reason: 'too late' });
      open.delete(action.key);
    }
  }
  return {
    reason: `${open.size} open`,
    state: { seen: [...seen], ended, open: [...open] },
    actions,
    dropped,
    next: open.size === 0 ? { final: true } : { wakeAt: now + 60_000 },
  };
}
