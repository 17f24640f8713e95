import { instantOf } from '../../lib/core/calendar/local-time.ts';
import type { Instant } from '../../lib/core/time.ts';
import { usageError } from '../failure.ts';

const form = /^(\d{4}-\d\d-\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?$/;

/** A moment from the command line: with an offset as it stands, else as the clocks of the schedule show it. */
export function fromOption(written: string, timezone: string): Instant {
  const [, date = '', hour = '00', minute = '00', second = '00', offset] = form.exec(written) ?? [];
  const wall = Date.parse(`${date}T${hour}:${minute}:${second}Z`);
  const isThere = !Number.isNaN(wall) && new Date(wall).toISOString().startsWith(date);
  if (!isThere) throw usageError(`${written} is not a time`, 'write 2027-03-28, 2027-03-28T02:00 or 2027-03-28T02:00Z');
  if (offset !== undefined) return Date.parse(`${date}T${hour}:${minute}:${second}${offset}`);
  return instantOf(date, Number(hour) * 60 + Number(minute), timezone) + Number(second) * 1000;
}
