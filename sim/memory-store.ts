import type { Storage } from '../lib/app/world/host.ts';
import type { Paces } from '../lib/core/delivery.ts';
import type { Hold } from '../lib/core/hold.ts';
import { standing } from '../lib/core/hold.ts';
import type { Budgets, HeldThings, Holds, RecordStore, TokenBuckets } from '../lib/core/ports.ts';
import type { FeatureName, KeptRecord, RecordKey } from '../lib/core/record.ts';
import { featureOf } from '../lib/core/record.ts';
import type { Instant } from '../lib/core/time.ts';
import { secondMs } from '../lib/core/time.ts';
import { takenFrom } from '../lib/core/token-bucket.ts';

/** A store in memory with the promises of the real one: what is stored is a copy, and a save needs the right version. */
export type MemoryStore = RecordStore & { readonly all: () => readonly KeptRecord[]; readonly writes: () => number };

/** `saved` hears of each record that was written. */
export function memoryStore(saved: (record: KeptRecord) => void = () => {}): MemoryStore {
  /** `kept` is for looking only: who loads a record gets a copy of its own. */
  const records = new Map<RecordKey, { readonly text: string; readonly kept: KeptRecord }>();
  const counts = new Map<string, Record<string, number>>();
  let writes = 0;
  const read = (key: RecordKey): KeptRecord | undefined => {
    const stored = records.get(key);
    return stored === undefined ? undefined : (JSON.parse(stored.text) as KeptRecord);
  };
  const all = (): KeptRecord[] => [...records.values()].map(({ kept }) => kept);
  return {
    all,
    writes: () => writes,
    load: async (keys) => new Map(keys.flatMap((key) => wrap(read(key)))),
    save: async (record, loaded) => {
      const now = records.get(record.key)?.kept;
      if (now?.writeId === record.writeId) return 'saved';
      if ((now?.version ?? 0) !== loaded) return 'conflict';
      const text = JSON.stringify(record);
      records.set(record.key, { text, kept: JSON.parse(text) as KeptRecord });
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

/** Who holds what: a place in a budget, or a thing. */
type SharedThing = { readonly thing: string; readonly holder: string };

export function memoryBudgets(): Budgets & { readonly all: () => readonly SharedThing[] } {
  const uses = new Map<string, { readonly holders: Map<string, Held>; releases: number }>();
  const useOf = (key: string) => uses.get(key) ?? { holders: new Map<string, Held>(), releases: 0 };
  return {
    claim: async ({ key, limit, part, releases }, holder, amount) => {
      const use = useOf(key);
      if (use.holders.has(holder)) return true;
      const all = [...use.holders.values()];
      const inPart = all.filter((each) => part !== undefined && each.part === part.name);
      const isFull = sumOf(all) + amount > limit || (part !== undefined && sumOf(inPart) + amount > part.limit);
      if (isFull || (releases !== undefined && releases !== use.releases)) return false;
      use.holders.set(holder, { amount, ...(part !== undefined && { part: part.name }) });
      uses.set(key, use);
      return true;
    },
    release: async (key, holder) => {
      const use = useOf(key);
      if (use.holders.delete(holder)) use.releases += 1;
    },
    read: async (key) => ({ holders: new Map(useOf(key).holders), releases: useOf(key).releases }),
    all: () => [...uses].flatMap(([thing, { holders }]) => [...holders.keys()].map((holder) => ({ thing, holder }))),
  };
}

type Held = { readonly amount: number; readonly part?: string };

function sumOf(all: readonly Held[]): number {
  return all.reduce((sum, { amount }) => sum + amount, 0);
}

/** `now`: for those that end by themselves. */
export function memoryHolds(
  now: () => Instant = () => 0,
): Holds & HeldThings & { readonly all: () => readonly SharedThing[] } {
  const things = new Map<string, Map<string, Hold>>();
  const of = (thing: string): readonly Hold[] => standing([...(things.get(thing)?.values() ?? [])], now());
  return {
    take: async (thing, hold) => {
      things.set(thing, new Map(things.get(thing)).set(hold.holder, hold));
      return of(thing);
    },
    release: async (thing, holder) => {
      things.get(thing)?.delete(holder);
    },
    read: async (thing) => of(thing),
    all: () => [...things.keys()].flatMap((thing) => of(thing).map(({ holder }) => ({ thing, holder }))),
    heldByPeople: async () =>
      [...things.keys()].filter((thing) => of(thing).some(({ feature }) => feature === 'person')),
  };
}

export function memoryTokenBuckets(): TokenBuckets {
  const full = new Map<string, Instant>();
  return {
    take: async (bucket, wanted, now) => {
      const { granted, fullAt } = takenFrom(bucket, full.get(bucket.key) ?? 0, { ...wanted, now });
      if (wanted.must + granted > 0) full.set(bucket.key, fullAt);
      return granted;
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

/** All that the real table keeps, as Lambda has it. */
export type MemoryStorage = Storage & { readonly store: MemoryStore; readonly shared: () => readonly SharedThing[] };

export function memoryStorage(
  saved: (record: KeptRecord) => void = () => {},
  now: () => Instant = () => 0,
): MemoryStorage {
  const budgets = memoryBudgets();
  const holds = memoryHolds(now);
  return {
    store: memoryStore(saved),
    paces: memoryPaces(secondMs),
    budgets,
    holds,
    shared: () => [...budgets.all(), ...holds.all()],
    buckets: memoryTokenBuckets(),
  };
}
