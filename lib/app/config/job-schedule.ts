import type { Calendar } from '../../core/calendar/calendar.ts';
import { rateOf } from '../../ecs/schedule/expression.ts';
import type { Schedule, Start } from '../../ecs/schedule/schedule.ts';
import { schedulerDst } from '../../ecs/schedule/schedule.ts';
import type { WrittenJob } from './batch-policy.ts';
import { officeCalendar } from './names.ts';

type Around = { readonly calendars: Readonly<Record<string, Calendar>>; readonly timezone: string };

/** When a job is due; nothing for one that others start. */
export function scheduleOf(written: WrittenJob, { calendars, timezone }: Around): Schedule | undefined {
  const start = startOf(written, { calendars, timezone });
  if (start === undefined) return undefined;
  const { calendar, shift = 'skip', dst } = written;
  return {
    start,
    timezone,
    dst: { gap: dst?.gap ?? schedulerDst.gap, overlap: dst?.overlap ?? schedulerDst.overlap },
    ...(calendar !== undefined && { open: { calendar: calendarNamed(calendars, calendar), shift } }),
  };
}

function startOf({ cron, rate, day, at }: WrittenJob, { calendars, timezone }: Around): Start | undefined {
  if (cron !== undefined) return { kind: 'cron', cron };
  if (rate !== undefined) return rateOf(rate, timezone);
  if (typeof at === 'string') return { kind: 'once', local: at };
  if (day === undefined) return undefined;
  return { kind: 'day', nth: day.nth, calendar: calendarNamed(calendars, day.calendar), minute: at ?? 0 };
}

/** Names are checked before: what is not there is as the office. Throws where there is no calendar at all. */
function calendarNamed(calendars: Around['calendars'], name: string): Calendar {
  const found = Object.hasOwn(calendars, name) ? calendars[name] : calendars[officeCalendar];
  if (found === undefined) throw new RangeError(`there is no calendar ${name}`);
  return found;
}
