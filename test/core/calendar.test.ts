import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { isOpen, isOpenDay, nextChange, nextOpening, weekdays } from '../../lib/core/calendar/calendar.ts';
import type { Calendar } from '../../lib/core/calendar/calendar.ts';
import { japan } from '../../lib/core/calendar/holidays/jp.ts';
import { holidayOn } from '../../lib/core/calendar/holidays/table.ts';
import { addDays, instantOf, localDateOf, localTimeOf } from '../../lib/core/calendar/local-time.ts';
import { languages } from '../../lib/core/language.ts';

const office: Calendar = {
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  hours: [{ from: 9 * 60, to: 19 * 60 }],
  holidays: ['jp'],
  closed: [
    { from: '12-29', to: '01-03' },
    { from: '2026-08-13', to: '2026-08-14' },
  ],
};
const night: Calendar = { days: ['fri'], hours: [{ from: 22 * 60, to: 6 * 60 }], holidays: [], closed: [] };
const always: Calendar = { days: weekdays, hours: [{ from: 0, to: 1440 }], holidays: [], closed: [] };
const tokyo = 'Asia/Tokyo';
const newYork = 'America/New_York';

function at(text: string, timezone: string): number {
  return Temporal.PlainDateTime.from(text).toZonedDateTime(timezone).epochMilliseconds;
}

function shown(instant: number | undefined, timezone: string): string {
  if (instant === undefined) return 'never';
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timezone).toPlainDateTime().toString();
}

describe('open', () => {
  test.each([
    ['a Friday at the first minute', office, tokyo, '2026-11-20T09:00', true],
    ['the second before', office, tokyo, '2026-11-20T08:59:59', false],
    ['the end of the hours', office, tokyo, '2026-11-20T19:00', false],
    ['a Saturday', office, tokyo, '2026-11-21T12:00', false],
    ['a holiday', office, tokyo, '2026-11-23T12:00', false],
    ['a substitute holiday', office, tokyo, '2026-05-06T12:00', false],
    ['a day between two holidays', office, tokyo, '2026-09-22T12:00', false],
    ['closed over the end of the year, before', office, tokyo, '2026-12-29T12:00', false],
    ['closed over the end of the year, after', office, tokyo, '2028-01-03T12:00', false],
    ['the day after it', office, tokyo, '2028-01-04T12:00', true],
    ['closed once, in its year', office, tokyo, '2026-08-13T12:00', false],
    ['closed once, a year later', office, tokyo, '2027-08-13T12:00', true],
    ['past midnight, on the next day', night, tokyo, '2026-11-21T05:59', true],
    ['past midnight, before its day', night, tokyo, '2026-11-20T05:59', false],
    ['past midnight, at its end', night, tokyo, '2026-11-21T06:00', false],
    ['the whole day, its last second', always, newYork, '2026-11-01T23:59:59', true],
  ])('%s', (_, calendar, timezone, local, open) => {
    expect(isOpen(calendar, at(local, timezone), timezone)).toBe(open);
  });
});

describe('next opening', () => {
  test.each([
    ['is now, when it is open', office, tokyo, '2026-11-20T18:59', '2026-11-20T18:59:00'],
    ['passes a weekend and a holiday', office, tokyo, '2026-11-20T19:00', '2026-11-24T09:00:00'],
    ['is later the same day', office, tokyo, '2026-11-20T03:02', '2026-11-20T09:00:00'],
    ['passes the end of the year', office, tokyo, '2026-12-28T19:00', '2027-01-04T09:00:00'],
    ['waits for its weekday', night, tokyo, '2026-11-21T06:00', '2026-11-27T22:00:00'],
    [
      'in the hour that summer time leaves out comes after it',
      { ...always, hours: [{ from: 150, to: 300 }] },
      newYork,
      '2026-03-08T00:30',
      '2026-03-08T03:30:00',
    ],
  ])('%s', (_, calendar, timezone, local, opens) => {
    expect(shown(nextOpening(calendar, at(local, timezone), timezone), timezone)).toBe(opens);
  });

  test('never comes, when every day is closed', () => {
    const closed = { ...always, closed: [{ from: '01-01', to: '12-31' }] };
    expect(nextOpening(closed, at('2026-11-20T12:00', tokyo), tokyo)).toBeUndefined();
  });

  test('in the hour that comes twice is its first', () => {
    const calendar = { ...always, hours: [{ from: 90, to: 100 }] };
    const opens = nextOpening(calendar, at('2026-11-01T00:00', newYork), newYork);
    expect(opens).toBe(Date.parse('2026-11-01T01:30:00-04:00'));
  });
});

const zones = [
  tokyo,
  newYork,
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/St_Johns',
  'Pacific/Apia',
  'Africa/Casablanca',
  'UTC',
];
const anyZone = fc.constantFrom(...zones);
const anyInstant = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) });
const anyCalendar = fc.record({
  days: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }),
  hours: fc.array(fc.record({ from: fc.integer({ min: 0, max: 1439 }), to: fc.integer({ min: 0, max: 1440 }) }), {
    minLength: 1,
    maxLength: 3,
  }),
  holidays: fc.subarray(['jp' as const]),
  closed: fc.constantFrom([], [{ from: '12-29', to: '01-03' }], [{ from: '07-01', to: '07-20' }]),
});

