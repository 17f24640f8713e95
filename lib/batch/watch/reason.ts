import type { ScheduleSettings } from '../../core/schedule-ports.ts';
import type { Instant } from '../../core/time.ts';
import { minuteMs } from '../../core/time.ts';
import type { Job } from '../job.ts';
import type { BatchPolicy } from '../policy.ts';
import { isSame, settingsOf } from '../schedules/settings.ts';
import { wantedSchedules } from '../schedules/wanted.ts';
import type { MissReason, WatchFacts } from './state.ts';

/** AWS's words, so many of them. */
const longestText = 300;

/** All was looked at, and is as it should be. */
const unexplained: MissReason = { cause: 'job_missed', fills: {} };

type Given = { readonly policy: BatchPolicy; readonly now: Instant; readonly writtenAt: Instant | undefined };

/**
 * Why nothing began a slot: EventBridge Scheduler gave it up, its schedule is disabled, is gone, or is another one than
 * the file says; or none of these. Undefined: it could not be read.
 */
export function reasonFor(
  job: Job,
  slot: Instant,
  { settings, dead }: WatchFacts,
  { policy, now, writtenAt }: Given,
): MissReason | undefined {
  const lost = dead?.ok === true ? dead.value.find((each) => isOf(each, job.name, slot)) : undefined;
  if (lost !== undefined)
    return {
      cause: 'job_missed_dead',
      fills: { code: lost.code, text: lost.message.slice(0, longestText) },
    };
  const read = settings.get(job.name);
  if (read === undefined || dead?.ok !== true) return undefined;
  if (!read.ok) return read.reason === 'not-found' ? { cause: 'job_missed_gone', fills: {} } : undefined;
  if (!read.value.isEnabled) return { cause: 'job_missed_disabled', fills: {} };
  return asWritten(job, slot, read.value, { policy, now, writtenAt });
}

function asWritten(job: Job, slot: Instant, settings: ScheduleSettings, { policy, now, writtenAt }: Given): MissReason {
  const wanted = wantedSchedules([job], now).find(({ name }) => name === job.name);
  const isOther =
    wanted !== undefined &&
    policy.scheduler !== undefined &&
    !isSame(settings, settingsOf(wanted, policy.scheduler, now));
  if (!isOther && writtenAt !== undefined && writtenAt > slot)
    return { cause: 'job_missed_mended', fills: { writtenAt } };
  return isOther
    ? { cause: 'job_missed_drift', fills: { expression: settings.expression.slice(0, 100) } }
    : unexplained;
}

/** Slots that are scheduled one by one have the slot in their name: `job.20261130T1300Z`. */
function isOf(
  { schedule, slot: at }: { readonly schedule: string; readonly slot: Instant },
  job: string,
  slot: Instant,
) {
  const isNamed = schedule === job || schedule.startsWith(`${job}.`);
  return isNamed && Math.abs(at - slot) < 2 * minuteMs;
}
