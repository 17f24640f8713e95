import { shortestKeptMs } from '../ecs/draining/hook-owner.ts';
import { isActive } from './hooks.ts';
import type { GroupPolicy } from './policy.ts';
import type { InstanceState } from './state.ts';

/** What went well, and what may go wrong one day, is a number in the digest and no message. */
export function countsOf(
  known: InstanceState | undefined,
  state: InstanceState,
  policy: Pick<GroupPolicy, 'mode'>,
): Record<string, number> {
  const place = `${state.hosts[0]?.cluster ?? '-'}:${state.group ?? state.id}`;
  const isShort = hasShortHook(state) && (known === undefined || !hasShortHook(known));
  return {
    ...endCounts(known, state, { policy, place }),
    ...(isShort && { [`drain-short-hook/${place}`]: 1 }),
  };
}

type Given = { readonly policy: Pick<GroupPolicy, 'mode'>; readonly place: string };

function endCounts(
  known: InstanceState | undefined,
  state: InstanceState,
  { policy, place }: Given,
): Record<string, number> {
  if (policy.mode === 'observe')
    return isObserved(state) && (known === undefined || !isObserved(known)) ? { [`drain-observed/${place}`]: 1 } : {};
  if (state.clear === undefined || known?.clear !== undefined || state.hosts.length === 0) return {};
  return { [`drain-${state.clear.how}/${place}`]: 1 };
}

function isObserved({ hosts }: InstanceState): boolean {
  return hosts.some(({ observedAt }) => observedAt !== undefined);
}

/** A hook of ours that a look once a minute cannot keep alive: told once for each drain, as a number. */
function hasShortHook({ hooks }: InstanceState): boolean {
  return hooks.some(
    (hook) => hook.owner === 'own' && isActive(hook) && (hook.heartbeatMs ?? Infinity) < shortestKeptMs,
  );
}
