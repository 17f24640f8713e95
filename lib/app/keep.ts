import type { Heard } from '../core/decision.ts';
import type { Feature } from '../core/feature.ts';
import type { KeptRecord, RecordKey, Todo } from '../core/record.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs, secondMs } from '../core/time.ts';
import { settleAll } from './attempts.ts';
import { carryOut } from './carry-out.ts';
import { sortMessages } from './inbox.ts';
import type { Carried } from './plan.ts';
import type { Invocation, QueueMessage, World } from './world.ts';

/** One record to be decided: what it heard, and which of its actions ended how. */
export type Work<Event> = {
  readonly key: RecordKey;
  readonly heard: readonly Heard<Event>[];
  readonly carried: readonly Carried[];
};

/** A record that was decided, as it is stored now, and what its author is to carry out. */
export type Settled<State, Target> = {
  readonly record: KeptRecord<State, Target> | undefined;
  /** When it was due before it was decided. */
  readonly wasDueAt: Instant | undefined;
  readonly toDo: readonly Todo<Target>[];
};

/** How often outcomes are acted upon within one invocation. What is left then waits for the next. */
export const rounds = 3;

/** A wake that has woken itself this often in quick succession leaves the rest to the tick. */
const hopLimit = 12;

/**
 * What waits so long runs in no loop: hearts that beat in time, of several hooks by turns, may do so for hours. Hops count
 * anew after it.
 */
const unhurriedMs = 5 * secondMs;

/**
 * The one flow. Messages are parsed and folded by record; then, for all records together: load, gather, decide, save,
 * act; and what came of the acting is heard by its record like any event.
 * Returns the ids of the messages to give back: those that told an event to a record that could not be saved.
 */
export async function keep<Event, State, Target, Facts, Read, Policy>(
  messages: readonly QueueMessage[],
  feature: Feature<Event, State, Target, Facts, Read, Policy>,
  world: World<Event, Target, Read, Policy>,
  invocation: Invocation,
): Promise<ReadonlySet<string>> {
  world.begins?.(invocation);
  const policy = await world.policy();
  const inbox = await sortMessages(messages, feature, world, policy);
  const stored = new Map<RecordKey, KeptRecord<State, Target>>();
  const wasDue = new Map<RecordKey, Instant | undefined>();
  let work: readonly Work<Event>[] = [...inbox.hearings].map(([key, { heard }]) => ({ key, heard, carried: [] }));
  for (let round = 0; work.length > 0; round += 1) {
    const acting = { mayAct: round < rounds, outcomesAtStake: round > 0, known: stored };
    const settled = await settleAll(work, feature, world, { policy, invocation, bodies: inbox.bodies, ...acting });
    if (round === 0) giveBack(settled.unsettled, inbox);
    for (const { record, wasDueAt } of settled.settled) {
      if (record === undefined) continue;
      if (!stored.has(record.key)) wasDue.set(record.key, wasDueAt);
      stored.set(record.key, record);
    }
    work = await carryOut(settled.settled, world, invocation);
  }
  const moved = [...stored.values()].filter(({ key, dueAt }) => dueAt !== wasDue.get(key));
  await wakeSoon(moved, world, inbox.hops);
  return inbox.failed;
}

function giveBack(
  keys: readonly RecordKey[],
  inbox: {
    readonly hearings: ReadonlyMap<RecordKey, { readonly messages: ReadonlySet<string> }>;
    readonly failed: Set<string>;
  },
): void {
  for (const key of keys) for (const id of inbox.hearings.get(key)?.messages ?? []) inbox.failed.add(id);
}

/**
 * The due index guarantees the next look; a message to ourselves only makes it come sooner than the next tick. Whose
 * time has not moved has had its message.
 */
async function wakeSoon<Event, Target, Read, Policy>(
  records: readonly KeptRecord[],
  world: World<Event, Target, Read, Policy>,
  hopsOf: ReadonlyMap<RecordKey, number>,
): Promise<void> {
  const now = world.clock.now();
  const wakes = records.flatMap(({ key, dueAt, claim }) => {
    if (dueAt === undefined || claim !== undefined || dueAt >= now + minuteMs) return [];
    const waitMs = Math.max(secondMs, Math.ceil((dueAt - now) / secondMs) * secondMs);
    const hops = waitMs < unhurriedMs ? (hopsOf.get(key) ?? 0) + 1 : 0;
    return hops > hopLimit ? [] : [{ key, waitMs, hops }];
  });
  for (const same of Map.groupBy(wakes, ({ waitMs, hops }) => `${waitMs} ${hops}`).values()) {
    const [first] = same;
    if (first === undefined) continue;
    const { waitMs, hops } = first;
    const keys = same.map(({ key }) => key);
    await world.wakes.wake(keys, waitMs, hops).catch((error: unknown) => {
      world.log('warn', 'no wake could be sent; the tick will see to it', { error, keys });
    });
  }
}
