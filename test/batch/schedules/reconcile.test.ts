import { describe, expect, test } from 'vitest';
import { dayMs, hourMs, minuteMs } from '../../../lib/core/time.ts';
import type { WireCall } from '../../../sim/wire.ts';
import { awsError } from '../../../sim/wire.ts';
import { deadLetters, jobs as queue, role } from '../../sim/schedules/desk.ts';
import { group, place } from './group.ts';

const names = (here: ReturnType<typeof group>): string[] => here.inGroup().map(({ name }) => name);
const expressions = (here: ReturnType<typeof group>): string[] => here.inGroup().map(({ settings }) => settings.text);

describe('the group holds exactly our jobs', () => {
  test('a job becomes a schedule, with everything it needs', async () => {
    const here = group();
    here.says('  close: { cron: 0 1 * * ? *, startDeadline: 30m }\n');
    await here.settle();
    const read = await here.reads.schedule(place.group, 'close');
    expect(read).toMatchObject({
      ok: true,
      value: {
        expression: 'cron(0 1 * * ? *)',
        timezone: 'Asia/Tokyo',
        isEnabled: true,
        isDeletedAfter: false,
        targetArn: queue,
        roleArn: role,
        deadLettersArn: deadLetters,
        mostAgeSeconds: 1800,
        mostRetries: 185,
      },
    });
    expect(read.ok && JSON.parse(read.value.input)).toEqual({
      v: 1,
      job: 'close',
      scheduleArn: '<aws.scheduler.schedule-arn>',
      scheduledTime: '<aws.scheduler.scheduled-time>',
      executionId: '<aws.scheduler.execution-id>',
      attempt: '<aws.scheduler.attempt-number>',
    });
  });

  test('one that is changed is updated whole, one that is gone is deleted, the others stay as they are', async () => {
    const here = group();
    here.says('  one: { cron: 0 1 * * ? * }\n  two: { rate: 15m }\n  three: { cron: 5 5 * * ? * }\n');
    await here.settle();
    const before = new Map(here.inGroup().map(({ name, modifiedAt }) => [name, modifiedAt]));
    here.pass(hourMs);
    here.says('  one: { cron: 0 2 * * ? *, enabled: false }\n  two: { rate: 15m, pages: true }\n');
    await here.settle();
    expect(expressions(here)).toEqual(['cron(0 2 * * ? *)', 'rate(15 minutes)']);
    expect(here.inGroup().map(({ settings }) => settings.enabled)).toEqual([false, true]);
    const after = new Map(here.inGroup().map(({ name, modifiedAt }) => [name, modifiedAt]));
    expect(after.get('two')).toBe(before.get('two'));
    expect(after.get('one')).toBeGreaterThan(before.get('one') ?? 0);
  });

  test('what somebody changes by hand is set back, in whatever it was changed', async () => {
    const here = group();
    here.says('  close: { cron: 0 1 * * ? * }\n');
    await here.settle();
    const [schedule] = here.inGroup();
    const read = await here.reads.schedule(place.group, 'close');
    if (!read.ok || schedule === undefined) throw new Error('no schedule');
    for (const change of [
      { expression: 'cron(0 9 * * ? *)' },
      { isEnabled: false },
      { input: '{}' },
      { windowMinutes: 5 },
    ]) {
      here.pass(hourMs);
      await here.orders.put({ group: place.group, name: 'close', isNew: false }, { ...read.value, ...change });
      here.pass(15 * minuteMs);
      await here.settle();
      expect(await here.reads.schedule(place.group, 'close')).toMatchObject({ ok: true, value: read.value });
    }
  });

  test('one that somebody deletes is there again', async () => {
    const here = group();
    here.says('  close: { cron: 0 1 * * ? * }\n');
    await here.settle();
    await here.orders.remove(place.group, 'close');
    here.pass(16 * minuteMs);
    await here.settle();
    expect(names(here)).toEqual(['close']);
  });

  test('never what sends elsewhere, and never what is in another group', async () => {
    const here = group();
    const others = { ScheduleExpression: 'rate(1 day)' };
    here.create({ ...others, Name: 'theirs' });
    here.create({ ...others, Name: 'close' });
    here.create({ ...others, Name: 'stray', GroupName: place.group, Target: { Arn: `${queue}-other`, RoleArn: role } });
    here.says('  close: { cron: 0 1 * * ? * }\n  stray: { cron: 0 2 * * ? * }\n');
    await here.settle();
    expect(expressions(here)).toEqual(['cron(0 1 * * ? *)', 'rate(1 day)']);
    here.says('');
    await here.settle();
    expect(names(here)).toEqual(['stray']);
    expect(here.names()).toContain('theirs');
  });

  test('300 jobs, with pages of lists: all are there after a few looks, and then nothing is written any more', async () => {
    const here = group({ api: { mostPerPage: 37 } });
    const lines = (minute: number) =>
      Array.from({ length: 300 }, (_, at) => `  job-${at}: { cron: ${(at + minute) % 60} 1 * * ? * }\n`).join('');
    here.says(lines(0));
    expect(await here.settle()).toBeLessThan(10);
    expect(here.inGroup()).toHaveLength(300);
    const written = here.inGroup().map(({ modifiedAt }) => modifiedAt);
    for (let looks = 0; looks < 20; looks += 1) {
      here.pass(minuteMs);
      await here.look();
    }
    expect(here.inGroup().map(({ modifiedAt }) => modifiedAt)).toEqual(written);
    expect(JSON.stringify(here.state()).length).toBeLessThan(32 * 1024);
    here.says(lines(1));
    await here.settle();
    expect(new Set(expressions(here)).has('cron(1 1 * * ? *)')).toBe(true);
    expect(here.inGroup().find(({ name }) => name === 'job-7')?.settings.text).toBe('cron(8 1 * * ? *)');
  });
});

