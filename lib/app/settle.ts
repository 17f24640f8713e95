import type { Asked, Feature } from '../core/feature.ts';
import type { KeptRecord, RecordKey } from '../core/record.ts';
import type { Judged } from './judge.ts';
import { judge } from './judge.ts';
import type { Settled, Work } from './keep.ts';
import type { Invocation, World } from './world.ts';

/** How often a record that somebody else wrote meanwhile is loaded again. */
const tries = 4;

type Setting<Policy> = { readonly policy: Policy; readonly invocation: Invocation; readonly mayAct: boolean };

type Outcome<State, Target> = {
  readonly settled: readonly Settled<State, Target>[];
  readonly unsettled: readonly RecordKey[];
};

/** Loads, gathers, decides and saves; what was written by others meanwhile once more, from fresh reads. */
export async function settle<Event, State, Target, Facts, Read, Policy>(
  all: readonly Work<Event>[],
  feature: Feature<Event, State, Target, Facts, Read, Policy>,
  world: World<Event, Target, Read, Policy>,
  setting: Setting<Policy>,
): Promise<Outcome<State, Target>> {
  const settled: Settled<State, Target>[] = [];
  let open = all;
  for (let attempt = 0; attempt < tries && open.length > 0; attempt += 1) {
    try {
      const conflicts: Work<Event>[] = [];
      for (const each of await settleOnce(open, feature, world, setting)) {
        if (each.settled === undefined) conflicts.push(each.work);
        else settled.push(each.settled);
      }
      open = conflicts;
    } catch (error) {
      world.log('error', 'records could not be read; their messages are given back', { error, records: open.length });
      break;
    }
  }
  if (open.length > 0) world.count('RecordsGivenBack', open.length);
  return { settled, unsettled: open.map((work) => work.key) };
}

type Once<Event, State, Target> = {
  readonly work: Work<Event>;
  readonly settled: Settled<State, Target> | undefined;
};

async function settleOnce<Event, State, Target, Facts, Read, Policy>(
  all: readonly Work<Event>[],
  feature: Feature<Event, State, Target, Facts, Read, Policy>,
  world: World<Event, Target, Read, Policy>,
  setting: Setting<Policy>,
): Promise<readonly Once<Event, State, Target>[]> {
  const loaded = await world.store.load(all.map((work) => work.key));
  const known = new Map<RecordKey, KeptRecord<State, Target> | undefined>();
  const newer: Work<Event>[] = [];
  for (const work of all) {
    const record = loaded.get(work.key);
    if (record !== undefined && record.v > feature.v) newer.push(work);
    else known.set(work.key, record === undefined ? undefined : upcast(feature, record));
  }
  const work = all.filter((each) => known.has(each.key));
  const asked = work.map((each) => asking(each, known.get(each.key)));
  const now = world.clock.now();
  const facts = await feature.gather(asked, world.read, { policy: setting.policy, now });
  const saving = work.map(async (each): Promise<Once<Event, State, Target>> => {
    const record = known.get(each.key);
    const mine = facts.get(each.key);
    if (mine === undefined) throw new Error(`gather has no facts for ${each.key}`);
    const at = { ...setting, facts: mine, now: world.clock.now(), newId: world.newId };
    const judged = judge(feature, each, record, at);
    report(feature.name, { work: each, record, judged }, world);
    return { work: each, settled: await save(record, judged, world) };
  });
  // A record of a newer version of the code belongs to that code: its messages are given back until it comes.
  return [...(await Promise.all(saving)), ...newer.map((each) => ({ work: each, settled: undefined }))];
}

function asking<Event, State, Target>(
  work: Work<Event>,
  record: KeptRecord<State, Target> | undefined,
): Asked<Event, State> {
  return { key: work.key, events: work.heard, state: record?.state };
}

async function save<Event, State, Target, Read, Policy>(
  record: KeptRecord<State, Target> | undefined,
  judged: Judged<State, Target>,
  world: World<Event, Target, Read, Policy>,
): Promise<Settled<State, Target> | undefined> {
  const wasDueAt = record?.dueAt;
  if (judged.write === undefined) return { record, wasDueAt, toDo: judged.toDo };
  try {
    const answer = await world.store.save(judged.write, record?.version ?? 0);
    return answer === 'saved' ? { record: judged.write, wasDueAt, toDo: judged.toDo } : undefined;
  } catch (error) {
    world.log('error', 'a record could not be saved', { error, record: judged.write.key });
    return undefined;
  }
}

function upcast<Event, State, Target, Facts, Read, Policy>(
  feature: Feature<Event, State, Target, Facts, Read, Policy>,
  record: KeptRecord,
): KeptRecord<State, Target> {
  let state = record.state;
  for (let from = record.v; from < feature.v; from += 1) state = feature.upcast(state, from);
  return { ...record, v: feature.v, state } as KeptRecord<State, Target>;
}

function report<Event, State, Target, Read, Policy>(
  feature: string,
  about: {
    readonly work: Work<Event>;
    readonly record: KeptRecord | undefined;
    readonly judged: Judged<State, Target>;
  },
  world: World<Event, Target, Read, Policy>,
): void {
  const { work, judged } = about;
  const trouble = judged.write?.trouble;
  if (trouble !== undefined) {
    world.count(trouble.parked ? 'ParkedRecords' : 'FailedDecisions', 1);
    world.log('error', 'a record could not be decided', { feature, record: work.key, ...trouble, heard: undefined });
    return;
  }
  if (judged.decision === undefined) return;
  const { reason, actions, dropped, next, counts } = judged.decision;
  for (const [name, amount] of Object.entries(counts ?? {})) world.count(name, amount);
  world.count('Decisions', 1);
  const events = work.heard.map((heard) => idOf(heard));
  world.log('info', reason, { feature, record: work.key, events, actions: actions.map((a) => a.key), dropped, next });
}

function idOf(heard: unknown): string {
  if (typeof heard !== 'object' || heard === null) return 'unknown';
  if ('id' in heard && typeof heard.id === 'string') return heard.id;
  if ('action' in heard && typeof heard.action === 'string') return `outcome of ${heard.action}`;
  return 'kind' in heard && typeof heard.kind === 'string' ? heard.kind : 'unknown';
}
