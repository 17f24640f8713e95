import type { Asked, Feature } from '../core/feature.ts';
import { PortError } from '../core/outcome.ts';
import { PartlyReadError } from '../core/ports.ts';
import type { KeptRecord, RecordKey } from '../core/record.ts';
import type { Instant } from '../core/time.ts';
import { secondMs } from '../core/time.ts';
import type { Work } from './keep.ts';
import { isWake } from './trouble.ts';
import type { World } from './world.ts';

/** Clocks differ, and delays are whole seconds. */
const inexactMs = 5 * secondMs;

type Kept<State, Target> = KeptRecord<State, Target> | undefined;

/**
 * A record as it was found.
 * - `ready`: with the facts its decision needs. - `broken`: it cannot be decided, by a fault of ours or in the table.
 * - `newer`: of a later version of the code, whose business it is. - `unread`: nobody knows, the other side is away.
 * - `early`: it was only woken, and its time has not come.
 */
export type Found<Event, State, Target, Facts> = { readonly work: Work<Event> } & (
  | { readonly as: 'ready'; readonly record: Kept<State, Target>; readonly facts: Facts }
  | { readonly as: 'broken'; readonly record: Kept<State, Target>; readonly error: unknown }
  | { readonly as: 'newer'; readonly record: KeptRecord }
  | { readonly as: 'early'; readonly record: KeptRecord<State, Target> }
  | { readonly as: 'unread' }
);

type Ready<Event, State, Target> = { readonly work: Work<Event>; readonly record: Kept<State, Target> };

/** Loads records and gathers facts for them. What is wrong with one of them is not held against the others. */
export async function findRecords<Event, State, Target, Facts, Read, Policy>(
  all: readonly Work<Event>[],
  feature: Feature<Event, State, Target, Facts, Read, Policy>,
  world: World<Event, Target, Read, Policy>,
  at: { readonly policy: Policy; readonly known: ReadonlyMap<RecordKey, KeptRecord> },
): Promise<readonly Found<Event, State, Target, Facts>[]> {
  const { loaded, unread } = await load(all, at.known, world);
  const found: Found<Event, State, Target, Facts>[] = [];
  const ready: Ready<Event, State, Target>[] = [];
  for (const work of all) {
    const record = loaded.get(work.key);
    if (unread.has(work.key)) found.push({ work, as: 'unread' });
    else if (isEarly(work, record, world.clock.now()))
      found.push({ work, as: 'early', record: record as KeptRecord<State, Target> });
    else if (record !== undefined && record.v > feature.v) found.push({ work, as: 'newer', record });
    else {
      try {
        ready.push({ work, record: record === undefined ? undefined : raised(feature, record) });
      } catch (error) {
        found.push({ work, as: 'broken', record: record as Kept<State, Target>, error });
      }
    }
  }
  return [...found, ...(await gather(ready, feature, world, at.policy))];
}

/**
 * A message that woke it came twice, or was overtaken by another. It is neither read for nor decided: a decision may move
 * its time, each move sends one more message, and so they would breed.
 */
function isEarly<Event>({ heard, carried }: Work<Event>, record: KeptRecord | undefined, now: Instant): boolean {
  if (record?.dueAt === undefined || record.dueAt <= now + inexactMs || carried.length > 0) return false;
  return heard.every((each) => isWake(each) && each.isHint !== true);
}

async function load<Event, Target, Read, Policy>(
  all: readonly Work<Event>[],
  known: ReadonlyMap<RecordKey, KeptRecord>,
  world: World<Event, Target, Read, Policy>,
): Promise<{ readonly loaded: ReadonlyMap<RecordKey, KeptRecord>; readonly unread: ReadonlySet<RecordKey> }> {
  const keys = all.map((work) => work.key);
  if (keys.every((key) => known.has(key))) return { loaded: known, unread: new Set() };
  try {
    return { loaded: await world.store.load(keys), unread: new Set() };
  } catch (error) {
    const { loaded, unread } = error instanceof PartlyReadError ? error : { loaded: new Map(), unread: keys };
    world.log('error', 'records could not be read', { error, records: unread.length });
    return { loaded, unread: new Set(unread) };
  }
}

/** The record in the shape this code knows. */
function raised<Event, State, Target, Facts, Read, Policy>(
  feature: Feature<Event, State, Target, Facts, Read, Policy>,
  record: KeptRecord,
): KeptRecord<State, Target> {
  if (record.unreadable !== undefined) throw new Error(`the record cannot be read: ${record.unreadable.problem}`);
  let state = record.state;
  for (let from = record.v; from < feature.v; from += 1) state = feature.upcast(state, from);
  return { ...record, v: feature.v, state } as KeptRecord<State, Target>;
}

/** For all together; when that fails, for each alone, so that the one at fault is found. */
async function gather<Event, State, Target, Facts, Read, Policy>(
  ready: readonly Ready<Event, State, Target>[],
  feature: Feature<Event, State, Target, Facts, Read, Policy>,
  world: World<Event, Target, Read, Policy>,
  policy: Policy,
): Promise<readonly Found<Event, State, Target, Facts>[]> {
  if (ready.length === 0) return [];
  try {
    const facts = await feature.gather(ready.map(asking), world.read, { policy, now: world.clock.now() });
    return ready.map((each): Found<Event, State, Target, Facts> => {
      const mine = facts.get(each.work.key);
      if (mine !== undefined) return { ...each, as: 'ready', facts: mine };
      return { ...each, as: 'broken', error: new Error(`gather has no facts for ${each.work.key}`) };
    });
  } catch (error) {
    const [only] = ready;
    if (ready.length > 1 || only === undefined) {
      return (await Promise.all(ready.map(async (each) => gather([each], feature, world, policy)))).flat();
    }
    if (!isElsewhere(error)) return [{ ...only, as: 'broken', error }];
    world.log('error', 'what a decision needs could not be read', { error, record: only.work.key });
    return [{ work: only.work, as: 'unread' }];
  }
}

/** Not this record's fault: the other side is away, or wants to be asked later. */
function isElsewhere(error: unknown): boolean {
  return error instanceof PortError && error.verdict !== 'permanent';
}

function asking<Event, State, Target>({ work, record }: Ready<Event, State, Target>): Asked<Event, State> {
  return { key: work.key, events: work.heard, state: record?.state };
}
