import { describe, expect, test } from 'vitest';
import { hourMs, minuteMs, secondMs } from '../../lib/core/time.ts';
import type { WatchState } from '../../lib/batch/watch/state.ts';
import { watchKey } from '../../lib/batch/names.ts';
import type { Program } from '../../sim/account/surroundings.ts';
import { outage } from '../../sim/scenario/batch/outage.ts';
import { postsOf } from '../../sim/chat/slack-state.ts';
import { stackName } from '../../sim/cloud/names.ts';
import type { Night, NightOptions } from './night.ts';
import { account, defaults, nightfall, one, openNight, region, until } from './night.ts';

const group = `${stackName}-jobs`;
const done = (seconds: number, exitCode = 0): Partial<Program> => ({
  ends: { afterMs: seconds * secondMs, exitCode },
  pullMs: 2000,
});

/** A night whose schedules fire by themselves. */
async function nightOf(job: string, program: Partial<Program>, more: Partial<NightOptions> = {}): Promise<Night> {
  const night = await openNight({ jobs: `jobs:\n  defaults: ${defaults}\n  close: { ${job} }\n`, ...more });
  night.define('close', program);
  night.simulation.account.schedules.groups.set(group, nightfall);
  await night.run(4 * 60);
  return night;
}

const due = 'cron: 0 16 * * ? *';
const posts = (night: Night): readonly unknown[] => postsOf(night.simulation.slack.state, 'C0ALERTS');
const said = (night: Night): string => JSON.stringify(night.simulation.slack.state.messages);
const incident = (night: Night) => night.job('close')?.incident;

/** Somebody changes a schedule behind our back, just before it fires. */
function tamper(night: Night, change: 'disabled' | 'gone' | 'other'): void {
  const { schedules } = night.simulation.account;
  const schedule = schedules.all.get(`${group}/close`);
  if (schedule === undefined) throw new Error('there is no schedule');
  night.simulation.agenda.cancel(schedule.next);
  schedule.next = undefined;
  schedule.modifiedAt += 1;
  if (change === 'gone') schedules.all.delete(`${group}/close`);
  if (change === 'disabled') schedule.settings = { ...schedule.settings, enabled: false };
  if (change === 'other') schedule.settings = { ...schedule.settings, text: 'cron(0 3 * * ? *)' };
}

