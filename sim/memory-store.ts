import type { Paces } from '../lib/core/delivery.ts';
import type { Budgets, RecordStore } from '../lib/core/ports.ts';
import type { FeatureName, KeptRecord, RecordKey } from '../lib/core/record.ts';
import { featureOf } from '../lib/core/record.ts';
import type { Instant } from '../lib/core/time.ts';

/** A store in memory with the promises of the real one: what is stored is a copy, and a save needs the right version. */
export type MemoryStore = RecordStore & { readonly all: () => readonly KeptRecord[]; readonly writes: () => number };

/** `saved` hears of each record that was written. */
export function memoryStore(saved: (record: KeptRecord) => void = () => {}): MemoryStore {
  const records = new Map<RecordKey, string>();
  const counts = new Map<string, Record<string, number>>();
  let writes = 0;
  const read = (key: RecordKey): KeptRecord | undefined => {
    const text = records.get(key);
    return text === undefined ? undefined : (JSON.parse(text) as KeptRecord);
  };
  const all = (): KeptRecord[] => [...records.keys()].map(read).filter((record) => record !== undefined);
  return {
    all,
    writes: () => writes,
    load: async (keys) => new Map(keys.flatMap((key) => wrap(read(key)))),
    save: async (record, loaded) => {
      const now = read(record.key);
      if (now?.writeId === record.writeId) return 'saved';
      if ((now?.version ?? 0) !== loaded) return 'conflict';
      records.set(record.key, JSON.stringify(record));
      writes += 1;
      saved(record);
      return 'saved';
    },
    due: async (feature, at, limit) => dueOf(all(), feature, { at, limit }),
    open: async (feature, cluster) =>
      all()
        .filter((record) => featureOf(record.key) === feature && record.openUnder === cluster)
        .map((record) => record.key),
    addCounts: async (name, added) => {
      const sums = { ...counts.get(name) };
      for (const [key, amount] of Object.entries(added)) sums[key] = (sums[key] ?? 0) + amount;
      counts.set(name, sums);
      writes += 1;
    },
    readCounts: async (name) => ({ ...counts.get(name) }),
  };
}

function wrap(record: KeptRecord | undefined): [RecordKey, KeptRecord][] {
  return record === undefined ? [] : [[record.key, record]];
}

function dueOf(
  records: readonly KeptRecord[],
  feature: FeatureName,
  until: { readonly at: Instant; readonly limit: number },
): RecordKey[] {
  return records
    .filter((record) => featureOf(record.key) === feature && record.dueAt !== undefined && record.dueAt <= until.at)
    .toSorted((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0))
    .slice(0, until.limit)
    .map((record) => record.key);
}

export function memoryBudgets(): Budgets {
  const held = new Map<string, Map<string, number>>();
  return {
    claim: async ({ key, limit }, holder, amount) => {
      const holders = held.get(key) ?? new Map<string, number>();
      if (holders.has(holder)) return true;
      const total = [...holders.values()].reduce((sum, each) => sum + each, 0);
      if (total + amount > limit) return false;
      held.set(key, holders.set(holder, amount));
      return true;
    },
    release: async (key, holder) => {
      held.get(key)?.delete(holder);
    },
  };
}

/** One place a second for each channel; `block` moves the next place further. */
export function memoryPaces(gapMs: number): Paces {
  const next = new Map<string, Instant>();
  return {
    take: async (channel, amount, now) => {
      const free = next.get(channel) ?? 0;
      if (free > now) return { waitUntil: free };
      next.set(channel, now + gapMs * amount);
      return {};
    },
    block: async (channel, until) => {
      next.set(channel, Math.max(until, next.get(channel) ?? 0));
    },
  };
}
