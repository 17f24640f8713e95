import type { LifecycleActionBegun } from '../core/host-event.ts';
import { present } from '../core/present.ts';
import { secondMs } from '../core/time.ts';
import { ownerOf } from '../ecs/draining/hook-owner.ts';
import type { Word } from './hear-request.ts';
import type { DrainPolicy } from './policy.ts';
import type { Hook, InstanceState } from './state.ts';

/** Events are told in whole seconds, and clocks differ. */
const inexactMs = 5 * secondMs;

/** One event for each hook; a repeat of it has the same token. */
export function hookBegun(state: InstanceState, event: LifecycleActionBegun, policy: DrainPolicy): Word {
  const { hook: name, token, metadata, group, at } = event;
  const known = state.hooks.find((hook) => hook.name === name);
  if (known !== undefined && isOfAction(known, event)) {
    const hooks = state.hooks.map((hook) => (hook === known ? { ...known, ...present({ token }) } : hook));
    return { state: { ...state, hooks }, note: 'known', isNews: false };
  }
  const owner = ownerOf({ name, ...present({ metadata }) }, policy.hookMark);
  const next: Hook = { name, owner, startedAt: at, beatenAt: at, aliveAt: at, ...present({ token }) };
  const hooks = [...state.hooks.filter((hook) => hook !== known), next];
  return { state: { ...state, hooks, group }, note: `${owner} hook ${name}`, isNews: true };
}

/** One that was found has no token: what begins after that is another. */
function isOfAction({ token, startedAt, doneAt }: Hook, event: LifecycleActionBegun): boolean {
  if ((doneAt ?? event.at) < event.at) return false;
  return token === undefined ? event.at <= startedAt + inexactMs : token === event.token;
}
