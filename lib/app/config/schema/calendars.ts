import * as z from 'zod';
import { holidayLists } from '../../../core/calendar/holidays/table.ts';
import { closureOf, closurePattern, daysOf, daysPattern, hoursOf, hoursPattern } from '../notation.ts';
import { choice, oneOrMore, written } from '../words.ts';

const days = written({
  name: 'a day of the week or a span of days',
  fix: 'write mon, tue, wed, thu, fri, sat or sun, or a span: mon-fri',
  pattern: daysPattern,
  read: daysOf,
  examples: ['mon-fri', 'sat'],
});

const hours = written({
  name: 'a span of hours',
  fix: 'write from and to: 09:00-19:00; 22:00-06:00 ends on the next day',
  pattern: hoursPattern,
  read: hoursOf,
  examples: ['09:00-19:00'],
});

const closure = written({
  name: 'a span of days of the year',
  fix: 'write month-day, the same every year: 12-29..01-03; or with the year: 2026-08-13..2026-08-15',
  pattern: closurePattern,
  read: closureOf,
  examples: ['12-29..01-03', '2026-08-13'],
});

export const calendar = z
  .strictObject({
    days: z
      .union([days, z.array(days).min(1)])
      .transform((spans) => [...new Set(spans.flat())])
      .optional()
      .describe('Days of the week. Default: mon-fri'),
    hours: oneOrMore(hours).optional().describe('From-to, in `timezone`. Default: 09:00-19:00'),
    holidays: oneOrMore(choice('holidays', holidayLists)).optional().describe('Closed on the public holidays of: jp'),
    closed: oneOrMore(closure).optional().describe('Closed on these days as well.'),
  })
  .describe('When somebody is there. One named office is there without being written.');
