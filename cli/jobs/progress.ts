import type { RunState } from '../../lib/batch/state.ts';

/** How far a run of many tasks has come: `3 of 10 done, 1 failed`. Of others nothing. */
export function progressOf({ array, pinned }: Pick<RunState, 'array' | 'pinned'>): readonly string[] {
  if (array === undefined) return [];
  const { size = 0 } = pinned.task.array ?? {};
  return [`${array.succeeded + array.failed} of ${size} done`, ...(array.failed > 0 ? [`${array.failed} failed`] : [])];
}