describe('what Scheduler cannot say is scheduled slot by slot', () => {
  const startsAt = Date.parse('2026-11-21T03:00Z');

  test.each<[name: string, job: string, expected: string[]]>([
    [
      'the last open day of the month: the next two',
      "{ day: last office, at: '22:00' }",
      ['at(2026-11-30T13:00:00)', 'at(2026-12-31T13:00:00)'],
    ],
    // The 23rd of November 2026 is Labor Thanksgiving Day.
    [
      'a moved day, beside what is as it is',
      '{ cron: 0 9 23 * ? *, calendar: office, shift: next }',
      ['cron(0 9 23 * ? *)', 'at(2026-11-24T00:00:00)'],
    ],
    ['closed days that are skipped need none', '{ cron: 0 9 * * ? *, calendar: office }', ['cron(0 9 * * ? *)']],
    ['a date', '{ at: 2026-12-31T22:00 }', ['at(2026-12-31T13:00:00)']],
    ['a date that has passed', '{ at: 2026-01-31T22:00 }', []],
    ['a range that wraps', '{ cron: 0 22-2 ? * SAT-MON * }', ['cron(0 22-23,0-2 ? * 7,1-2 *)']],
  ])('%s', async (_, job, expected) => {
    const here = group({ startsAt });
    here.says(`  close: ${job}\n`);
    await here.settle();
    expect(expressions(here)).toEqual(expected);
  });

  test('clocks: a second showing and the end of a gap, in UTC', async () => {
    const autumn = group({ startsAt: Date.parse('2026-10-30T12:00Z') });
    autumn.says('  close: { cron: 30 1 * * ? *, timezone: America/New_York, dst: { overlap: both } }\n');
    await autumn.settle();
    expect(expressions(autumn)).toEqual(['cron(30 1 * * ? *)', 'at(2026-11-01T06:30:00)']);
    const spring = group({ startsAt: Date.parse('2027-03-12T12:00Z') });
    spring.says('  close: { cron: 30 2 * * ? *, timezone: America/New_York, dst: { gap: run-after } }\n');
    await spring.settle();
    expect(expressions(spring)).toEqual(['cron(30 2 * * ? *)', 'at(2027-03-14T07:00:00)']);
  });

  test('they fire, once each, and are gone; the next ones come in time', async () => {
    const here = group({ startsAt });
    here.says("  close: { day: last office, at: '22:00' }\n");
    await here.settle();
    for (let days = 0; days < 45; days += 1) {
      here.pass(dayMs);
      await here.settle();
    }
    const bodies = here.received().map(({ body }) => JSON.parse(body) as { job: string; scheduledTime: string });
    expect(bodies.map(({ job, scheduledTime }) => `${job} ${scheduledTime}`)).toEqual([
      'close 2026-11-30T13:00:00.000Z',
      'close 2026-12-31T13:00:00.000Z',
    ]);
    expect(expressions(here)).toEqual(['at(2027-01-29T13:00:00)', 'at(2027-02-26T13:00:00)']);
  });

  test('a rate fires when its slots are, also after an update', async () => {
    const here = group({ startsAt: startsAt + 7 * minuteMs + 12_345 });
    here.says('  beat: { rate: 7h }\n');
    await here.settle();
    here.pass(30 * hourMs);
    here.says('  beat: { rate: 7h, startDeadline: 1h }\n');
    await here.settle();
    here.pass(30 * hourMs);
    const times = here
      .received()
      .map(({ body }) => Date.parse((JSON.parse(body) as { scheduledTime: string }).scheduledTime));
    const anchor = Date.parse('2024-01-01T00:00+09:00');
    expect(times.length).toBeGreaterThanOrEqual(8);
    expect(times.map((at) => (at - anchor) % (7 * hourMs))).toEqual(times.map(() => 0));
    expect(new Set(times).size).toBe(times.length);
  });
});

