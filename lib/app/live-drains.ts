import type { Clock, RecordStore } from '../core/ports.ts';
import type { KeptRecord, RecordKey } from '../core/record.ts';
import type { Instant } from '../core/time.ts';
import { secondMs } from '../core/time.ts';

/** How long the list of those that are live is taken as it is. What begins meanwhile elsewhere is woken by its own time. */
const keptMs = 20 * secondMs;

/** Which names lead to which live record: read at most every 20 seconds, and kept up with what is written here. */
type LiveIndex = {
  readonly read: () => Promise<ReadonlyMap<string, RecordKey>>;
  readonly store: RecordStore;
};

type Listing = {
  readonly list: () => Promise<readonly RecordKey[]>;
  readonly namesOf: (record: KeptRecord) => readonly string[];
};

/**
 * The list by which events find the live record they concern, so that all others cost nothing. `namesOf`: the names a
 * record is found by; none once it is over. A list that cannot be read is the one before.
 */
export function liveIndex(store: RecordStore, clock: Clock, { list, namesOf }: Listing): LiveIndex {
  let names = new Map<string, RecordKey>();
  let readAt: Instant = -Infinity;
  const note = (into: Map<string, RecordKey>, record: KeptRecord): void => {
    for (const name of namesOf(record)) into.set(name, record.key);
  };
  const refresh = async (): Promise<void> => {
    const fresh = new Map<string, RecordKey>();
    const keys = await list();
    const loaded = keys.length === 0 ? new Map<RecordKey, KeptRecord>() : await store.load(keys);
    for (const record of loaded.values()) note(fresh, record);
    names = fresh;
  };
  return {
    read: async () => {
      const now = clock.now();
      if (now < readAt + keptMs) return names;
      readAt = now;
      // Whoever is not in the list is woken by its own time.
      await refresh().catch(() => undefined);
      return names;
    },
    store: {
      ...store,
      save: async (record, loaded) => {
        const answer = await store.save(record, loaded);
        if (answer === 'saved') note(names, record);
        return answer;
      },
    },
  };
}
