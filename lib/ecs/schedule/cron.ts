import type { Field, Mistake } from './cron-field.ts';
import { fields, isMistake, notOf, valueOf, valuesOf } from './cron-field.ts';

/**
 * One way in which a day is due. Weekdays count from 1, Sunday; the nth of a month from 1, its last is -1.
 * - `days`: these days of the month. - `last-day`, `last-weekday` (Monday to Friday). - `near`: the weekday nearest to a
 *   day, in its month. - `weekdays`: these days of every week. - `nth-weekday`.
 */
export type DayRule =
  | { readonly kind: 'days'; readonly days: readonly number[] }
  | { readonly kind: 'last-day' }
  | { readonly kind: 'last-weekday' }
  | { readonly kind: 'near'; readonly day: number }
  | { readonly kind: 'weekdays'; readonly weekdays: readonly number[] }
  | { readonly kind: 'nth-weekday'; readonly weekday: number; readonly nth: number };

/** A cron expression, read. A day is due when one of its rules says so. */
export type Cron = {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  /** The hour has a wildcard: it is meant as an interval, and not as times of the day. */
  readonly isInterval: boolean;
  readonly days: readonly DayRule[];
  readonly months: readonly number[];
  readonly years: readonly number[];
  /** What is sent to AWS: the six fields as written, ranges past the end written out. */
  readonly expression: string;
};

/** AWS refuses longer ones (API_CreateSchedule, ScheduleExpression), `cron()` included. */
const mostLetters = 256 - 'cron()'.length;

/** Reads six fields: minutes hours day-of-month month day-of-week year. With or without `cron()`. */
export function readCron(written: string): Cron | Mistake {
  const text = /^\s*cron\((.*)\)\s*$/.exec(written)?.[1] ?? written;
  const parts = text.trim().split(/\s+/);
  if (parts.length !== 6) return wrongCount(parts);
  const [minute = '', hour = '', day = '', month = '', weekday = '', year = ''] = parts;
  const times = timesOf(minute, hour);
  if (isMistake(times)) return times;
  const mismatch = dayMistake(parts);
  if (mismatch !== undefined) return mismatch;
  const dates = datesOf({ day, weekday, month, year });
  if (isMistake(dates)) return dates;
  const expression = expressionOf([minute, hour, day, month, weekday, year]);
  if (expression.length > mostLetters)
    return { problem: 'the expression is longer than 256 letters', fix: 'use ranges and steps instead of lists' };
  return { ...times, ...dates, expression };
}

function timesOf(minute: string, hour: string): Pick<Cron, 'minutes' | 'hours' | 'isInterval'> | Mistake {
  const minutes = listOf(minute, fields.minutes);
  if (isMistake(minutes)) return minutes;
  const hours = listOf(hour, fields.hours);
  return isMistake(hours) ? hours : { minutes, hours, isInterval: /[*/]/.test(hour) };
}

function datesOf(text: {
  readonly day: string;
  readonly weekday: string;
  readonly month: string;
  readonly year: string;
}): Pick<Cron, 'days' | 'months' | 'years'> | Mistake {
  const days = daysOf(text.day, text.weekday);
  if (isMistake(days)) return days;
  const months = listOf(text.month, fields.months);
  if (isMistake(months)) return months;
  const years = listOf(text.year, fields.years);
  return isMistake(years) ? years : { days, months, years };
}

/** What is sent to AWS. */
function expressionOf(parts: readonly string[]): string {
  const order: readonly Field[] = [fields.minutes, fields.hours, fields.days, fields.months, fields.weekdays];
  return parts
    .map((part, at) => {
      const field = order[at];
      return field === undefined ? part : sent(part, field);
    })
    .join(' ');
}

function listOf(text: string, field: Field): readonly number[] | Mistake {
  const all = new Set<number>();
  for (const part of text.split(',')) {
    const values = valuesOf(part, field);
    if (isMistake(values)) return values;
    for (const value of values) all.add(value);
  }
  return [...all].toSorted((a, b) => a - b);
}

/** One of the two fields of days, and only one, is `?`. */
function dayMistake(parts: readonly string[]): Mistake | undefined {
  const [minute = '', hour = '', day = '', month = '', weekday = '', year = ''] = parts;
  if ((day === '?') !== (weekday === '?')) return undefined;
  const byMonth = `${minute} ${hour} ${day === '?' ? '*' : day} ${month} ? ${year}`;
  const byWeek = `${minute} ${hour} ? ${month} ${weekday} ${year}`;
  if (day === '?')
    return { problem: 'neither the day of the month nor the day of the week is given', fix: `write ${byMonth}` };
  const problem = 'the day of the month and the day of the week cannot both be given';
  if (day === '*') return { problem, fix: `write ${weekday === '*' ? byMonth : byWeek}` };
  return { problem, fix: weekday === '*' ? `write ${byMonth}` : `write ${byMonth}, or ${byWeek}` };
}