describe('when things go wrong', () => {
  test('observe: noted once, and not one write', async () => {
    const here = group({ mode: 'watch' });
    here.says('  close: { cron: 0 1 * * ? * }\n');
    const first = await here.look();
    expect(first.outcomes.map(({ result }) => result)).toEqual(['observed']);
    for (let looks = 0; looks < 40; looks += 1) {
      here.pass(minuteMs);
      expect((await here.look()).outcomes).toEqual([]);
    }
    expect(here.inGroup()).toEqual([]);
    here.says('  close: { cron: 0 2 * * ? * }\n');
    expect((await here.look()).outcomes).toHaveLength(1);
  });

  test('what AWS refuses is told in its words, and tried again after an hour, not before', async () => {
    let asked = 0;
    const here = group({
      more: () => ({
        'Scheduler.CreateSchedule': () => {
          asked += 1;
          throw awsError('ValidationException', { message: 'Invalid Schedule Expression.' });
        },
      }),
    });
    here.says('  close: { cron: 0 1 * * ? * }\n');
    const { outcomes } = await here.look();
    expect(outcomes).toMatchObject([
      { result: 'permanent', reason: expect.stringContaining('Invalid Schedule Expression') },
    ]);
    for (let looks = 0; looks < 50; looks += 1) {
      here.pass(minuteMs);
      await here.look();
    }
    expect(asked).toBe(1);
    expect(here.state()?.refused).toHaveProperty('close');
    here.pass(15 * minuteMs);
    await here.look();
    expect(asked).toBe(2);
  });

  test('throttled and cut off: looked at again until all are there', async () => {
    let count = 0;
    const here = group({
      more: (real) =>
        Object.fromEntries(
          ['CreateSchedule', 'GetSchedule', 'ListSchedules'].map((operation) => [
            `Scheduler.${operation}`,
            (input: never, call: WireCall) => {
              count += 1;
              if (count % 3 === 0) throw awsError('ThrottlingException', { status: 429 });
              const answer = real[`Scheduler.${operation}`]?.(input, call);
              // Carried out, and nobody hears of it.
              if (count % 3 === 1) throw awsError('InternalServerException', { status: 500 });
              return answer;
            },
          ]),
        ),
    });
    here.says(Array.from({ length: 6 }, (_, at) => `  job-${at}: { cron: ${at} 1 * * ? * }\n`).join(''));
    await here.settle();
    expect(here.inGroup()).toHaveLength(6);
    expect(new Set(expressions(here)).size).toBe(6);
  });

  test('the group cannot be read: nothing is written, and it is asked again', async () => {
    const here = group({
      more: () => ({
        'Scheduler.ListSchedules': () => {
          throw awsError('AccessDeniedException', { status: 403 });
        },
      }),
    });
    here.says('  close: { cron: 0 1 * * ? * }\n');
    const { outcomes, reason, wakeAt } = await here.look();
    expect(outcomes).toEqual([]);
    expect(reason).toContain('denied');
    expect(wakeAt).toBe(here.agenda.now() + minuteMs);
  });

  test('one that was made meanwhile is updated; one that is gone is no error', async () => {
    const here = group();
    here.says('  close: { cron: 0 1 * * ? * }\n');
    await here.settle();
    const read = await here.reads.schedule(place.group, 'close');
    if (!read.ok) throw new Error('no schedule');
    const which = { group: place.group, name: 'close' };
    expect(await here.orders.put({ ...which, isNew: true }, read.value)).toMatchObject({ result: 'done' });
    expect(await here.orders.remove(place.group, 'close')).toMatchObject({ result: 'done' });
    expect(await here.orders.remove(place.group, 'close')).toMatchObject({ result: 'already-done' });
    expect(await here.orders.put({ ...which, isNew: false }, read.value)).toMatchObject({ result: 'done' });
    expect(await here.orders.put({ group: 'nowhere', name: 'close', isNew: true }, read.value)).toMatchObject({
      result: 'permanent',
    });
  });
});
