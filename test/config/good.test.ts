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
      ignore: { clusters: ['AWSBatch-*', 'scratch'] },
      drain: { 'shared-hosts': { mode: 'act', deadline: 2_700_000 } },
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
          day: { which: 'last', calendar: 'office' },
          at: 1260,
          roles: ['ledger-task'],
          doneBy: { afterMs: 21_600_000 },
        },
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
