import type { ForeignReads, ForeignSchedule } from '../../core/foreign-schedules.ts';
import { present } from '../../core/present.ts';
import type { RunReads } from '../../core/run-reads.ts';
import type { Instant } from '../../core/time.ts';
import { jobKey, seenKey } from '../names.ts';
import type { BatchPolicy } from '../policy.ts';
import type { WatchReads } from '../watch/state.ts';
import { silentSlot } from './judge.ts';
import { isWatchedSchedule, markOf } from './policy.ts';
import type { ForeignFacts, ForeignState } from './state.ts';

/** Rules, and schedules, change seldom: an hour's look is a handful of requests. */
export const listEveryMs = 15 * 60_000;

/** So many marks are looked for in ECS at one look; two lists and a description each. */
const mostListed = 10;

/** So many are looked for in CloudTrail at one look, where two requests a second are allowed. */
const mostTrails = 2;

type Reads = ForeignReads & WatchReads & Pick<RunReads, 'startedBy'>;

/** Lists what others have scheduled, and reads what was seen of their tasks; ECS is asked where nothing was. */
export async function gatherForeign(
  state: ForeignState | undefined,
  read: Reads,
  { policy, now }: { readonly policy: BatchPolicy; readonly now: Instant },
): Promise<ForeignFacts> {
  const { scheduler, stack } = policy;
  const { schedules: kept = [], lookAt = 0, listAt = 0 } = state ?? {};
  const nothing: ForeignFacts = { kind: 'foreign', listed: new Map(), refused: new Map() };
  if (scheduler === undefined || now < lookAt) return nothing;
  const found = now < listAt ? undefined : await read.foreignSchedules(scheduler.group, kept);
  const schedules = kept.filter((each) => isWatchedSchedule(each, policy));
  const records = await recordsOf(schedules, read, { region: stack.region, now });
  const silent = records.ok ? silentIn(schedules, { state, records: records.value, region: stack.region, now }) : [];
  return {
    ...nothing,
    records,
    listed: await listedOf(silent, read),
    refused: await refusedOf(silent, state, read),
    ...present({ found }),
  };
}

type Records = Awaited<ReturnType<Reads['records']>>;

/** What is kept of the tasks they start: what was seen of them, and as which job they are told. */
async function recordsOf(
  schedules: readonly ForeignSchedule[],
  read: Reads,
  { region, now }: { readonly region: string; readonly now: Instant },
): Promise<Records> {
  const marks = [...new Set(schedules.map(markOf))];
  const keys = marks.flatMap((mark) => [seenKey(region, mark), jobKey(region, mark)]);
  return keys.length === 0 ? { ok: true, value: new Map(), at: now } : read.records(keys);
}

/** A schedule that was due, and of whose task nothing was seen. */
type Silent = { readonly each: ForeignSchedule; readonly slot: Instant };

function silentIn(schedules: readonly ForeignSchedule[], given: Parameters<typeof silentSlot>[1]): readonly Silent[] {
  return schedules.flatMap((each) => {
    const slot = silentSlot(each, given);
    return slot === undefined ? [] : [{ each, slot }];
  });
}

async function listedOf(silent: readonly Silent[], read: Reads): Promise<ForeignFacts['listed']> {
  const tasks = silent.slice(0, mostListed).map(async ({ each }) => {
    const startedBy = markOf(each);
    return [startedBy, await read.startedBy({ cluster: each.cluster, startedBy })] as const;
  });
  return new Map(await Promise.all(tasks));
}

/** Of which CloudTrail was not asked yet. */
async function refusedOf(
  silent: readonly Silent[],
  state: ForeignState | undefined,
  read: Reads,
): Promise<ForeignFacts['refused']> {
  const unknown = silent.filter(({ each, slot }) => state?.refused?.[markOf(each)]?.slot !== slot);
  const answers = unknown.slice(0, mostTrails).map(async ({ each, slot }) => {
    const mark = markOf(each);
    return [mark, { slot, read: await read.refusedLaunch(mark, slot) }] as const;
  });
  return new Map(await Promise.all(answers));
}
