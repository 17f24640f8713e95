import { describe, expect, test } from 'vitest';
import { minuteMs, secondMs } from '../../lib/core/time.ts';
import { slotsToCatchUp } from '../../lib/batch/decide-job.ts';
import type { RunState } from '../../lib/batch/state.ts';
import { drainStopReason } from '../../lib/ecs/own-stops.ts';
import { ownBatchMessage } from '../../lib/ecs/events/own-batch.ts';
import { configurationPlace, stackName } from '../../sim/cloud/names.ts';
import type { Program } from '../../sim/account/surroundings.ts';
import { interruptTask, stopTask } from '../../sim/account/tasks/stop.ts';
import type { Night } from './night.ts';
import { account, defaults, done, one, openNight, receivers, region, until } from './night.ts';

const two = one + 5 * minuteMs;
const forever: Partial<Program> = {};

const jobsOf = (jobs: string): string => `jobs:\n  defaults: ${defaults}\n${jobs}\n`;
const job = (name: string, more: string): string => `  ${name}: { cron: 0/5 * * * ? *, ${more} }`;

async function nightOf(jobs: readonly string[], programs: Readonly<Record<string, Partial<Program>>>): Promise<Night> {
  const night = await openNight({ jobs: jobsOf(jobs.join('\n')) });
  for (const [name, program] of Object.entries(programs)) night.define(name, program);
  await until(night, one);
  return night;
}

const runOf = (night: Night, name: string, slot: number): RunState | undefined =>
  night.runs().find((each) => each.job === name && each.slot === slot);
const endOf = (night: Night, name = 'close', slot = one): string | undefined => runOf(night, name, slot)?.ended?.how;

describe('what takes too long', () => {
  test('to start is stopped, confirmed, and tried again', async () => {
    const night = await nightOf([job('close', 'timeouts: { start: 90s }, startDeadline: 10m')], {
      close: { ...done(30), pullMs: 20 * minuteMs },
    });
    night.trigger('close', one);
    await night.run(20 * 60);
    expect(night.tasks().length).toBeGreaterThan(1);
    expect(night.tasks().every(({ lastStatus }) => lastStatus === 'STOPPED')).toBe(true);
    expect(runOf(night, 'close', one)?.past[0]).toMatchObject({ class: 'start', cause: 'job_start_timeout' });
    expect(endOf(night)).toBe('late');
  });

  test('to run is stopped and told, and the next slot is free', async () => {
    const night = await nightOf([job('close', 'timeouts: { run: 3m }')], { close: forever });
    night.trigger('close', one);
    await night.run(5 * 60);
    expect(endOf(night)).toBe('timed-out');
    expect(runOf(night, 'close', one)?.ended?.cause).toMatchObject({ id: 'job_timeout', fills: { minutes: 3 } });
    night.trigger('close', two);
    await night.run(60);
    expect(runOf(night, 'close', two)?.task?.lastStatus).toBe('RUNNING');
  });

  test('altogether beats the budget of retries', async () => {
    const night = await nightOf([job('close', 'timeouts: { total: 6m }, retry: { attempts: 10 }')], {
      close: done(20, 1),
    });
    night.trigger('close', one);
    await night.run(20 * 60);
    expect(endOf(night)).toMatch(/timed-out|late/);
    expect(night.launches().every(({ at }) => at <= one + 6 * minuteMs + 5 * secondMs)).toBe(true);
  });

  test('is stopped by a person, too, and is then cancelled', async () => {
    const night = await nightOf([job('close', '')], { close: forever });
    night.trigger('close', one);
    await night.run(60);
    night.request('close', 'stop', one);
    await night.run(60);
    expect(endOf(night)).toBe('cancelled');
    expect(night.job('close')?.incident).toBeUndefined();
  });
});

