import type { Instant } from '../../../core/time.ts';
import { hourMs, minuteMs, secondMs } from '../../../core/time.ts';
import type { Finding } from './comparison.ts';
import { agreed, holds, signOf } from './comparison.ts';
import type { Operator } from './query.ts';

/** When a date written without an offset can be, at the earliest (UTC+14) and at the latest (UTC-12). */
type Span = { readonly from: Instant; readonly until: Instant };

/** 2018-06-18T22:28:28+00:00, …Z, without an offset, or the date alone: the formats of the guide. */
const form = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(Z|[+-]\d\d:\d\d)?)?$/;

function readDate(text: string): Span | undefined {
  const [, date, time = '00:00:00', offset] = form.exec(text) ?? [];
  const utc = `${date}T${time}.000Z`;
  const at = Date.parse(utc);
  // Date.parse lets 30 February pass.
  if (date === undefined || Number.isNaN(at) || new Date(at).toISOString() !== utc) return undefined;
  if (offset === undefined) return { from: at - 14 * hourMs, until: at + 12 * hourMs };
  if (offset === 'Z') return { from: at, until: at };
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  if (hours > 14 || minutes > 59) return undefined;
  const ahead = (hours * hourMs + minutes * minuteMs) * (offset.startsWith('-') ? -1 : 1);
  return { from: at - ahead, until: at - ahead };
}

/**
 * The order of a moment and a date. The guide does not say in which zone a date without an offset is, nor whether parts
 * of a second count: an answer where none of that matters.
 */
export function orderOfDates(operator: Operator, at: Instant, argument: string): Finding {
  const span = readDate(argument);
  if (span === undefined) return 'not-a-date';
  const findings = [at, Math.floor(at / secondMs) * secondMs].flatMap((moment) =>
    [span.from, span.until, Math.min(Math.max(moment, span.from), span.until)].map((date) =>
      holds(operator, signOf(moment - date)),
    ),
  );
  return findings.reduce((one, other) => agreed(one, other, 'date-imprecise'));
}
