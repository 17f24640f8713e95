import type { Feature } from '../core/feature.ts';
import { PortError } from '../core/outcome.ts';
import type { KeptRecord, RecordKey } from '../core/record.ts';
import { minuteMs } from '../core/time.ts';
import type { Setting } from './attempts.ts';
import type { Judged } from './judge.ts';
import { judge } from './judge.ts';
import type { Settled, Work } from './keep.ts';
import { isUnchanged } from './next-record.ts';
import { leftover } from './plan.ts';
import type { Found } from './reading.ts';
import { report } from './report.ts';
import type { Aside } from './sift.ts';
import { inTrouble, wordsOf } from './trouble.ts';
import type { World } from './world.ts';

/** A record of a later version of the code is looked at no more often than this, until that version is back. */
const newerWaitMs = 5 * minuteMs;

/**
 * What became of one record: settled; worth another try at once (`again`); not before what it needs is back (`away`);
 * or another version's (`left`).
 */
type Ended<Event, State, Target> = {
  readonly work: Work<Event>;
  readonly end: Settled<State, Target> | 'again' | 'away' | 'left';
};

/** Decides and saves one record. Whatever goes wrong with it stays with it. */
export async function settleOne<Event, State, Target, Facts, Read, Policy>(
  found: Found<Event, State, Target, Facts>,
  feature: Feature<Event, State, Target, Facts, Read, Policy>,
  world: World<Event, Target, Read, Policy>,
  setting: Setting<State, Target, Policy>,
): Promise<Ended<Event, State, Target>> {
  const { work } = found;
  if (found.as === 'unread') return { work, end: 'away' };
  try {
    if (found.as === 'early') return { work, end: { record: found.record, wasDueAt: found.record.dueAt, toDo: [] } };
    if (found.as === 'newer') return { work, end: await putOff(found.record, world) };
    const judged = judgedOf(found, feature, world, setting);
    if (!(await putAside(judged.aside, { work, bodies: setting.bodies }, world))) return { work, end: 'away' };
    report(feature.name, work, judged, world);
    const end = await save(found.record, judged, world);
    if (end !== 'refused') return { work, end };
    const error = new Error('the table does not take the record');
    const refused = failed({ ...found, error, mostEvents: 0 }, feature, world, setting);
    report(feature.name, work, refused, world);
    const answer = await save(found.record, refused, world);
    return { work, end: answer === 'refused' ? 'away' : answer };
  } catch (error) {
    world.log('error', 'a record ended in an error nobody expected', { error, record: work.key });
    return { work, end: 'away' };
  }
}

type Failed<Event, State, Target> = {
  readonly work: Work<Event>;
  readonly record: KeptRecord<State, Target> | undefined;
  readonly error: unknown;
  readonly mostEvents?: number;
};

function judgedOf<Event, State, Target, Facts, Read, Policy>(
  found: Extract<Found<Event, State, Target, Facts>, { readonly as: 'ready' | 'broken' }>,
  feature: Feature<Event, State, Target, Facts, Read, Policy>,
  world: World<Event, Target, Read, Policy>,
  setting: Setting<State, Target, Policy>,
): Judged<State, Target> {
  if (found.as === 'broken') return failed(found, feature, world, setting);
  const at = { ...setting, facts: found.facts, now: world.clock.now(), newId: world.newId };
  return judge(feature, found.work, found.record, at);
}

/** A record without a decision: it keeps what it heard, and is looked at again later. */
function failed<Event, State, Target, Facts, Read, Policy>(
  { work, record, ...failure }: Failed<Event, State, Target>,
  feature: Feature<Event, State, Target, Facts, Read, Policy>,
  world: World<Event, Target, Read, Policy>,
  { invocation }: Setting<State, Target, Policy>,
): Judged<State, Target> {
  const now = world.clock.now();
  const left = leftover(record, work.carried, { worker: invocation.worker, now });
  const heard = [...(record?.trouble?.heard ?? []), ...work.heard];
  const next = inTrouble({ key: work.key, v: feature.v, record, heard, left }, { ...failure, now });
  const write = { ...next, writeId: world.newId() } as KeptRecord<State, Target>;
  return { decision: undefined, write: isUnchanged(record, next) ? undefined : write, toDo: [], aside: [] };
}

async function save<Event, State, Target, Read, Policy>(
  record: KeptRecord<State, Target> | undefined,
  { write, toDo }: Judged<State, Target>,
  world: World<Event, Target, Read, Policy>,
): Promise<Settled<State, Target> | 'again' | 'refused'> {
  const wasDueAt = record?.dueAt;
  if (write === undefined) return { record, wasDueAt, toDo };
  try {
    const answer = await world.store.save(write, record?.version ?? 0);
    return answer === 'saved' ? { record: write, wasDueAt, toDo } : 'again';
  } catch (error) {
    world.log('error', 'a record could not be saved', { error, record: write.key });
    return error instanceof PortError && error.verdict === 'permanent' ? 'refused' : 'again';
  }
}

/** What nothing can be decided with goes to the dead letters before its record forgets it. False: not all of it did. */
async function putAside<Event, Target, Read, Policy>(
  aside: readonly Aside[],
  from: { readonly work: Work<Event>; readonly bodies: ReadonlyMap<unknown, string> },
  world: World<Event, Target, Read, Policy>,
): Promise<boolean> {
  const record: RecordKey = from.work.key;
  for (const { heard, error } of aside) {
    const fault = { path: '$', problem: `${record} cannot be decided with it: ${wordsOf(error)}` };
    try {
      await world.deadLetters.refuse(from.bodies.get(heard) ?? JSON.stringify(heard), fault);
    } catch (refusal) {
      world.log('error', 'an event could not be put aside; it is kept', { error: refusal, record });
      return false;
    }
    world.count('MessagesRefused', 1);
    world.log('error', 'an event was put aside: its record cannot be decided with it', { error, record });
  }
  return true;
}

/**
 * A record of a later version belongs to that code: nothing in it changes but its next look, so that it does not stand
 * before all others in the due index. Its messages are given back until that code comes.
 */
async function putOff<Event, Target, Read, Policy>(
  record: KeptRecord,
  world: World<Event, Target, Read, Policy>,
): Promise<'left'> {
  const now = world.clock.now();
  if (record.dueAt === undefined || record.dueAt > now || record.unreadable !== undefined) return 'left';
  const later = { ...record, version: record.version + 1, writeId: world.newId(), dueAt: now + newerWaitMs };
  await world.store.save(later, record.version).catch((error: unknown) => {
    world.log('warn', 'a record of a later version could not be put off', { error, record: record.key });
  });
  return 'left';
}
