import { describe, expect, test } from 'vitest';
import { incidentId } from '../../lib/alert/compose/incident-id.ts';
import type { KeptRecord, Trouble } from '../../lib/core/record.ts';
import { dayMs, hourMs, minuteMs } from '../../lib/core/time.ts';
import { memoryStore } from '../../sim/memory-store.ts';
import { alertOf, configurationKept, incidentOf, keepAll, mute, mutesKept, recordOf, region } from './kept.ts';
import { cli, directory, jsonLines, now } from './run.ts';

const configuration =
  'timezone: Asia/Tokyo\nenvironments: { staging: { clusters: [stg-*] } }\nreceivers: { team: { slack: C0123456789 } }\n';

async function status(records: readonly Partial<KeptRecord>[], ...args: readonly string[]) {
  const store = memoryStore();
  await keepAll(store, [configurationKept(configuration), ...records]);
  const env = { WATCHKEEPER_TABLE: 'watchkeeper', AWS_REGION: region };
  return cli(['status', ...args], { store, env, cwd: directory({}) });
}

const down = incidentOf(alertOf());
const id = incidentId(down.alert.key, down.alert.startedAt);
const atRisk = incidentOf(
  alertOf({
    name: 'search-api',
    severity: 'warning',
    impact: { level: 'at-risk', desired: 3, healthy: 2 },
    startedAt: now - 2 * hourMs,
  }),
);
const staging = incidentOf(alertOf({ name: 'orders-api', cluster: 'stg-web' }));

const trouble: Trouble = {
  count: 3,
  error: 'TypeError: x is not iterable',
  since: now - hourMs,
  parked: false,
  heard: [],
  forgotten: 0,
};
const inTrouble: Partial<KeptRecord> = {
  key: `health#${region}#service/web/orders-api`,
  trouble,
  dueAt: now + 4 * minuteMs,
};

