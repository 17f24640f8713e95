import type { KeptRecord } from '../../lib/core/record.ts';
import { minuteMs } from '../../lib/core/time.ts';
import { freshState } from '../../lib/drain/hear.ts';
import { instanceKey, liveDrains } from '../../lib/drain/names.ts';
import type { Hook, InstanceState } from '../../lib/drain/state.ts';
import { region } from './kept.ts';
import { now } from './run.ts';

export const drainStart = now - 31 * minuteMs;

export const ourHook: Hook = {
  name: 'watchkeeper-drain',
  owner: 'own',
  startedAt: drainStart,
  beatenAt: now - minuteMs,
  heartbeatMs: 5 * minuteMs,
  globalMs: 500 * minuteMs,
};

/** An instance of the group `web-asg` that waits for our hook, with two tasks on it. */
export function drainOf(id: string, changes: Partial<InstanceState> = {}): InstanceState {
  return {
    ...freshState(id, drainStart),
    group: 'web-asg',
    mode: 'act',
    hooks: [ourHook],
    left: [
      { arn: 'task/1', cluster: 'web', service: 'orders-api', name: 'orders-api', isDaemon: false, isStopping: false },
      { arn: 'task/2', cluster: 'web', name: 'reindex', isDaemon: false, isStopping: false },
    ],
    ...changes,
  };
}

export function drainKept(state: InstanceState): Partial<KeptRecord> {
  const isLive = state.ended === undefined;
  return { key: instanceKey(region, state.id), state, ...(isLive && { openUnder: liveDrains }) };
}