/** The calendar read plainly, by Temporal. */
function openBy(calendar: Calendar, instant: number, zone: string): boolean {
  const today = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate();
  return [today.subtract({ days: 1 }), today].some(
    (date) =>
      isOpenDay(calendar, date.toString()) &&
      calendar.hours.some(
        ({ from, to }) =>
          momentOf(date, from, zone) <= instant && instant < momentOf(date, to > from ? to : to + 1440, zone),
      ),
  );
}

function momentOf(date: Temporal.PlainDate, minutes: number, zone: string): number {
  return date.toPlainDateTime().add({ minutes }).toZonedDateTime(zone).epochMilliseconds;
}

describe('for every zone and moment', () => {
  test('local time is what Temporal says', () => {
    fc.assert(
      fc.property(anyInstant, anyZone, (instant, zone) => {
        const { year, month, day, hour, minute, second } =
          Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
        expect(localTimeOf(instant, zone)).toEqual({ year, month, day, hour, minute, second });
      }),
    );
  });

  test('the moment of a local time is what Temporal says, where clocks jump as well', () => {
    const jumps = fc.constantFrom(
      '2026-03-08',
      '2026-11-01',
      '2026-03-29',
      '2026-10-25',
      '2026-04-05',
      '2026-10-04',
      '2011-12-30',
    );
    const dates = fc.oneof(
      jumps,
      anyInstant.map((instant) => localDateOf(instant, 'UTC')),
    );
    fc.assert(
      fc.property(dates, fc.integer({ min: 0, max: 1440 }), anyZone, (date, minute, zone) => {
        const expected = Temporal.PlainDate.from(date).toPlainDateTime().add({ minutes: minute }).toZonedDateTime(zone);
        expect(instantOf(date, minute, zone)).toBe(expected.epochMilliseconds);
      }),
      { numRuns: 500 },
    );
  });

  test('open is what a plain reading of the calendar says', () => {
    fc.assert(
      fc.property(anyCalendar, anyInstant, anyZone, (calendar, instant, zone) => {
        expect(isOpen(calendar, instant, zone)).toBe(openBy(calendar, instant, zone));
      }),
      { numRuns: 300 },
    );
  });

  test('it is open at the next opening, and at no moment before it', () => {
    fc.assert(
      fc.property(
        anyCalendar,
        anyInstant,
        anyZone,
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (calendar, instant, zone, share) => {
          const opens = nextOpening(calendar, instant, zone);
          fc.pre(opens !== undefined);
          expect(opens).toBeGreaterThanOrEqual(instant);
          expect(isOpen(calendar, opens, zone)).toBe(true);
          const between = Math.floor(instant + (opens - instant) * share);
          expect(between < opens && isOpen(calendar, between, zone)).toBe(false);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('at the next change it is the other way round, and at no moment before it', () => {
    fc.assert(
      fc.property(
        anyCalendar,
        anyInstant,
        anyZone,
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (calendar, instant, zone, share) => {
          const isOpenNow = isOpen(calendar, instant, zone);
          const changes = nextChange(calendar, instant, zone);
          fc.pre(changes !== undefined);
          expect(changes).toBeGreaterThan(instant);
          expect(isOpen(calendar, changes, zone)).toBe(!isOpenNow);
          const between = Math.floor(instant + (changes - instant) * share);
          expect(isOpen(calendar, Math.min(between, changes - 1), zone)).toBe(isOpenNow);
        },
      ),
      { numRuns: 200 },
    );
  });
});

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** The law as it stands, written a second time: fixed days, Mondays, equinoxes by the usual formula, article 3. */
function byLaw(year: number): string[] {
  const monday = (month: number, nth: number) => {
    const first = Temporal.PlainDate.from({ year, month, day: 1 });
    return first.add({ days: ((8 - first.dayOfWeek) % 7) + 7 * (nth - 1) }).toString();
  };
  const equinox = (base: number) => Math.floor(base + 0.242194 * (year - 1980) - Math.floor((year - 1980) / 4));
  const days = new Set([
    ...['01-01', '02-11', '02-23', '04-29', '05-03', '05-04', '05-05', '08-11', '11-03', '11-23'].map(
      (day) => `${year}-${day}`,
    ),
    monday(1, 2),
    monday(7, 3),
    monday(9, 3),
    monday(10, 2),
    `${year}-03-${twoDigits(equinox(20.8431))}`,
    `${year}-09-${twoDigits(equinox(23.2488))}`,
  ]);
  const free = (from: string): string => (days.has(from) ? free(addDays(from, 1)) : from);
  const substitutes = [...days].filter((day) => Temporal.PlainDate.from(day).dayOfWeek === 7).map(free);
  const between = [...days].map((day) => addDays(day, 1)).filter((day) => !days.has(day) && days.has(addDays(day, 1)));
  return [...new Set([...days, ...substitutes, ...between])].toSorted();
}

describe('holidays of Japan', () => {
  test.each([2026, 2027, 2028])('%i', (year) => {
    expect(Object.keys(japan.days).filter((day) => day.startsWith(`${year}-`))).toEqual(byLaw(year));
  });

  test('have a name in every language', () => {
    for (const name of Object.values(japan.days)) for (const language of languages) expect(name[language]).not.toBe('');
    expect(holidayOn('jp', '2026-11-23')?.ja).toBe('勤労感謝の日');
    expect(holidayOn('jp', 'constructor')).toBeUndefined();
  });
});