describe('a slot that nothing begins', () => {
  test.each([
    ['disabled', 'job_missed_disabled'],
    ['gone', 'job_missed_gone'],
    ['other', 'job_missed_drift'],
  ] as const)('because its schedule is %s is told when its grace is over', async (change, cause) => {
    // Set back by us every quarter of an hour: before the grace of 5 min, nobody has.
    const night = await nightOf(`${due}, pages: true, expect: { grace: 5m }`, done(30));
    await until(night, one - 5 * secondMs);
    tamper(night, change);
    await until(night, one + 4 * minuteMs);
    expect(posts(night)).toEqual([]);
    await until(night, one + 7 * minuteMs);
    expect(incident(night)).toMatchObject({ isWatched: true, startedAt: one });
    expect(night.job('close')?.findings).toMatchObject([{ what: 'missed', slot: one, cause: { id: cause } }]);
    expect(posts(night)).toHaveLength(1);
    expect(said(night)).toContain('npx watchkeeper run close --at 2026-11-20T16:00Z');
    // Its start deadline passes: the slot has its run, which never began.
    await until(night, one + 2 * hourMs + 3 * minuteMs);
    expect(night.runs()).toMatchObject([{ slot: one, ended: { how: 'missed', cause: { id: cause } } }]);
    expect(night.job('close')).toMatchObject({ failures: 1, incident: { level: 'missed' } });
    expect(incident(night)).not.toHaveProperty('endedAt');
    expect(night.launches()).toEqual([]);
    expect(posts(night)).toHaveLength(1);
    // A person runs it for that slot: it is well again.
    night.request('close', 'run', one);
    await night.run(300);
    expect(night.job('close')?.runs).toMatchObject([{ slot: one, end: 'succeeded', round: 2 }]);
    expect(incident(night)).toHaveProperty('endedAt');
  });

  test('because Scheduler gave it up is told with what Scheduler said', async () => {
    const night = await nightOf(due, done(30));
    await until(night, one - 5 * secondMs);
    tamper(night, 'gone');
    night.simulation.queue(`${stackName}-batch-dead-letter`).send({
      body: '{}',
      attributes: {
        ERROR_CODE: 'AWS.SimpleQueueService.KmsAccessDenied',
        ERROR_MESSAGE: 'no access to the key',
        SCHEDULED_TIME: '2026-11-20T16:00:21Z',
        SCHEDULE_ARN: `arn:aws:scheduler:${region}:${account}:schedule/${group}/close`,
      },
    });
    await until(night, one + 18 * minuteMs);
    expect(night.job('close')?.findings?.[0]?.cause).toMatchObject({ id: 'job_missed_dead' });
    expect(said(night)).toContain('KmsAccessDenied');
  });

  test('with catchUp is begun late, and told until it has ended', async () => {
    const night = await nightOf(`${due}, catchUp: { policy: latest }, expect: { grace: 5m }`, done(600));
    await until(night, one - 5 * secondMs);
    tamper(night, 'disabled');
    await until(night, one + 9 * minuteMs);
    expect(night.launches()).toHaveLength(1);
    expect(night.job('close')?.findings).toMatchObject([{ what: 'late', cause: { id: 'job_running_late' } }]);
    await until(night, one + 20 * minuteMs);
    expect(night.job('close')?.runs).toMatchObject([{ slot: one, end: 'succeeded' }]);
    expect(incident(night)).toHaveProperty('endedAt');
    expect(night.launches()).toHaveLength(1);
  });

  test('while nobody watched is not known, and never missed', async () => {
    const night = await nightOf(due, done(30));
    await until(night, one - 5 * secondMs);
    tamper(night, 'gone');
    const { simulation } = night;
    const { schedules } = simulation.account;
    // The look before is an hour old when the next one comes.
    const key = watchKey(region);
    const record = (await simulation.store.load([key])).get(key);
    const state = record?.state as WatchState;
    await until(night, one + 50 * minuteMs);
    const later = (await simulation.store.load([key])).get(key);
    if (later === undefined) throw new Error('nobody watches');
    await simulation.store.save({ ...later, state, version: later.version + 1, writeId: 'back' }, later.version);
    const before = night.job('close')?.findings;
    expect(before).toMatchObject([{ what: 'missed' }]);
    expect(schedules.all.has(`${group}/close`)).toBe(true);
    await until(night, one + 70 * minuteMs);
    expect(night.job('close')?.findings).toMatchObject([{ what: 'unknown', cause: { id: 'job_unwatched' } }]);
    await until(night, one + 2 * hourMs + 5 * minuteMs);
    expect(night.runs()).toMatchObject([{ ended: { how: 'unknown' } }]);
    expect(incident(night)).toMatchObject({ isExpired: true });
    expect(night.job('close')?.failures).toBe(0);
  });

  test('in an outage of EventBridge is told as not known, though it is too late for it by then', async () => {
    const night = await nightOf(`${due}, startDeadline: 5m`, done(30));
    await until(night, one - 2 * minuteMs);
    const back = outage(night.simulation);
    await until(night, one + 12 * minuteMs);
    back();
    await until(night, one + 30 * minuteMs);
    expect(night.runs()).toMatchObject([{ ended: { how: 'unknown' } }]);
    expect(posts(night)).toHaveLength(1);
    expect(said(night)).toContain('nobody watched when it was due');
  });

  test('of a job that is suspended is in the history for whoever resumes it, and told to none', async () => {
    const night = await nightOf(`${due}, enabled: false, resume: latest`, done(30));
    await until(night, one + 20 * minuteMs);
    expect(night.runs()).toMatchObject([{ slot: one, ended: { how: 'suppressed' } }]);
    expect(night.job('close')).toMatchObject({ suppressed: one });
    expect(posts(night)).toEqual([]);
  });
});

