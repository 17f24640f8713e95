import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fileConfiguration } from '../../lib/app/config/file.ts';
import { ConfigurationError } from '../../lib/app/config/fault.ts';
import { readConfiguration } from '../../lib/app/config/load.ts';
import { good, sample } from './samples.ts';

describe('a complete file', () => {
  const configuration = good(sample('good/complete.yml'));

  test('is read whole: durations in milliseconds, times in minutes, lists where one may stand', () => {
    expect(configuration).toEqual({
      language: 'ja',
      timezone: 'Asia/Tokyo',
      portal: { url: 'https://hoshi.awsapps.com/start', role: 'NightReader' },
      environments: {
        staging: { clusters: ['test-*', 'demo'], logs: 'link' },
        osaka: { clusters: ['osaka-*'], production: true },
      },
      calendars: {
        office: {
          days: ['mon', 'tue', 'wed', 'thu', 'fri'],
          hours: [{ from: 570, to: 1110 }],
          holidays: ['jp'],
          closed: [
            { from: '12-28', to: '01-04' },
            { from: '2026-08-13', to: '2026-08-14' },
          ],
        },
        night: { days: ['sun', 'mon', 'tue', 'wed', 'thu'], hours: [{ from: 1320, to: 360 }] },
      },
      teams: {
        hotels: {
          slack: 'C0HOTELS',
          mention: 'S0HOTELS',
          repo: 'github.com/hoshi/hotels',
          runbook: 'https://wiki.example.com/hotels',
        },
        flights: { slack: 'C0FLIGHTS', mention: 'S0FLIGHTS', repo: 'github.com/hoshi/flights', services: ['fly-*/*'] },
        base: { slack: 'C0BASE00', mention: 'U0KAORI', default: true },
      },
      ownerTags: ['Team', 'Squad'],
      receivers: {
        team: { slack: '{team}', token: '/hoshi/slack-token' },
        pager: { pagerduty: '/hoshi/pagerduty-key' },
        desk: { sns: 'night-desk', style: 'plain' },
        wall: { webhook: '/hoshi/wall-address', secret: '/hoshi/wall-secret' },
      },
      routes: [
        { env: ['staging'], to: ['team'], during: 'office' },
        { cause: ['image-*'], severity: ['error', 'critical'], to: ['wall'], continue: true },
        { impact: ['down'], to: ['team', 'pager', 'desk'] },
        { impact: ['degraded'], to: ['team', 'pager'], for: 300_000, escalate: { after: 900_000, to: ['desk'] } },
        { to: ['team'] },
      ],
      pager: 'live',
      logs: 'tail',
      logLinks: { splunk: 'https://logs.example.com/?task={task}&from={from}' },
      redact: [String.raw`customer-\d+`],
      who: 'person',
      repeat: 7_200_000,
      digest: { at: 525, during: 'office', to: ['team'], team: 'base' },
      health: { 'osaka-core/*': { degradedBelow: 0.9, downAfter: 30_000 } },
      ignore: { clusters: ['AWSBatch-*', 'scratch'], schedules: ['legacy-*'] },
      ping: '/watchkeeper/ping',
      drain: {
        'shared-hosts': { mode: 'act', deadline: 2_700_000, budget: { percent: 20 }, perZone: 2 },
        'batch-hosts': { budget: { instances: 1 } },
      },
      scale: {
        'osaka-core/thumbnails': { mode: 'act', tasks: { min: 0, max: 30 }, queue: 'thumbnail-requests', perTask: 15 },
        'test-*/*': { mode: 'act', sleep: { outside: 'office' } },
      },
      jobs: {
        defaults: { cluster: 'batch', like: 'osaka-core/ledger' },
        'ledger-close': {
          cron: '30 0 * * ? *',
          roles: ['ledger-task', 'ecs-exec'],
          doneBy: { minute: 270 },
          pages: true,
        },
        'ledger-report': { after: 'ledger-close', roles: ['ledger-task'] },
        'quarter-end': {
          day: { nth: -1, calendar: 'office' },
          at: 1260,
          roles: ['ledger-task'],
          doneBy: { afterMs: 21_600_000 },
        },
        payroll: {
          cron: '0 9 25 * ? *',
          calendar: 'office',
          shift: 'previous',
          timezone: 'Asia/Tokyo',
          mode: 'observe',
          task: 'payroll:7',
          container: 'app',
          command: ['pay', '--day', '{scheduledDate}'],
          env: { RUN_ID: '{runId}' },
          roles: ['ledger-task'],
          capacity: [{ name: 'FARGATE_SPOT', attempts: 2 }, { name: 'FARGATE' }],
          network: { subnets: ['subnet-0a1b2c3d4e5f6a7b8'], securityGroups: ['sg-0a1b2c3d4e5f6a7b8'] },
          dst: { gap: 'run-after', overlap: 'both' },
          concurrency: { policy: 'queue', key: 'ledger', maxQueued: 3 },
          catchUp: { policy: 'all', max: 5 },
          resume: 'latest',
          startDeadline: 1_800_000,
          timeouts: { start: 300_000, run: 5_400_000, total: 14_400_000 },
          retry: {
            attempts: 4,
            backoff: { initial: 30_000, factor: 3, max: 600_000 },
            rules: [
              { exitCode: [75], action: 'retry' },
              { class: ['interrupted', 'lost'], reason: ['Host EC2*'], action: 'retry', count: false, max: 5 },
              { exitCode: [3, 4], action: 'succeed' },
            ],
          },
          expect: { grace: 300_000, maxDuration: 4_800_000, drift: 2.5, failures: 2, recoveries: 3 },
          onSuccess: ['refresh'],
          onFailure: ['refresh'],
        },
        refresh: { array: { size: 20, parallelism: 4, maxFailedIndexes: 1 }, enabled: false },
        heartbeat: { rate: 900_000, concurrency: { policy: 'allow' } },
        migrate: { at: '2026-12-31T22:00:00', catchUp: { policy: 'latest' }, capacity: [{ name: 'EC2' }] },
      },
    });
  });

  test('is plain JSON: what the build writes says the same', () => {
    expect(JSON.parse(JSON.stringify(configuration))).toStrictEqual(configuration);
  });
});