describe('status', () => {
  test('when all is well is three lines', async () => {
    const { code, out } = await status([]);
    expect(code).toBe(0);
    expect(out).toBe(
      `nothing is firing in ${region} · times in Asia/Tokyo, now 03:41\n\nWatchkeeper itself: nothing overdue, no record in trouble\n`,
    );
  });

  test('has the worst first: how long, who is hurt, who has it, and why', async () => {
    const taken = { ...atRisk, acknowledged: { by: 'ken', at: now - hourMs } };
    const { out } = await status([recordOf(taken), recordOf(down)]);
    expect(out.split('\n').slice(0, 7)).toEqual([
      `2 firing in ${region} · times in Asia/Tokyo, now 03:41`,
      '',
      'SEVERITY  INCIDENT  WHAT                   IMPACT                FOR     WHO HAS IT',
      `critical  ${id}  [prod] web/orders-api  DOWN 0/4 since 03:10  31 min  nobody yet`,
      expect.stringMatching(/^ {10}\S.*1.*\(7×\)$/),
      expect.stringMatching(
        /^warning {3}INC-\w{4} {2}\[prod\] web\/search-api {2}at risk 2\/3 {11}2 h {5}ken, since 02:41$/,
      ),
      expect.stringMatching(/^ {10}\S/),
    ]);
  });

  test('caps what is not production, as messages do, and sorts it so', async () => {
    const error = incidentOf(alertOf({ name: 'search-api', severity: 'error' }));
    const { out } = await status([recordOf(staging), recordOf(error)]);
    expect(out).toMatch(/^error .*web\/search-api[^]*^warning {3}INC-\w{4} {2}\[staging\] stg-web\/orders-api/m);
  });

  test('shows mutes with their end, and what they hide', async () => {
    const { out } = await status([
      recordOf(atRisk),
      mutesKept([mute, { ...mute, id: 'old', target: 'gone', until: now - 1 }]),
    ]);
    expect(out).toMatch(/search-api .* muted until 04:41$/m);
    expect(out).toMatch(/Muted\n {2}web\/search-\* {2}until 04:41, 1 h more {2}hides 1 now {2}load test \(ana\)\n/);
    expect(out).not.toContain('gone');
  });

  test('says which place refuses its messages', async () => {
    const destination = { type: 'slack', channel: 'C0123456789', tokenParameter: '/watchkeeper/slack-token' } as const;
    const places = { team: { destination, refused: { reason: 'channel_not_found', at: now } } };
    const { out } = await status([recordOf({ ...down, places })]);
    expect(out).toMatch(/^ +NOT told to team: channel_not_found$/m);
  });

  test('shows records in trouble', async () => {
    const parked = {
      ...inTrouble,
      key: `alert#${region}#mutes`,
      trouble: { ...trouble, count: 9, parked: true },
      dueAt: now + dayMs,
    };
    const { out } = await status([inTrouble, parked]);
    expect(out).toMatch(
      /^ {2}failing {2}health service\/web\/orders-api {2}failed 3 times since 02:41, tried again 03:45 {2,}TypeError: x is not iterable$/m,
    );
    expect(out).toMatch(/^ {2}parked {3}alert mutes .*failed 9 times/m);
  });

  test('notices that nobody looks at what is due', async () => {
    const { out } = await status([{ key: `health#${region}#service/web/a`, dueAt: now - 20 * minuteMs }]);
    expect(out).toMatch(/1 record is due since 03:21 and nobody looked: see that the tick function runs/);
  });

  test('takes times in another zone', async () => {
    const { out } = await status([recordOf(down)], '--timezone', 'Europe/Berlin');
    expect(out).toMatch(/times in Europe\/Berlin, now 19:41\n[^]*DOWN 0\/4 since 19:10/);
  });

  test('speaks of causes in the language of the messages', async () => {
    const store = memoryStore();
    await keepAll(store, [configurationKept(`language: ja\n${configuration}`), recordOf(down)]);
    const { out } = await cli(['status', '--table', 't', '--region', region], { store });
    expect(out).toContain('停止 0/4(03:10から)');
  });

  test('without a pushed configuration goes by the file here', async () => {
    const cwd = directory({ 'watchkeeper.yml': configuration });
    const { out } = await cli(['status', '--table', 't', '--region', region], { cwd });
    expect(out).toContain('times in Asia/Tokyo, now 03:41');
  });

  test('shows nothing that others wrote as it is: no escapes, no line breaks', async () => {
    const nasty = incidentOf(alertOf({ name: 'a\u001B[31m\nb' }));
    const { out } = await status([recordOf(nasty), mutesKept([{ ...mute, why: 'x\u001B[2J\ny' }])]);
    expect(out).not.toContain('\u001B');
    expect(out).toContain('web/a b');
    expect(out).toContain('x y (ana)');
  });

  test('fits the terminal', async () => {
    const store = memoryStore();
    await keepAll(store, [recordOf(down), mutesKept([{ ...mute, why: 'a long reason '.repeat(20) }])]);
    const { out } = await cli(['status', '--table', 't', '--region', region], {
      store,
      columns: 90,
      env: { NO_COLOR: '1' },
    });
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(90);
  });

  test('tells programs the same', async () => {
    const { out } = await status([recordOf(down), recordOf(atRisk), mutesKept([mute]), inTrouble], '--json');
    expect(jsonLines(out)).toMatchObject([
      {
        type: 'incident',
        id,
        key: down.alert.key,
        severity: 'critical',
        impact: { level: 'down', since: '2026-11-20T18:10:00.000Z' },
        startedAt: '2026-11-20T18:10:00.000Z',
      },
      { type: 'incident', mute: { target: 'web/search-*', until: '2026-11-20T19:41:00.000Z' } },
      { type: 'mute', target: 'web/search-*', by: 'ana', why: 'load test' },
      { type: 'trouble', record: inTrouble.key, count: 3, parked: false },
      { type: 'status', firing: 2, muted: 1, mutes: 1, trouble: 1, overdue: 0, complete: true },
    ]);
  });
});
