import type { ForeignReads } from '../../core/foreign-schedules.ts';
import type { RecordKey } from '../../core/record.ts';
import type { RunReads } from '../../core/run-reads.ts';
import type { Instant } from '../../core/time.ts';
import { jobKey, seenKey } from '../names.ts';
import type { BatchPolicy } from '../policy.ts';
import type { BatchState } from '../state.ts';
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
  const nothing: ForeignFacts = { kind: 'foreign', listed: new Map(), refused: new Map() };
  if (policy.scheduler === undefined || now < (state?.lookAt ?? 0)) return nothing;
  const isListed = now >= (state?.listAt ?? 0);
  const found = isListed ? await read.foreignSchedules(policy.scheduler.group, state?.schedules ?? []) : undefined;
  const schedules = (state?.schedules ?? []).filter((each) => isWatchedSchedule(each, policy));
  const marks = [...new Set(schedules.map(markOf))];
  const { region } = policy.stack;
  const keys = marks.flatMap((mark) => [seenKey(region, mark), jobKey(region, mark)]);
  const records =
    keys.length === 0
      ? { ok: true as const, value: new Map<RecordKey, BatchState>(), at: now }
      : await read.records(keys);
  const silent = records.ok
    ? schedules.flatMap((each) => {
        const slot = silentSlot(each, { state, records: records.value, region, now });
        return slot === undefined ? [] : [{ each, slot }];
      })
    : [];
  const listed = silent.map(({ each }) => each).slice(0, mostListed);
  const unknown = silent.filter(({ each, slot }) => state?.refused?.[markOf(each)]?.slot !== slot);
  const tasks = await Promise.all(
    listed.map(
      async (each) => [markOf(each), await read.startedBy({ cluster: each.cluster, startedBy: markOf(each) })] as const,
    ),
  );
  const refused = await Promise.all(
    unknown.slice(0, mostTrails).map(async ({ each, slot }) => {
      const mark = markOf(each);
      return [mark, { slot, read: await read.refusedLaunch(mark, slot) }] as const;
    }),
  );
  return {
    ...nothing,
    records,
    listed: new Map(tasks),
    refused: new Map(refused),
    ...(found !== undefined && { found }),
  };
}
