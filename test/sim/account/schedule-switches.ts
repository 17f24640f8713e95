import { dayMs, hourMs, minuteMs } from '../../../lib/core/time.ts';
import type { ScheduleInput } from '../../../sim/api/schedules/shapes.ts';
import type { Switches } from '../../../sim/switches.ts';
import { desk, target } from '../schedules/desk.ts';
import type { SwitchCase } from './switch-case.ts';

type Scheduled = { readonly input: ScheduleInput; readonly startsAt?: number; readonly waitMs?: number };

/** The bodies of what one schedule sends in a day, or in some time. */
function sent(flip: Partial<Switches>, { input, startsAt, waitMs = dayMs }: Scheduled): string[] {
  const here = desk({ switches: flip, ...(startsAt !== undefined && { startsAt }) });
  here.create({ Target: target({ Input: '<aws.scheduler.scheduled-time>' }), ...input });
  here.pass(waitMs);
  return here.received().map(({ body }) => body);
}

const berlin = { ScheduleExpressionTimezone: 'Europe/Berlin' };

export const scheduleSwitches: readonly SwitchCase[] = [
  {
    name: 'repeatedHourRunsAgain',
    off: ['2026-10-25T00:00:00Z', '2026-10-25T02:00:00Z'],
    on: ['2026-10-25T00:00:00Z', '2026-10-25T01:00:00Z', '2026-10-25T02:00:00Z'],
    see: (flip) => {
      const startsAt = Date.UTC(2026, 9, 24, 23, 30);
      return sent(flip, {
        input: { ...berlin, ScheduleExpression: 'cron(0 * * * ? *)' },
        startsAt,
        waitMs: 3 * hourMs,
      });
    },
  },
  {
    name: 'oneTimeInGapRuns',
    off: [],
    on: ['2027-03-28T01:30:00Z'],
    see: (flip) =>
      sent(flip, {
        input: { ...berlin, ScheduleExpression: 'at(2027-03-28T02:30:00)' },
        startsAt: Date.UTC(2027, 2, 27, 12),
      }),
  },
  {
    name: 'missedOneTimeRunsAtOnce',
    off: [],
    on: ['2026-11-20T00:00:00Z'],
    see: (flip) => sent(flip, { input: { ScheduleExpression: 'at(2026-11-20T00:00:00)' }, waitMs: minuteMs }),
  },
  {
    name: 'updatesRestartRates',
    off: 1,
    on: 2,
    see: (flip) => {
      const here = desk({ switches: flip });
      here.create({ ScheduleExpression: 'rate(1 hour)' });
      here.pass(10 * minuteMs);
      here.update({ ScheduleExpression: 'rate(1 hour)' });
      here.pass(40 * minuteMs);
      return here.received().length;
    },
  },
  {
    name: 'scheduledTimeHasSeconds',
    off: true,
    on: false,
    see: (flip) => {
      const bodies = sent(flip, { input: { ScheduleExpression: 'rate(1 hour)' } });
      return bodies.every((body) => body.endsWith(':00:00Z'));
    },
  },
  {
    name: 'scheduleRetriesAreSlow',
    off: 5,
    on: 1,
    see: (flip) => {
      const here = desk({ switches: flip });
      here.account.schedules.delivery = { doubled: 0, failed: 1 };
      let tries = 0;
      here.watch((what) => {
        if (what.endsWith('tries again')) tries += 1;
      });
      here.create({ ScheduleExpression: 'at(2026-11-21T04:00:00)' });
      here.pass(hourMs + 2 * minuteMs);
      return tries;
    },
  },
  {
    name: 'cronRangesWrap',
    off: 'refused',
    on: 3,
    see: (flip) => {
      const input = { ScheduleExpression: 'cron(0 22-0 * * ? *)' };
      try {
        return sent(flip, { input }).length;
      } catch {
        return 'refused';
      }
    },
  },
];
