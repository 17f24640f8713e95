import { dateOf, durationOf, momentOf, timeOf } from '../lib/alert/compose/clock.ts';
import type { Clock } from '../lib/alert/compose/clock.ts';
import { isTimezone } from '../lib/app/config/notation.ts';
import type { Instant } from '../lib/core/time.ts';
import { usageError } from './failure.ts';
import type { Io } from './io.ts';

/** `5 min`, `1 h 31 min`, `3 days`. */
export function durationWords(ms: number): string {
  return durationOf(ms, 'en');
}

/** How moments are shown on a terminal: in one zone, said once. */
export function clockIn(timezone: string, now: Instant): Clock {
  return { language: 'en', timezone, now };
}

/** The zone of whoever calls: that of the machine, unless TZ says otherwise. */
export function localZone({ env }: Pick<Io, 'env'>): string {
  const named = env['TZ'] ?? '';
  return isTimezone(named) ? named : Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** A zone given on the command line. */
export function zoneOption(written: string): string {
  if (isTimezone(written)) return written;
  throw usageError(`${written} is not a time zone`, 'write a name of the IANA list, like Asia/Tokyo or UTC');
}

/** `03:41`, with the date in front when it is another day. */
export function moment(at: Instant, clock: Clock): string {
  return momentOf(at, clock);
}

/** `21 Nov 03:41`. */
export function dateAndTime(at: Instant, clock: Clock): string {
  return `${dateOf(at, clock)} ${timeOf(at, clock)}`;
}

/** `03:41 Asia/Tokyo`: a moment alone, where no line says the zone for all. */
export function localMoment(at: Instant, io: Pick<Io, 'now' | 'env'>): string {
  const zone = localZone(io);
  return `${moment(at, clockIn(zone, io.now()))} ${zone}`;
}
