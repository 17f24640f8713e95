import type { Execution } from '../cloud/gate.ts';
import type { LambdaFunction } from '../cloud/lambda.ts';
import type { MemoryStore } from '../memory-store.ts';

/**
 * What was done to functions. `refused`: calls that were not carried out. `excuses`: by record, how often its teller died or
 * ran out of time, had no answer of the chat, or none of the table and a blind chat, while it had claimed that record: each
 * may double one message.
 */
export type Tally = { deaths: number; refused: number; readonly excuses: Map<string, number> };

export const newTally = (): Tally => ({ deaths: 0, refused: 0, excuses: new Map() });

export function excuse({ excuses }: Tally, records: readonly string[]): void {
  for (const key of records) excuses.set(key, (excuses.get(key) ?? 0) + 1);
}

/** The records an execution has claimed. */
export function claimedBy(store: MemoryStore, { id }: Pick<Execution, 'id'>): readonly string[] {
  const claimed = store.all().filter(({ claim }) => claim?.by === id);
  return claimed.map(({ key }) => key);
}

type Timed = { readonly store: MemoryStore; readonly functions: ReadonlyMap<string, LambdaFunction> };

/** Where every call takes seconds, time runs out between a post and its note, whatever is kept back for that. */
export function excuseTimeouts({ store, functions }: Timed, tally: Tally, isSlow: () => boolean): void {
  for (const each of functions.values())
    each.onTimeout = (execution) => {
      if (isSlow()) excuse(tally, claimedBy(store, execution));
    };
}
