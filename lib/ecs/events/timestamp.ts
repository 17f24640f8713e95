import type { Instant } from '../../core/time.ts';
import { minuteMs } from '../../core/time.ts';

/**
 * Reads `2026-11-21T03:04:05.96Z` and its relatives: any number of fraction digits or none (events have 0 to 9), `Z` or an
 * offset. Nothing else: `Date.parse` would take `1` for a year and a time without zone for that of the machine, and is
 * slower. Digits beyond milliseconds are cut off, never rounded up.
 */
export function instantOf(written: string): Instant | undefined {
  if (written.length < 20 || !hasSeparators(written)) return undefined;
  const year = two(written, 0) * 100 + two(written, 2);
  const [month, day] = [two(written, 5), two(written, 8)];
  const [hour, minute, second] = [two(written, 11), two(written, 14), two(written, 17)];
  const dated = year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  const timed = hour <= 23 && minute <= 59 && second <= 59;
  const zoneAt = afterFraction(written);
  const offset = zoneAt === undefined ? undefined : offsetOf(written, zoneAt);
  if (!dated || !timed || zoneAt === undefined || offset === undefined) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute, second, milliseconds(written, zoneAt)) - offset;
}

const [dash, colon, dot, plus, zero, nine, letterT, letterZ] = [45, 58, 46, 43, 48, 57, 84, 90] as const;

function hasSeparators(written: string): boolean {
  return (
    written.charCodeAt(4) === dash &&
    written.charCodeAt(7) === dash &&
    written.charCodeAt(10) === letterT &&
    written.charCodeAt(13) === colon &&
    written.charCodeAt(16) === colon
  );
}

/** The number of two digits at a place; NaN, which is in no range, where they are not digits. */
function two(written: string, at: number): number {
  const tens = written.charCodeAt(at) - zero;
  const ones = written.charCodeAt(at + 1) - zero;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** Where the zone begins: after the seconds, or after a fraction of at least one digit. */
function afterFraction(written: string): number | undefined {
  if (written.charCodeAt(19) !== dot) return 19;
  let at = 20;
  while (isDigit(written.charCodeAt(at))) at += 1;
  return at === 20 ? undefined : at;
}

function isDigit(code: number): boolean {
  return code >= zero && code <= nine;
}

function milliseconds(written: string, end: number): number {
  let value = 0;
  for (let at = 20; at < 23; at += 1) value = value * 10 + (at < end ? written.charCodeAt(at) - zero : 0);
  return value;
}

/** `Z`, `+09:00`, `-03:30`: milliseconds east of UTC. */
function offsetOf(written: string, at: number): number | undefined {
  const sign = written.charCodeAt(at);
  if (sign === letterZ) return written.length === at + 1 ? 0 : undefined;
  if ((sign !== plus && sign !== dash) || written.length !== at + 6 || written.charCodeAt(at + 3) !== colon)
    return undefined;
  const [hours, minutes] = [two(written, at + 1), two(written, at + 4)];
  if (!(hours <= 23 && minutes <= 59)) return undefined;
  return (sign === plus ? 1 : -1) * (hours * 60 + minutes) * minuteMs;
}