describe('retries', () => {
  test('of the application are counted, those of Spot are not', async () => {
    const night = await nightOf([job('close', 'retry: { attempts: 2 }')], { close: done(300, 1) });
    night.trigger('close', one);
    await night.run(90);
    const [task] = night.tasks();
    if (task === undefined) throw new Error('no task');
    interruptTask(night.simulation.account, task);
    await night.run(30 * 60);
    expect(runOf(night, 'close', one)?.past.map((each) => each.class)).toEqual([
      'interrupted',
      'application',
      'application',
    ]);
    expect(endOf(night)).toBe('failed');
  });

  test('of what draining stopped are not counted: it was interrupted', async () => {
    const night = await nightOf([job('close', 'retry: { attempts: 1 }')], { close: done(120) });
    night.trigger('close', one);
    await night.run(60);
    const [task] = night.tasks();
    if (task === undefined) throw new Error('no task');
    stopTask(night.simulation.account, task, { stopCode: 'UserInitiated', reason: drainStopReason });
    await night.run(20 * 60);
    expect(runOf(night, 'close', one)?.past.map((each) => each.class)).toEqual(['interrupted']);
    expect(endOf(night)).toBe('succeeded');
  });

  test('by exit code: one is tried again, one is as good as success', async () => {
    const rules =
      'retry: { attempts: 3, rules: [{ exitCode: [75], action: retry }, { exitCode: [3], action: succeed }] }';
    const night = await nightOf([job('close', rules), job('other', rules)], {
      close: done(20, 75),
      other: done(20, 3),
    });
    night.trigger('close', one);
    night.trigger('other', one);
    await night.run(20 * 60);
    expect(runOf(night, 'close', one)?.past).toHaveLength(3);
    expect([endOf(night), endOf(night, 'other')]).toEqual(['failed', 'succeeded']);
  });
});

describe('two runs of one key', () => {
  const shared = (policy: string): string => `concurrency: { policy: ${policy}, key: books }`;

  test('forbid: the second is skipped, and that is told', async () => {
    const night = await nightOf([job('close', shared('forbid')), job('report', shared('forbid'))], {
      close: done(600),
      report: done(60),
    });
    night.trigger('close', one);
    await night.run(60);
    night.trigger('report', one);
    await night.run(15 * 60);
    expect([endOf(night), endOf(night, 'report')]).toEqual(['succeeded', 'skipped']);
    expect(night.job('report')?.incident).toMatchObject({ level: 'missed', causes: [{ id: 'job_skipped' }] });
  });

  test('queue: they run one after the other, the earliest slot first', async () => {
    const night = await nightOf([job('close', shared('queue'))], { close: done(120) });
    for (const slot of [one, two, one + minuteMs]) night.trigger('close', slot);
    await night.run(15 * 60);
    const began = night.runs().toSorted((a, b) => (a.ranAt ?? 0) - (b.ranAt ?? 0));
    expect(began.map(({ ended }) => ended?.how)).toEqual(['succeeded', 'succeeded', 'succeeded']);
    expect(began.slice(1).map(({ slot }) => slot)).toEqual(
      began
        .slice(1)
        .map(({ slot }) => slot)
        .toSorted((a, b) => a - b),
    );
    expect(night.lease('books')?.fence).toBe(3);
  });

  test('replace: the first is stopped, and seen to stop, before the second begins', async () => {
    const night = await nightOf([job('close', shared('replace'))], { close: { ...done(600), stopMs: 20_000 } });
    night.trigger('close', one);
    await night.run(60);
    night.trigger('close', two);
    await night.run(20 * 60);
    expect([endOf(night), endOf(night, 'close', two)]).toEqual(['replaced', 'succeeded']);
    const [first, second] = night.tasks().toSorted((a, b) => a.createdAt - b.createdAt);
    expect(second?.createdAt).toBeGreaterThan(first?.stoppedAt ?? Infinity);
  });

  test('allow: both run', async () => {
    const night = await nightOf([job('close', shared('allow'))], { close: done(600) });
    night.trigger('close', one);
    night.trigger('close', two);
    await night.run(120);
    expect(night.tasks()).toHaveLength(2);
    expect(night.lease('books')).toBeUndefined();
  });
});

describe('one job after another', () => {
  test('by success and by failure, once for each slot', async () => {
    const after = (name: string): string => `  ${name}: { after: close }`;
    const night = await nightOf(
      [job('close', 'onFailure: [clean-up]'), after('report'), '  clean-up: {}'].map((line) =>
        line === '  clean-up: {}' ? '  clean-up: { after: report }' : line,
      ),
      { close: done(30), report: done(30), 'clean-up': done(30) },
    );
    night.trigger('close', one);
    await night.run(10 * 60);
    expect([endOf(night), endOf(night, 'report')]).toEqual(['succeeded', 'succeeded']);
    night.define('close', done(10, 1));
    night.trigger('close', two);
    await night.run(10 * 60);
    expect([endOf(night, 'close', two), endOf(night, 'report', two)]).toEqual(['failed', undefined]);
    expect(endOf(night, 'clean-up', two)).toBe('succeeded');
    expect(runOf(night, 'clean-up', two)).toMatchObject({ starter: 'job', by: 'close' });
  });
});

