import { beforeEach, describe, expect, test } from 'vitest';
import { plainConfiguration } from '../../cli/start/configuration.ts';
import { Shop } from '../../cli/start/shop.ts';
import { jobsView } from '../../cli/start/views/jobs-view.ts';
import type { JobView, RunView } from '../../console/jobs.ts';
import { minuteMs } from '../../lib/core/time.ts';
import { now } from './run.ts';

const own = 'receivers: { alerts: { slack: C0ALERTS } }\npager: live\n';

let shop: Shop;
beforeEach(async () => {
  shop = await Shop.open({ seed: '1', start: now, configuration: plainConfiguration });
});

const later = async (minutes: number): Promise<void> => shop.simulation.run(shop.now() + minutes * minuteMs);

function jobNamed(name: string): JobView {
  const job = jobsView(shop).find((each) => each.name === name);
  if (job === undefined) throw new Error(`there is no job ${name}`);
  return job;
}

const looksOf = (name: string): readonly string[] => jobNamed(name).runs.map(({ look }) => look);
const firstRun = (name: string, look: RunView['look']): RunView | undefined =>
  jobNamed(name).runs.find((run) => run.look === look);
const stepsOf = (run: RunView | undefined): readonly string[] => (run?.steps ?? []).map(({ text }) => text);
const alertsOf = (name: string): readonly string[] =>
  shop.simulation.slack.state.messages
    .filter(({ threadTs }) => threadTs === undefined)
    .map(({ content }) => content.text)
    .filter((text) => text.includes(`${name}:`));

describe('the jobs of the page', () => {
  test('run by their schedules, one after the other where it says so, and all is quiet', async () => {
    await later(40);
    const jobs = jobsView(shop);
    expect(jobs.map(({ name, due }) => `${name}: ${due}`)).toContain('sales-report: after invoice-run');
    for (const { name, runs } of jobs) {
      expect([name, runs.length]).not.toEqual([name, 0]);
      const odd = runs.filter(
        ({ look }) => !['ran', 'retried', 'running', 'starting', 'retrying', 'due'].includes(look),
      );
      expect([name, odd]).toEqual([name, []]);
      expect(alertsOf(name)).toEqual([]);
    }
    const run = firstRun('stock-sync', 'ran');
    expect(stepsOf(run)).toEqual([
      expect.stringMatching(/^claimed by its schedule, \d+ (s|min) after its time$/),
      'launch 1 on FARGATE',
      expect.stringMatching(/^placed as task [0-9a-f]{8}$/),
      expect.stringMatching(/^running in ap-northeast-1[acd]$/),
      'succeeded',
    ]);
    expect(run?.exit?.code).toBe(0);
    expect(jobNamed('stock-sync').usualMs).toBeGreaterThan(2 * minuteMs);
    expect(jobNamed('stock-sync').next[0]).toBeGreaterThan(shop.now());
  });

  test('one that is made to fail has failed, with its exit code, an alert and its recovery', async () => {
    expect(shop.jobs.press('job-fail', 'stock-sync')).toBe(true);
    expect(jobNamed('stock-sync').broken).toBe('made to fail');
    await later(16);
    const run = firstRun('stock-sync', 'failed');
    expect(run?.exit?.code).toBe(1);
    expect(run?.says).toContain('(exit 1)');
    expect(stepsOf(run).slice(-3)).toEqual([
      'try 1: container app failed (exit 1)',
      'failed, and is not tried again',
      'alert sent',
    ]);
    expect(alertsOf('stock-sync')).toEqual([expect.stringContaining('FAILED')]);
    shop.jobs.press('job-fail', 'stock-sync');
    expect(jobNamed('stock-sync').broken).toBeUndefined();
    await later(25);
    expect(stepsOf(firstRun('stock-sync', 'ran')).at(-1)).toBe('told: the job has recovered');
    expect(alertsOf('stock-sync')).toEqual([expect.stringContaining('recovered')]);
  });

  test('one that hangs is stopped by its time-out, and the slot in between is skipped', async () => {
    shop.jobs.press('job-hang', 'stock-sync');
    await later(30);
    expect(looksOf('stock-sync')).toEqual(expect.arrayContaining(['failed', 'skipped']));
    const run = firstRun('stock-sync', 'failed');
    expect(run?.says).toBe('timed out after 12 min');
    expect(stepsOf(run)).toContain('longer than its job allows: it is stopped');
    expect(run?.exit?.meaning).toContain('It was stopped');
  });

  test('one that is starved is launched again and again, is late, and is missed', async () => {
    shop.jobs.press('job-starve', 'fx-rates');
    await later(1);
    while (jobNamed('fx-rates').runs.length === 0) await later(1);
    await later(2);
    expect(looksOf('fx-rates')).toEqual(['retrying']);
    await later(3);
    expect(looksOf('fx-rates')[0]).toBe('late');
    await later(6);
    const run = jobNamed('fx-rates').runs[0];
    expect([run?.look, run?.startedAt]).toEqual(['missed', undefined]);
    expect(run?.tries).toBeGreaterThan(3);
    const launches = stepsOf(run).filter((text) => text.startsWith('launch'));
    expect([launches[0], launches[2]]).toEqual(['launch 1 on FARGATE_SPOT', expect.stringContaining('on FARGATE')]);
    expect(stepsOf(run).some((text) => /no capacity for the task, again in/.test(text))).toBe(true);
    expect(alertsOf('fx-rates')).toEqual([expect.stringContaining('MISSED')]);
  });
});

describe('the buttons', () => {
  const active = (): readonly string[] =>
    shop.jobs.views().flatMap(({ id, active: isActive }) => (isActive ? [id] : []));

  test('strike the job that is due next, where none is aimed at, and mend it', () => {
    shop.jobs.press('job-hang');
    const [soonest] = jobsView(shop).toSorted((a, b) => (a.next[0] ?? Infinity) - (b.next[0] ?? Infinity));
    expect(jobsView(shop).flatMap(({ name, broken }) => (broken === undefined ? [] : [name]))).toEqual([soonest?.name]);
    expect(active()).toEqual(['job-hang']);
    shop.jobs.press('job-hang');
    expect(active()).toEqual([]);
  });

  test('one job has one fault at a time, several jobs may have the same', () => {
    shop.jobs.press('job-fail', 'fx-rates');
    shop.jobs.press('job-starve', 'fx-rates');
    expect(active()).toEqual(['job-starve']);
    shop.jobs.press('job-starve', 'stock-sync');
    shop.jobs.press('job-starve');
    expect(active()).toEqual([]);
  });

  test('are not there without jobs', () => {
    shop.configure(own);
    expect([shop.jobs.views(), jobsView(shop)]).toEqual([[], []]);
  });
});

test('jobs of the visitor run, too: what they name is made', async () => {
  shop.configure(
    `${own}jobs:\n  mine: { cluster: night, like: web/orders-api, cron: 0/5 * * * ? *, task: crunch }\n  off: { cluster: night, rate: 5m, enabled: false }\n`,
  );
  await later(15);
  expect(looksOf('mine')).toContain('ran');
  expect(jobNamed('off').state).toBe('suspended');
  expect(jobNamed('off').runs.map(({ look }) => look)).not.toContain('missed');
});
