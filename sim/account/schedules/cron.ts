import type { LocalDate } from './local-time.ts';
import { lastDayOf, weekDayOf } from './local-time.ts';

/** A cron expression, read. `anyHour`: the hour has a wildcard. */
export type Cron = {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly anyHour: boolean;
  readonly months: ReadonlySet<number>;
  readonly years: ReadonlySet<number>;
  readonly isDay: (date: LocalDate) => boolean;
};

type Field = { readonly from: number; readonly to: number; readonly names?: readonly string[] };

/** The values of each field (Scheduler, schedule-types, cron-based schedules). */
const fields = {
  minutes: { from: 0, to: 59 },
  hours: { from: 0, to: 23 },
  days: { from: 1, to: 31 },
  months: {
    from: 1,
    to: 12,
    names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
  },
  weekDays: { from: 1, to: 7, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] },
  years: { from: 1970, to: 2199 },
} as const satisfies Readonly<Record<string, Field>>;

/** Six fields: minutes hours day-of-month month day-of-week year. Undefined: AWS would refuse it. `wraps`: ranges may. */
export function readCron(text: string, wraps: boolean): Cron | undefined {
  const parts = text.trim().split(/\s+/u);
  const [minute = '', hour = '', day = '', month = '', weekDay = '', year = ''] = parts;
  if (parts.length !== 6 || (day === '?') === (weekDay === '?')) return undefined;
  const minutes = valuesOf(minute, fields.minutes, wraps);
  const hours = valuesOf(hour, fields.hours, wraps);
  const months = valuesOf(month, fields.months, wraps);
  const years = valuesOf(year, fields.years, wraps);
  const isDay = day === '?' ? readWeekDay(weekDay, wraps) : readDay(day, wraps);
  if (!minutes || !hours || !months || !years || !isDay) return undefined;
  return { minutes, hours, anyHour: /[*/]/u.test(hour), months, years, isDay };
}

/** `*`, `7`, `1-5`, `1/10`, `*\/15`, `1-31/2`, and lists of them. */
function valuesOf(text: string, field: Field, wraps: boolean): Set<number> | undefined {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [, range = '', step] = /^([^/]+)(?:\/(\d+))?$/u.exec(part) ?? [];
    const bounds = boundsOf(range, field, step !== undefined);
    const by = step === undefined ? 1 : Number(step);
    if (bounds === undefined || by === 0 || (bounds[0] > bounds[1] && !wraps)) return undefined;
    const [first, last] = bounds;
    const size = field.to - field.from + 1;
    const end = last < first ? last + size : last;
    for (let value = first; value <= end; value += by) values.add(value > field.to ? value - size : value);
  }
  return values;
}

/** A value with a step goes on to the end: `1/10` is 1, 11, 21, … */
function boundsOf(range: string, field: Field, stepped: boolean): readonly [number, number] | undefined {
  if (range === '*') return [field.from, field.to];
  const [low, high, ...more] = range.split('-').map((each) => numberOf(each, field));
  if (low === undefined || more.length > 0) return undefined;
  if (range.includes('-')) return high === undefined ? undefined : [low, high];
  return [low, stepped ? field.to : low];
}

function numberOf(text: string, { from, to, names = [] }: Field): number | undefined {
  const named = names.indexOf(text.toUpperCase());
  if (named >= 0) return from + named;
  const value = /^\d{1,4}$/u.test(text) ? Number(text) : Number.NaN;
  return value >= from && value <= to ? value : undefined;
}

type IsDay = Cron['isDay'];

/** Days of the month: `L` is the last, `3W` the weekday closest to the third and in the same month, `LW` the last weekday. */
function readDay(text: string, wraps: boolean): IsDay | undefined {
  const kinds = text.split(',').map((part): IsDay | undefined => {
    if (part === 'L') return (date) => date.day === lastDayOf(date);
    const [, near] = /^(\d{1,2}|L)W$/u.exec(part) ?? [];
    if (near === 'L') return (date) => date.day === weekdayNear(date, lastDayOf(date));
    if (near !== undefined) {
      const day = numberOf(near, fields.days);
      return day === undefined ? undefined : (date) => date.day === weekdayNear(date, day);
    }
    const values = valuesOf(part, fields.days, wraps);
    return values && ((date) => values.has(date.day));
  });
  return anyOf(kinds);
}

/** Undefined in a month without that day. */
function weekdayNear({ year, month }: LocalDate, day: number): number | undefined {
  const last = lastDayOf({ year, month });
  if (day > last) return undefined;
  const weekDay = weekDayOf({ year, month, day });
  if (weekDay === 7) return day === 1 ? 3 : day - 1;
  if (weekDay === 1) return day === last ? day - 2 : day + 1;
  return day;
}

/** Days of the week: `L` is Saturday, `6L` the last Friday of the month, `3#2` its second Tuesday, which stands alone. */
function readWeekDay(text: string, wraps: boolean): IsDay | undefined {
  const [, which, count] = /^(\w+)#([1-5])$/u.exec(text) ?? [];
  if (which !== undefined) {
    const wanted = numberOf(which, fields.weekDays);
    const isWanted = (date: LocalDate): boolean =>
      weekDayOf(date) === wanted && Math.ceil(date.day / 7) === Number(count);
    return wanted === undefined ? undefined : isWanted;
  }
  const kinds = text.split(',').map((part): IsDay | undefined => {
    if (part === 'L') return (date) => weekDayOf(date) === 7;
    const [, last] = /^(\w+)L$/u.exec(part) ?? [];
    const wanted = last === undefined ? undefined : numberOf(last, fields.weekDays);
    if (wanted !== undefined) return (date) => weekDayOf(date) === wanted && date.day > lastDayOf(date) - 7;
    const values = valuesOf(part, fields.weekDays, wraps);
    return values && ((date) => values.has(weekDayOf(date)));
  });
  return anyOf(kinds);
}

function anyOf(kinds: readonly (IsDay | undefined)[]): IsDay | undefined {
  const known = kinds.filter((kind) => kind !== undefined);
  return known.length < kinds.length ? undefined : (date) => known.some((isDay) => isDay(date));
}
