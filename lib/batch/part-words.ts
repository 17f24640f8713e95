import type { Part, RunRequested, SlotTriggered } from '../core/batch-event.ts';
import type { Instant } from '../core/time.ts';
import { lookMs, mostAsked, partIdOf } from './parts.ts';
import type { RunState } from './state.ts';

type Place = { readonly stack: { readonly account: string; readonly region: string }; readonly now: Instant };

/** Words to parts: those that were asked for at this moment are begun; all that are open are stopped with their run. */
export function partWishes(
  state: RunState,
  { stack, now }: Place,
): readonly { readonly key: string; readonly pass: SlotTriggered | RunRequested }[] {
  const { runId, job, slot, array, stop, round } = state;
  if (array === undefined || state.ended !== undefined) return [];
  const base = { at: now, ...stack, job, slot } as const;
  const begun = array.open
    .filter(({ askedAt }) => askedAt === now)
    .map(({ index }) => {
      const part: Part = { of: runId, index, round };
      const id = `${runId}/${index}/${now}`;
      const pass: SlotTriggered = { ...base, kind: 'slot-triggered', id, starter: 'job', by: job, part };
      return { key: `part ${index}`, pass };
    });
  if (stop === undefined || (stop.orderedAt !== undefined && now < stop.orderedAt + lookMs)) return begun;
  const stopped = array.open.slice(0, mostAsked).map(({ index }) => {
    const part: Part = { of: runId, index, round };
    const asked = { wish: 'stop', isExtra: false, by: stop.by ?? job, runId: partIdOf(runId, index), part } as const;
    const pass: RunRequested = { ...base, kind: 'run-request', id: `${runId}/${index}/stop/${now}`, ...asked };
    return { key: `end ${index}`, pass };
  });
  return stopped;
}
