import type { Instant } from '../../../lib/core/time.ts';
import { minuteMs, secondMs } from '../../../lib/core/time.ts';
import type { Account } from '../model.ts';
import { momentOf, nextCron, nextRate } from './expression.ts';
import { invoke, randomOf } from './invoke.ts';
import type { Schedule, ScheduleSettings } from './schedule.ts';

/** "All schedule types invoke their targets with 60 second precision" (schedule-types): anywhere in the minute. */
const precisionMs = minuteMs - 1;

/** A new schedule is in force at once. The name must be free. */
export function addSchedule(
  account: Account,
  { group, name }: Pick<Schedule, 'group' | 'name'>,
  settings: ScheduleSettings,
): Schedule {
  const now = account.agenda.now();
  const arn = `arn:aws:scheduler:${account.region}:${account.id}:schedule/${group}/${name}`;
  const schedule: Schedule = { arn, group, name, createdAt: now, modifiedAt: now, anchor: now, settings, open: 0 };
  account.schedules.all.set(keyOf(schedule), schedule);
  plan(account, schedule, now - 1);
  return schedule;
}

/** All settings are replaced. What is due already goes on as it was. */
export function changeSchedule(account: Account, schedule: Schedule, settings: ScheduleSettings): void {
  const now = account.agenda.now();
  schedule.modifiedAt = now;
  schedule.settings = settings;
  if (account.switches.updatesRestartRates) schedule.anchor = now;
  plan(account, schedule, now - 1);
}

export function removeSchedule(account: Account, schedule: Schedule): void {
  account.agenda.cancel(schedule.next);
  schedule.next = undefined;
  const key = keyOf(schedule);
  if (account.schedules.all.get(key) === schedule) account.schedules.all.delete(key);
}

/** Names are those of their group: each group may have the same. */
export function keyOf({ group, name }: Pick<Schedule, 'group' | 'name'>): string {
  return `${group}/${name}`;
}

/** The next time after `after`, in place of the one that was planned. */
function plan(account: Account, schedule: Schedule, after: Instant): void {
  const { agenda } = account;
  agenda.cancel(schedule.next);
  schedule.next = undefined;
  const dueAt = schedule.settings.enabled ? nextDue(account, schedule, after) : undefined;
  if (dueAt === undefined) return;
  schedule.next = agenda.at(dueAt, `schedule ${schedule.name} is due`, () => {
    schedule.next = undefined;
    begin(account, schedule, dueAt);
    if (schedule.settings.expression.kind !== 'at') plan(account, schedule, Math.max(dueAt, agenda.now() - 1));
  });
}

/** StartDate and EndDate are for what recurs (API_CreateSchedule). */
function nextDue({ switches }: Account, schedule: Schedule, after: Instant): Instant | undefined {
  const { expression, zone, startAt, endAt = Infinity } = schedule.settings;
  if (expression.kind === 'at') {
    const at = momentOf(expression.local, zone, switches);
    return at === undefined || (at <= after && !switches.missedOneTimeRunsAtOnce) ? undefined : at;
  }
  const since = Math.max(after, (startAt ?? -Infinity) - 1);
  const due =
    expression.kind === 'rate'
      ? nextRate(expression.everyMs, startAt ?? schedule.anchor, since)
      : nextCron(expression.cron, zone, since, switches);
  return due !== undefined && due < endAt ? due : undefined;
}

/** It is due: when in its minute, or in its window, is left to chance. */
function begin(account: Account, schedule: Schedule, dueAt: Instant): void {
  const { agenda } = account;
  const { settings } = schedule;
  const random = randomOf(account);
  const { windowMinutes } = settings;
  const withinMs = windowMinutes === undefined ? precisionMs : windowMinutes * minuteMs;
  const at = agenda.now() + random.whole(0, withinMs);
  const copies = random.chance(account.schedules.delivery.doubled) ? 2 : 1;
  for (let copy = 0; copy < copies; copy += 1) {
    schedule.open += 1;
    const copyAt = at + (copy === 0 ? 0 : random.whole(...secondCopyMs));
    agenda.at(copyAt, `schedule ${schedule.name} invokes`, () => {
      invoke(account, schedule, { settings, dueAt, plannedAt: at, over: () => end(account, schedule) });
    });
  }
}

/** When the second of two invocations comes: a guess that does not matter, as events are late by other amounts, too. */
const secondCopyMs = [1 * secondMs, 90 * secondMs] as const;

/** "Deletes the schedule after its last target invocation"; without an EndDate what recurs has no last (managing-schedule-delete). */
function end(account: Account, schedule: Schedule): void {
  schedule.open -= 1;
  const { deleteAfterCompletion, expression, endAt } = schedule.settings;
  const hasEnd = expression.kind === 'at' || endAt !== undefined;
  const isLast = schedule.next === undefined && schedule.open === 0 && hasEnd;
  if (deleteAfterCompletion && isLast) removeSchedule(account, schedule);
}
