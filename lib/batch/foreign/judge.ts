import type { Finding } from '../../core/batch-event.ts';
import type { Cause, NextStep } from '../../core/alert.ts';
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
 * The last slot whose grace is over and since which no task of it was made; undefined: there is none. Of two that share
 * a mark nobody knows which has started: neither is missed.
 */
export function silentSlot(foreign: ForeignSchedule, { state, records, region, now }: Known): Instant | undefined {
  const mark = markOf(foreign);
  const since = state?.since[mark];
  const isShared = (state?.schedules ?? []).filter((each) => markOf(each) === mark).length > 1;
  if (!foreign.isEnabled || since === undefined || isShared) return undefined;
  const { starts } = seenIn(records.get(seenKey(region, mark)));
  const { startAt = since, endAt = Infinity, windowMs = 0 } = foreign;
  const between = { from: Math.max(since, startAt), to: Math.min(now - graceMs - windowMs, endAt + 1) };
  const last = rateOf(foreign) === undefined ? lastSlot(foreign, between, now) : lastOfRate(foreign, between, starts);
  if (last === undefined) return undefined;
  return starts.some((at) => at >= last - earlyMs) ? undefined : last;
}

type Between = { readonly from: Instant; readonly to: Instant };

function lastSlot(foreign: ForeignSchedule, { from, to }: Between, now: Instant): Instant | undefined {
  const schedule = scheduleOf(foreign);
  if (schedule === undefined) return undefined;
  const slots = slotsBetween(schedule, Math.max(from, now - longestBackMs), to);
  return slots.findLast(({ isOptional }) => isOptional !== true)?.at;
}

/**
 * A rate counts from a moment nobody tells: it was due so long after it last started, or at the latest so long after it
 * began to be watched, and again and again since then.
 */
function lastOfRate(foreign: ForeignSchedule, { from, to }: Between, starts: readonly Instant[]): Instant | undefined {
  const everyMs = rateOf(foreign);
  if (everyMs === undefined) return undefined;
  const since = Math.max(from, ...starts);
  const count = Math.floor((to - since) / everyMs);
  return count < 1 ? undefined : since + count * everyMs;
}

function rateOf({ expression, timezone }: ForeignSchedule): number | undefined {
  const start = readStart(expression, timezone);
  return isMistake(start) || start.kind !== 'rate' ? undefined : start.everyMs;
}

/** Undefined for a rate: what it counts from is not known. */
export function scheduleOf({ expression, timezone }: ForeignSchedule): Schedule | undefined {
  const start = readStart(expression, timezone);
  if (isMistake(start) || start.kind === 'rate') return undefined;
  return { start, timezone, dst: schedulerDst };
}

const onlyWatched: NextStep = { code: 'job_only_watched' };

/** All that is not as it should be with what somebody else has scheduled. */
export function foreignFindings(
  foreign: ForeignSchedule,
  known: Known & {
    readonly history: Pick<JobState, 'durationsMs'>;
    readonly listed: ForeignFacts['listed'];
    readonly refused: ForeignState['refused'];
  },
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
            cause: causeOf(slot, known.refused?.[mark]),
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

/** With what ECS said, where CloudTrail has it. */
function causeOf(slot: Instant, refused: { readonly slot: Instant; readonly reason: string } | undefined): Cause {
  if (refused?.slot !== slot) return jobCause('job_foreign_missed', slot, { fills: { dueAt: slot } });
  return jobCause('job_foreign_refused', slot, { fills: { dueAt: slot, reason: refused.reason } });
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
