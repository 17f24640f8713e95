import type { Calendar } from '../../core/calendar/calendar.ts';
import { officeCalendar } from './names.ts';
import type { Configuration } from './schema.ts';

const officeHours = { from: 9 * 60, to: 19 * 60 };

/** All calendars by name, the one that is there without being written among them. */
export function calendarsOf({ calendars = {}, timezone }: Configuration): Readonly<Record<string, Calendar>> {
  const japanese = timezone === 'Asia/Tokyo';
  const standard: Calendar = {
    days: ['mon', 'tue', 'wed', 'thu', 'fri'],
    hours: [officeHours],
    holidays: [],
    closed: [],
  };
  const written = Object.entries(calendars).map(([name, { days, hours, holidays, closed }]) => [
    name,
    {
      days: days ?? standard.days,
      hours: hours ?? standard.hours,
      holidays: holidays ?? [],
      closed: closed ?? [],
    },
  ]);
  return { [officeCalendar]: { ...standard, holidays: japanese ? ['jp'] : [] }, ...Object.fromEntries(written) };
}
