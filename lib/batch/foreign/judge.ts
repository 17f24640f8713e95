import type { Finding } from '../../core/batch-event.ts';
import type { NextStep } from '../../core/alert.ts';
import type { EcsTask } from '../../core/ecs-reads.ts';
import type { ForeignSchedule } from '../../core/foreign-schedules.ts';
import type { Read } from '../../core/ports.ts';
import type { Instant } from '../../core/time.ts';
import { hourMs, minuteMs } from '../../core/time.ts';
import { isMistake } from '../../ecs/schedule/cron-field.ts';
import { readStart } from '../../ecs/schedule/expression.ts';
import type { Schedule } from '../../ecs/schedule/schedule.ts';
import { schedulerDst } from '../../ecs/schedule/schedule.ts';
import { slotsBetween } from '../../ecs/schedule/slots.ts';
import { jobCause } from '../causes.ts';
import { listedMs } from '../limits.ts';
import { seenKey } from '../names.ts';
import { jobDefaults } from '../policy.ts';
import type { BatchState, JobState } from '../state.ts';
import { tooLongMs } from '../watch/judge.ts';
import { markOf } from './policy.ts';
import type { ForeignFacts, ForeignState, SeenState } from './state.ts';

const { graceMs } = jobDefaults.expect;

/** An event's clock, and ours. */
const earlyMs = minuteMs;

/** A miss is told for so long, unless it runs again before. */
const longestBackMs = 26 * hourMs;

type Known = {
  readonly state: Pick<ForeignState, 'since' | 'schedules' | 'told'> | undefined;
  readonly records: ReadonlyMap<string, BatchState>;
  readonly region: string;
  readonly now: Instant;
};

/**
 * The last slot whose grace is over and since which no task of it was made; undefined: there is none. Of a rate nobody
 * knows what it counts from, and of two that share a mark not which has started: neither is missed.
 */
export function silentSlot(foreign: ForeignSchedule, { state, records, region, now }: Known): Instant | undefined {
  const mark = markOf(foreign);
  const since = state?.since[mark];
  const isShared = (state?.schedules ?? []).filter((each) => markOf(each) === mark).length > 1;
  const schedule = foreign.isEnabled && since !== undefined && !isShared ? scheduleOf(foreign) : undefined;
  if (schedule === undefined || since === undefined) return undefined;
  const slots = slotsBetween(schedule, Math.max(since, now - longestBackMs), now - graceMs);
  const last = slots.findLast(({ isOptional }) => isOptional !== true)?.at;
  if (last === undefined) return undefined;
  const seen = seenIn(records.get(seenKey(region, mark)));
  return seen.starts.some((at) => at >= last - earlyMs) ? undefined : last;
}

export function scheduleOf({ expression, timezone }: ForeignSchedule): Schedule | undefined {
  const start = readStart(expression, timezone);
  if (isMistake(start) || start.kind === 'rate') return undefined;
  return { start, timezone, dst: schedulerDst };
}

const onlyWatched: NextStep = { code: 'job_only_watched' };

/** All that is not as it should be with what somebody else has scheduled. */
export function foreignFindings(
  foreign: ForeignSchedule,
  known: Known & { readonly history: Pick<JobState, 'durationsMs'>; readonly listed: ForeignFacts['listed'] },
): readonly Finding[] {
  const { records, region, now, history, listed } = known;
  const mark = markOf(foreign);
  const { live } = seenIn(records.get(seenKey(region, mark)));
  const slot = silentSlot(foreign, known);
  const missed: Finding[] =
    slot !== undefined && isMissed(slot, listed.get(mark), { now, isTold: known.state?.told[mark] !== undefined })
      ? [
          {
            what: 'missed',
            slot,
            cause: jobCause('job_foreign_missed', slot, { fills: { dueAt: slot } }),
            next: onlyWatched,
          },
        ]
      : [];
  const longest = tooLongMs({ expect: jobDefaults.expect }, history);
  const slow = live.flatMap(({ createdAt, startedAt }): Finding[] => {
    if (startedAt === undefined) return now < createdAt + graceMs ? [] : [late(createdAt)];
    if (longest === undefined || now <= startedAt + longest) return [];
    const fills = { sinceAt: startedAt, limit: Math.round(longest / minuteMs) };
    const cause = jobCause('job_foreign_long', startedAt + longest, { severity: 'warning', fills });
    return [{ what: 'too-long', slot: createdAt, cause, next: onlyWatched }];
  });
  return [...missed, ...slow];
}

type Asked = { readonly now: Instant; readonly isTold: boolean };

/** No event told of a task: ECS itself says whether there is one. What stopped an hour ago it lists no more. */
function isMissed(slot: Instant, tasks: Read<readonly EcsTask[]> | undefined, { now, isTold }: Asked): boolean {
  if (tasks?.ok !== true || (!isTold && now > slot + listedMs)) return false;
  return !tasks.value.some(({ createdAt = now }) => createdAt >= slot - earlyMs);
}

function late(createdAt: Instant): Finding {
  const cause = jobCause('job_foreign_late', createdAt, { severity: 'warning', fills: { sinceAt: createdAt } });
  return { what: 'late', slot: createdAt, cause, next: onlyWatched };
}

function seenIn(state: BatchState | undefined): Pick<SeenState, 'live' | 'starts'> {
  return state?.kind === 'seen' ? state : { live: [], starts: [] };
}
