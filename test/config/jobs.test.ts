import { describe, expect, test } from 'vitest';
import { batchPolicy } from '../../lib/app/config/batch-policy.ts';
import type { Job } from '../../lib/batch/job.ts';
import { applicationRules, jobDefaults, jobNamed, roomRules } from '../../lib/batch/policy.ts';
import { schedulerDst } from '../../lib/ecs/schedule/schedule.ts';
import { good, sample } from './samples.ts';

const place = { account: '123456789012', region: 'eu-west-1', mode: 'act' } as const;

function policyOf(jobs: string, more = '', mode: 'watch' | 'act' = 'act') {
  const text = `receivers: { team: { slack: C0TEAM1 } }\n${more}\njobs:\n  defaults: { cluster: batch }\n${jobs}`;
  return batchPolicy(good(text), { ...place, mode });
}

function jobOf(line: string, more = ''): Job {
  const job = jobNamed(policyOf(`  close: ${line}`, more), 'close');
  if (job === undefined) throw new Error('there is no such job');
  return job;
}

test('a line is a whole job', () => {
  const { spec, ...job } = jobOf('{ cron: 0 1 * * ? *, roles: [billing-task, ecs-exec] }', 'timezone: Asia/Tokyo');
  expect(spec).toMatch(/^[0-9a-z]+$/);
  expect(job).toEqual({
    name: 'close',
    mode: 'act',
    enabled: true,
    resume: 'none',
    schedule: { start: { kind: 'cron', cron: '0 1 * * ? *' }, timezone: 'Asia/Tokyo', dst: schedulerDst },
    onSuccess: [],
    onFailure: [],
    catchUp: { policy: 'none', max: 1 },
    startDeadlineMs: 7_200_000,
    concurrency: { policy: 'forbid', key: 'close', maxQueued: 10 },
    task: { cluster: 'batch', definition: 'close', roles: ['billing-task', 'ecs-exec'], capacity: [], environment: {} },
    timeouts: { startMs: 600_000 },
    retry: { ...jobDefaults.retry, attempts: 1 },
    expect: { graceMs: 900_000, drift: 3, leastDriftMs: 3_600_000, failureThreshold: 1, recoveryThreshold: 1 },
    pages: false,
  });
});

describe('what a key becomes', () => {
  test.each<[name: string, line: string, becomes: object]>([
    ['the cluster of like', '{ rate: 1h, like: osaka/ledger }', { task: { cluster: 'batch', like: 'osaka/ledger' } }],
    ['a launch type', '{ rate: 1h, capacity: FARGATE }', { task: { capacity: [{ launchType: 'FARGATE' }] } }],
    ['any instance', '{ rate: 1h, capacity: EC2 }', { task: { capacity: [{ launchType: 'EC2' }] } }],
    ['all at once', '{ rate: 1h, array: { size: 3 } }', { task: { array: { parallelism: 3, maxFailedIndexes: 0 } } }],
    ['done by', "{ rate: 1h, doneBy: '05:00' }", { doneBy: { minute: 300, timezone: 'UTC' } }],
    ['done after', '{ rate: 1h, doneBy: +8h }', { doneBy: { afterMs: 28_800_000 } }],
    ['a shared key', '{ rate: 1h, concurrency: { key: db } }', { concurrency: { policy: 'forbid', key: 'db' } }],
    ['a queue', '{ rate: 1h, concurrency: queue }', { concurrency: { policy: 'queue', key: 'close', maxQueued: 10 } }],
    ['catching up', '{ rate: 1h, catchUp: all }', { catchUp: { policy: 'all', max: 10 } }],
    [
      'attempts alone',
      '{ rate: 1h, retry: { attempts: 3 } }',
      { retry: { attempts: 3, rules: jobDefaults.retry.rules } },
    ],
    [
      'a date',
      '{ at: 2026-12-31T22:00, timezone: Asia/Tokyo }',
      { schedule: { start: { kind: 'once', local: '2026-12-31T22:00:00' }, timezone: 'Asia/Tokyo' } },
    ],
    [
      'a calendar',
      '{ cron: 0 9 25 * ? *, calendar: office, shift: next }',
      { schedule: { open: { calendar: { days: ['mon', 'tue', 'wed', 'thu', 'fri'] }, shift: 'next' } } },
    ],
    ['an open day', "{ day: -2 office, at: '9:30' }", { schedule: { start: { kind: 'day', nth: -2, minute: 570 } } }],
  ])('%s', (_, line, becomes) => {
    expect(jobOf(line)).toMatchObject(becomes);
  });

  test('rules that are written take the place of those of the application; no room is tried all the same', () => {
    const { retry } = jobOf('{ rate: 1h, retry: { attempts: 3, rules: [{ exitCode: 75, action: retry }] } }');
    expect(retry.rules).toEqual([{ exitCodes: [75], action: 'retry', isFree: false }, ...roomRules]);
    expect(jobDefaults.retry.rules).toEqual([...applicationRules, ...roomRules]);
  });
});

test('defaults are below what a job says', () => {
  const policy = policyOf('  one: { rate: 1h, cluster: other }\n  two: { rate: 1h }\n');
  expect(policy.jobs.map(({ task }) => task.cluster)).toEqual(['other', 'batch']);
});

test('after, onSuccess and onFailure are one: who is started by whom', () => {
  const policy = policyOf('  a: { rate: 1h, onSuccess: c, onFailure: d }\n  b: { after: a }\n  c: {}\n  d: {}\n');
  expect(jobNamed(policy, 'a')).toMatchObject({ onSuccess: ['c', 'b'], onFailure: ['d'] });
  expect(jobNamed(policy, 'b')).not.toHaveProperty('schedule');
});

test('in a stack that only watches nothing acts', () => {
  const policy = policyOf('  close: { rate: 1h }\n', '', 'watch');
  expect(policy).toMatchObject({ reconcile: 'observe', jobs: [{ mode: 'observe' }] });
});

test('a job is known by everything that is said of it', () => {
  const lines = ['{ rate: 1h }', '{ rate: 2h }', '{ rate: 1h, env: { A: b } }', '{ rate: 1h, pages: true }'];
  expect(new Set(lines.map((line) => jobOf(line).spec)).size).toBe(lines.length);
  expect(jobOf('{ rate: 1h }').spec).toBe(jobOf('{ rate: 1h, pages: false }').spec);
});

test('everything of the whole sample becomes policy', () => {
  const policy = batchPolicy(good(sample('good/complete.yml')), place);
  expect(policy).toMatchObject({ ignoredSchedules: ['legacy-*'], pingParameter: '/watchkeeper/ping' });
  expect(jobNamed(policy, 'payroll')).toMatchObject({
    mode: 'observe',
    catchUp: { policy: 'all', max: 5 },
    timeouts: { startMs: 300_000, runMs: 5_400_000, totalMs: 14_400_000 },
    retry: {
      attempts: 4,
      backoff: { initialMs: 30_000, factor: 3, maxMs: 600_000 },
      rules: [
        { exitCodes: [75], action: 'retry', isFree: false },
        { classes: ['interrupted', 'lost'], reasons: ['Host EC2*'], action: 'retry', isFree: true, max: 5 },
        { exitCodes: [3, 4], action: 'succeed', isFree: false },
        ...roomRules,
      ],
    },
    expect: { graceMs: 300_000, maxDurationMs: 4_800_000, drift: 2.5, failureThreshold: 2, recoveryThreshold: 3 },
  });
});
