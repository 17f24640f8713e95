import { addDays, instantOf, localDateOf, localTimeOf } from '../../core/calendar/local-time.ts';
import type { Instant } from '../../core/time.ts';
import type { Job } from '../job.ts';

/** By when the run of a slot must have ended: the first such minute of a day at or after the slot, or so long after it. */
export function doneByOf({ doneBy }: Pick<Job, 'doneBy'>, slot: Instant): Instant | undefined {
  if (doneBy === undefined) return undefined;
  if ('afterMs' in doneBy) return slot + doneBy.afterMs;
  const { minute, timezone } = doneBy;
  const local = localTimeOf(slot, timezone);
  const date = localDateOf(slot, timezone);
  const isTomorrow = local.hour * 60 + local.minute > minute;
  return instantOf(isTomorrow ? addDays(date, 1) : date, minute, timezone);
}