test('receivers alone is a complete file', () => {
  expect(good(sample('good/receivers-alone.yml'))).toEqual({ receivers: { alerts: { slack: 'C0ALERTS1' } } });
});

test('the file at the root is good, and no other tool reads it otherwise', () => {
  const result = readConfiguration(readFileSync(new URL('../../watchkeeper.yml', import.meta.url), 'utf8'));
  expect(result).toMatchObject({ configuration: { receivers: expect.anything() }, notices: [] });
});

test('Windows line ends and a byte order mark change nothing', () => {
  const text = sample('good/complete.yml');
  expect(good(`\uFEFF${text.replaceAll('\n', '\r\n')}`)).toEqual(good(text));
});

test('a time without quotes is read, and noticed: other tools make a number of it', () => {
  const result = readConfiguration('receivers: { team: { slack: C0TEAM1 } }\ndigest: 22:00\n');
  expect(result).toMatchObject({
    configuration: { digest: 1320 },
    notices: [{ line: 2, column: 9, path: 'digest', fix: 'write "22:00"' }],
  });
});

test.each([
  ['act on staging alone', 'scale:\n  stg-*/*: { mode: act }\n'],
  ['act on one cluster of staging', 'scale:\n  stg-web/*: { mode: act }\n'],
  ['act on a named cluster of production', 'scale:\n  web/*: { mode: act }\n'],
  ['observe on both', 'scale:\n  "*/*": { mode: observe }\n'],
])('%s is allowed', (_, section) => {
  const head = 'receivers: { team: { slack: C0TEAM1 } }\nenvironments: { staging: { clusters: stg-* } }\n';
  expect(good(head + section)).toHaveProperty('scale');
});

describe('a file', () => {
  const files = new Map([
    ['a.yml', sample('good/complete.yml')],
    ['a.json', JSON.stringify(good(sample('good/complete.yml')))],
    ['bad.yml', sample('bad/six-mistakes.yml')],
  ]);
  const read = async (path: string) => files.get(path) ?? '';

  test('as written and as built say the same', async () => {
    expect(await fileConfiguration('a.json', read)).toEqual(await fileConfiguration('a.yml', read));
  });

  test('that is bad is refused with all of its faults', async () => {
    const refused = fileConfiguration('bad.yml', read);
    await expect(refused).rejects.toThrow(ConfigurationError);
    await expect(refused).rejects.toThrow(/^bad\.yml:1:1 {2}langage[^]*bad\.yml:9:32/);
  });
});