describe('a run', () => {
  test('that does not start in its grace is late, and well again when it has ended', async () => {
    const night = await nightOf(`${due}, timeouts: { start: 1h }, expect: { grace: 5m }`, {
      ...done(300),
      pullMs: 10 * minuteMs,
    });
    await until(night, one + 8 * minuteMs);
    expect(night.job('close')?.findings).toMatchObject([{ what: 'late', cause: { id: 'job_not_started' } }]);
    expect(said(night)).toContain('LATE');
    await until(night, one + 13 * minuteMs);
    expect(night.job('close')?.findings).toMatchObject([{ cause: { id: 'job_running_late' } }]);
    await until(night, one + 25 * minuteMs);
    expect(incident(night)).toHaveProperty('endedAt');
    expect(posts(night)).toHaveLength(1);
  });

  test('that is well is told to nobody, and asked about no schedule', async () => {
    const night = await nightOf(due, done(30));
    await until(night, one + 3 * hourMs);
    expect(night.job('close')?.runs).toMatchObject([{ end: 'succeeded' }]);
    expect(posts(night)).toEqual([]);
    expect(night.calls.filter(({ operation }) => operation === 'SQS.ReceiveMessage')).toEqual([]);
  });

  test('that runs longer than it may is told, and not stopped', async () => {
    const night = await nightOf(`${due}, expect: { maxDuration: 10m }`, done(1200));
    await until(night, one + 14 * minuteMs);
    expect(night.job('close')?.findings).toMatchObject([{ what: 'too-long', cause: { id: 'job_too_long' } }]);
    await until(night, one + 30 * minuteMs);
    expect(night.job('close')?.runs).toMatchObject([{ end: 'succeeded' }]);
    expect(incident(night)).toHaveProperty('endedAt');
  });

  test('that will not have ended by when it must is told before that is lost', async () => {
    const night = await nightOf('cron: 0/30 16-17 * * ? *, doneBy: "+20m", pages: true', done(600));
    await until(night, one + 29 * minuteMs);
    expect(night.job('close')?.durationsMs).toHaveLength(1);
    tamper(night, 'gone');
    await until(night, one + 41 * minuteMs);
    // Usual 10 min, to be done at 16:50: from 16:40 on it cannot be.
    expect(night.job('close')?.findings).toMatchObject([{ what: 'done-by', cause: { id: 'job_done_by' } }]);
    await until(night, one + 52 * minuteMs);
    expect(night.job('close')?.findings?.map(({ cause }) => cause.id)).toEqual(['job_missed_gone', 'job_done_by_lost']);
  });

  test('that follows another is expected when that one has succeeded', async () => {
    const night = await openNight({
      jobs: `jobs:\n  defaults: ${defaults}\n  close: { ${due} }\n  report: { after: close, timeouts: { start: 1h }, expect: { grace: 5m } }\n`,
    });
    night.define('close', done(30));
    night.define('report', { ...done(30), pullMs: 20 * minuteMs });
    night.simulation.account.schedules.groups.set(group, nightfall);
    await until(night, one + 10 * minuteMs);
    expect(night.job('report')?.findings).toMatchObject([{ what: 'late', slot: one }]);
  });
});

test.each([40, 290])('%i jobs missed within a minute are one message', { timeout: 60_000 }, async (count) => {
  const names = Array.from({ length: count }, (_, at) => `job-${at}`);
  const night = await openNight({
    jobs: `jobs:\n  defaults: ${defaults}\n${names.map((name) => `  ${name}: { ${due}, expect: { grace: 5m } }`).join('\n')}\n`,
  });
  for (const name of names) night.define(name, done(30));
  night.simulation.account.schedules.groups.set(group, nightfall);
  await until(night, one - 5 * secondMs);
  for (const [, schedule] of night.simulation.account.schedules.all) {
    night.simulation.agenda.cancel(schedule.next);
    schedule.next = undefined;
  }
  await until(night, one + 15 * minuteMs);
  const text = postsOf(night.simulation.slack.state, 'C0ALERTS').map(({ content }) => content.text);
  expect(text).toEqual([expect.stringMatching(new RegExp(`^\\[prod\\] ${count} jobs missed`))]);
  // Ready to paste, for each of those that are listed.
  expect(said(night)).toContain('npx watchkeeper run job-39 --at 2026-11-20T16:00Z');
  // When their start deadline has passed, nothing more is said of them.
  await until(night, one + 3 * hourMs);
  expect(night.runs().filter(({ ended }) => ended?.how === 'missed')).toHaveLength(count);
  expect(posts(night)).toHaveLength(1);
});

describe("the dead man's switch", () => {
  test('is called every five minutes while the watchdog is well', async () => {
    const night = await openNight({
      jobs: `ping: /watchkeeper/ping\njobs:\n  defaults: ${defaults}\n  close: { ${due} }\n`,
    });
    night.simulation.account.schedules.groups.set(group, nightfall);
    await night.run(21 * 60);
    const read = night.calls.filter(
      ({ operation, input }) => operation === 'SSM.GetParameter' && input['Name'] === '/watchkeeper/ping',
    );
    expect(read.length).toBeGreaterThan(3);
    expect(read.length).toBeLessThan(7);
  });
});