describe('a job that is suspended', () => {
  const configured = (enabled: boolean, resume: string): string =>
    `${receivers}${jobsOf(job('close', `enabled: ${enabled}, resume: ${resume}`))}`;

  test.each([
    ['none', 'suppressed'],
    ['latest', 'succeeded'],
  ])('launches nothing; resume %s: its last slot is %s', async (resume, end) => {
    const night = await nightOf([job('close', `enabled: false, resume: ${resume}`)], { close: done(30) });
    night.trigger('close', one);
    await night.run(60);
    night.trigger('close', two);
    await night.run(60);
    expect(night.launches()).toEqual([]);
    expect(endOf(night, 'close', two)).toBe('suppressed');
    expect(night.job('close')?.incident).toBeUndefined();
    night.simulation.objects.set(configurationPlace, configured(true, resume));
    await night.run(20 * 60);
    expect([endOf(night), endOf(night, 'close', two)]).toEqual(['suppressed', end]);
  });
});

describe('slots nobody started', () => {
  test.each([
    [{ policy: 'none', max: 1 } as const, []],
    [{ policy: 'latest', max: 1 } as const, [3]],
    [{ policy: 'all', max: 2 } as const, [2, 3]],
  ])('by the policy %o', (policy, slots) => {
    expect(slotsToCatchUp(policy, [3, 1, 2, 3])).toEqual(slots);
  });

  test('are made up for, late as they are, each once', async () => {
    const night = await nightOf([job('close', 'catchUp: latest, startDeadline: 2m')], { close: done(30) });
    const missed = ownBatchMessage({
      kind: 'slots-missed',
      id: 'sweep-1',
      at: two,
      account,
      region,
      job: 'close',
      slots: [one - 60 * minuteMs, one - 5 * minuteMs],
    });
    for (let copy = 0; copy < 2; copy += 1) night.simulation.queue(`${stackName}-batch`).send({ body: missed });
    await night.run(5 * 60);
    expect(night.runs().map(({ slot, starter, ended }) => [slot, starter, ended?.how])).toEqual([
      [one - 5 * minuteMs, 'catch-up', 'succeeded'],
    ]);
  });
});

test('an end whose event was lost is found, with its reason, before ECS forgets it', async () => {
  const night = await nightOf([job('close', '')], { close: done(120, 9) });
  night.simulation.bus.delivery = { ...night.simulation.bus.delivery, lost: 1 };
  night.trigger('close', one);
  await night.run(30 * 60);
  expect(endOf(night)).toBe('failed');
  expect(runOf(night, 'close', one)?.task?.stopped).toMatchObject({ stopCode: 'EssentialContainerExited' });
});

test(
  'many jobs of one minute all end, none twice, and AWS is not asked faster than it may be',
  { timeout: 120_000 },
  async () => {
    const names = Array.from({ length: 120 }, (_, at) => `job-${at}`);
    const night = await openNight({
      jobs: jobsOf(names.map((name) => job(name, 'task: shared')).join('\n')),
    });
    night.define('shared', done(90));
    await until(night, one);
    night.simulation.account.weather.fargateFull.add('*');
    night.simulation.agenda.after(3 * minuteMs, 'capacity is back', () =>
      night.simulation.account.weather.fargateFull.clear(),
    );
    for (const name of names) night.trigger(name, one);
    await night.run(30 * 60);
    expect(night.runs().map(({ ended }) => ended?.how)).toEqual(names.map(() => 'succeeded'));
    expect(night.tasks()).toHaveLength(names.length);
    const perSecond = new Map<number, number>();
    for (const { at } of night.launches()) {
      const second = Math.floor(at / secondMs);
      perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
    }
    expect(Math.max(...perSecond.values())).toBeLessThanOrEqual(20);
  },
);
