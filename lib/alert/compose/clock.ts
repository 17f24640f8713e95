import type { Language, Text } from '../../core/language.ts';
import { say } from '../../core/language.ts';
import type { Instant } from '../../core/time.ts';
import { dayMs, hourMs, minuteMs, secondMs } from '../../core/time.ts';
import { localDateOf, localTimeOf } from '../../core/calendar/local-time.ts';
import { dateText, durationTexts, monthNames, monthText, momentText } from '../texts/time.ts';

/** How moments are told: in whose words, on whose clock, and which day it is there. */
export type Clock = { readonly language: Language; readonly timezone: string; readonly now: Instant };

/** Names of UTC in the time zone database (IANA tzdata, `etcetera` and `backward`). */
const universal = /^(?:Etc\/)?(?:UTC|UCT|GMT|Greenwich|Universal|Zulu|GMT[+-]?0)$/i;

/** `03:04`, with its date in front when that is not today: `20 Nov 17:44`. */
export function momentOf(at: Instant, clock: Clock): string {
  const time = timeOf(at, clock);
  const isToday = localDateOf(at, clock.timezone) === localDateOf(clock.now, clock.timezone);
  return isToday ? time : say(momentText, clock.language, { date: dateOf(at, clock), time });
}

/** `03:04`. Nobody's wall clock shows UTC: there the zone is said with every time, `18:04 UTC`. */
export function timeOf(at: Instant, { timezone }: Pick<Clock, 'timezone'>): string {
  const { hour, minute } = localTimeOf(at, timezone);
  const time = `${two(hour)}:${two(minute)}`;
  return universal.test(timezone) ? `${time} UTC` : time;
}

/** `21 Nov`, `11月21日`; with the year when it is not this one. */
export function dateOf(at: Instant, clock: Clock): string {
  const { year, month, day } = localTimeOf(at, clock.timezone);
  const thisYear = localTimeOf(clock.now, clock.timezone).year;
  const text = year === thisYear ? dateText.short : dateText.long;
  return say(text, clock.language, { year, month: clock.language === 'ja' ? month : monthNames[month - 1], day });
}

/** `Oct 2026`, `2026年10月`, of `2026-10`. */
export function monthName(month: string, language: Language): string {
  const [year = '', number = ''] = month.split('-');
  const at = Number(number);
  return say(monthText, language, { year, month: language === 'ja' ? at : monthNames[at - 1] });
}

/** `45 s`, `5 min`, `1 h 31 min`, `3 days`; `45秒`, `5分`, `1時間31分`, `3日`. */
export function durationOf(ms: number, language: Language): string {
  const tell = (text: Text, fills: Readonly<Record<string, number>>): string => say(text, language, fills);
  if (ms < minuteMs) return tell(durationTexts.seconds, { seconds: Math.max(1, Math.round(ms / secondMs)) });
  if (ms < hourMs) return tell(durationTexts.minutes, { minutes: Math.floor(ms / minuteMs) });
  const hours = Math.floor(ms / hourMs);
  const minutes = Math.floor((ms % hourMs) / minuteMs);
  if (ms >= 2 * dayMs) return tell(durationTexts.days, { days: Math.floor(ms / dayMs) });
  return minutes === 0 ? tell(durationTexts.hours, { hours }) : tell(durationTexts.hoursMinutes, { hours, minutes });
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
