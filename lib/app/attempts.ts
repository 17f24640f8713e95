import type { Feature } from '../core/feature.ts';
import type { KeptRecord, RecordKey } from '../core/record.ts';
import { fractionOf } from '../core/short-hash.ts';
import { secondMs } from '../core/time.ts';
import type { Settled, Work } from './keep.ts';
import { findRecords } from './reading.ts';
import { settleOne } from './settle.ts';
import type { Invocation, World } from './world.ts';

/** How often a record that somebody else wrote meanwhile is loaded again. */
const tries = 8;

/** Kept back before the deadline when outcomes are at stake: enough to end the invocation. */
const endMarginMs = secondMs;

/** The waits before what came of acting is noted again: doubled from the first to the longest. */
const [firstWaitMs, longestWaitMs] = [100, 2 * secondMs];

/** What is the same for all records of a round. */
export type Setting<State, Target, Policy> = {
  readonly policy: Policy;
  readonly invocation: Invocation;
  readonly mayAct: boolean;
  /** Records as we have just written them: they need not be loaded. */
  readonly known: ReadonlyMap<RecordKey, KeptRecord<State, Target>>;
  /** What would be lost is known from nowhere else: it is tried until the deadline. */
  readonly outcomesAtStake: boolean;
  /** The messages that told events, as they came. */
  readonly bodies: ReadonlyMap<unknown, string>;
};

/** Loads, gathers, decides and saves; what was written by others meanwhile once more, from fresh reads. */
export async function settleAll<Event, State, Target, Facts, Read, Policy>(
  all: readonly Work<Event>[],
  feature: Feature<Event, State, Target, Facts, Read, Policy>,
  world: World<Event, Target, Read, Policy>,
  setting: Setting<State, Target, Policy>,
): Promise<{ readonly settled: readonly Settled<State, Target>[]; readonly unsettled: readonly RecordKey[] }> {
  const settled: Settled<State, Target>[] = [];
  const left: Work<Event>[] = [];
  let open = all;
  for (let attempt = 0; open.length > 0 && (await mayTry(attempt, world, setting)); attempt += 1) {
    const known = attempt === 0 ? setting.known : new Map<RecordKey, KeptRecord>();
    const found = await findRecords(open, feature, world, { policy: setting.policy, known });
    const again: Work<Event>[] = [];
    const ended = await Promise.all(found.map(async (each) => settleOne(each, feature, world, setting)));
    for (const { work, end } of ended) {
      if (typeof end === 'object') settled.push(end);
      else if (end === 'left' || (end === 'away' && !setting.outcomesAtStake)) left.push(work);
      else again.push(work);
    }
    open = again;
  }
  const unsettled = [...left, ...open].map((work) => work.key);
  if (unsettled.length > 0) world.count('RecordsGivenBack', unsettled.length);
  return { settled, unsettled };
}

/** The first time always; then a few times, or, where outcomes would be lost, for as long as there is time. */
async function mayTry<Event, State, Target, Read, Policy>(
  attempt: number,
  world: World<Event, Target, Read, Policy>,
  { invocation, outcomesAtStake }: Setting<State, Target, Policy>,
): Promise<boolean> {
  if (attempt === 0) return true;
  if (!outcomesAtStake || world.pause === undefined) return attempt < tries;
  const most = Math.min(firstWaitMs * 2 ** attempt, longestWaitMs);
  const waitMs = (most * (1 + fractionOf(world.newId()))) / 2;
  if (world.clock.now() + waitMs + endMarginMs >= invocation.deadline) return false;
  await world.pause(waitMs);
  return true;
}