function daysOf(day: string, weekday: string): readonly DayRule[] | Mistake {
  return weekday === '?' ? monthDays(day) : weekDays(weekday);
}

function monthDays(text: string): readonly DayRule[] | Mistake {
  return rulesOf(text, fields.days, (part) => {
    const last = /^LW?$/i.test(part) ? part.toUpperCase() : undefined;
    if (last !== undefined) return { kind: last === 'L' ? 'last-day' : 'last-weekday' };
    const near = /^(\d+)W$/i.exec(part)?.[1];
    const day = near === undefined ? undefined : valueOf(near, fields.days);
    return day === undefined ? undefined : { kind: 'near', day };
  });
}

/** `L` alone is the last day of the week, Saturday; behind a day it is the last of that day in the month. */
function weekDays(text: string): readonly DayRule[] | Mistake {
  if (text.includes('#') && text.includes(',')) {
    const problem = 'an expression with # stands alone in its field';
    return { problem, fix: 'make one job of each, or write days of the month: 8-14' };
  }
  return rulesOf(text, fields.weekdays, (part) => {
    if (/^L$/i.test(part)) return { kind: 'weekdays', weekdays: [7] };
    const [, lastOf, nthOf, count] = /^(?:(\w+)L|(\w+)#([1-5]))$/i.exec(part) ?? [];
    const weekday = valueOf(lastOf ?? nthOf ?? '', fields.weekdays);
    if (weekday === undefined) return undefined;
    return { kind: 'nth-weekday', weekday, nth: lastOf === undefined ? Number(count) : -1 };
  });
}

/** Plain values together, each special form by itself. */
function rulesOf(
  text: string,
  field: Field,
  special: (part: string) => DayRule | undefined,
): readonly DayRule[] | Mistake {
  const rules: DayRule[] = [];
  const plain = new Set<number>();
  for (const part of text.split(',')) {
    const rule = special(part);
    if (rule !== undefined) rules.push(rule);
    else {
      const values = valuesOf(part, field);
      if (isMistake(values)) return /[LW#?]/i.test(part) ? specialMistake(part, field) : values;
      for (const value of values) plain.add(value);
    }
  }
  const values = [...plain].toSorted((a, b) => a - b);
  if (values.length === 0) return rules;
  return [field === fields.days ? { kind: 'days', days: values } : { kind: 'weekdays', weekdays: values }, ...rules];
}

function specialMistake(part: string, field: Field): Mistake {
  const fix =
    field === fields.days
      ? 'AWS knows L (the last day), LW (the last weekday) and 3W (the weekday nearest to the 3rd) here'
      : 'AWS knows 6L (the last Friday) and 3#2 (the second Tuesday) here, 1 is Sunday';
  return { ...notOf(part, field), fix };
}

/** A range past the end is written as two. */
function sent(text: string, field: Field): string {
  return text
    .split(',')
    .map((part) => {
      const [, from = '', to = '', step] = /^(\w+)-(\w+)(\/\d+)?$/.exec(part) ?? [];
      const [first, last] = [valueOf(from, field), valueOf(to, field)];
      if (first === undefined || last === undefined || first <= last) return part;
      const values = valuesOf(part, field);
      const again = isMistake(values) ? undefined : values.find((value) => value < first);
      const upper = first === field.most ? String(first) : `${first}-${field.most}${step ?? ''}`;
      if (again === undefined) return upper;
      return `${upper},${again === last ? String(last) : `${again}-${last}${step ?? ''}`}`;
    })
    .join(',');
}

/** Five fields are Unix's, where 0 is Sunday. */
function wrongCount(parts: readonly string[]): Mistake {
  const problem = `a cron expression of EventBridge Scheduler has six fields, this has ${parts.length}`;
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = parts;
  const form = 'write minutes hours day-of-month month day-of-week year: 0 1 * * ? *';
  if (parts.length !== 5) return { problem, fix: form };
  if (weekday === '*') return { problem, fix: `write ${minute} ${hour} ${day} ${month} ? *` };
  if (day !== '*' || !/^[0-7](?:[-,][0-7])*$/.test(weekday)) return { problem, fix: form };
  const renamed = weekday.replaceAll(/\d/g, (digit) => fields.weekdays.names[Number(digit) % 7] ?? digit);
  return { problem, fix: `write ${minute} ${hour} ? ${month} ${renamed} *` };
}
