import { describe, expect, test } from 'vitest';
import { secondMs } from '../../lib/core/time.ts';
import { parseBatchEvent } from '../../lib/ecs/events/parse-batch.ts';
import type { Night } from '../batch/night.ts';
import { defaults, openNight } from '../batch/night.ts';
import { cli, jsonLines, now } from './run.ts';

const slot = Date.parse('2026-11-20T16:00:00Z');
const at = '2026-11-21T01:00+09:00';
const queue = 'https://sqs.ap-northeast-1.amazonaws.com/123456789012/watchkeeper-prod-alert';
const env = { WATCHKEEPER_QUEUE_URL: queue, USER: 'ana', TZ: 'Asia/Tokyo' };

/** A night in which `close` has ended so, after a minute. */
async function nightWith(exitCode: number): Promise<Night> {
  const night = await openNight({ jobs: `jobs:\n  defaults: ${defaults}\n  close: { cron: 0 16 * * ? * }\n` });
  night.define('close', { ends: { afterMs: 60 * secondMs, exitCode } });
  await night.run((slot - night.simulation.agenda.now()) / secondMs);
  night.trigger('close', slot);
  await night.run(300);
  return night;
}

const run = async (args: readonly string[], night?: Night) =>
  cli(args, {
    env: { ...env, ...(night !== undefined && { WATCHKEEPER_TABLE: 'watchkeeper' }) },
    region: 'ap-northeast-1',
    ...(night !== undefined && { store: night.simulation.store }),
  });

/** What the batch function hears of what was sent. */
function heard(sent: readonly { readonly queue: string; readonly body: unknown }[]) {
  return sent.map(({ queue: to, body }) => {
    const parsed = parseBatchEvent(JSON.stringify(body));
    if (!('event' in parsed)) throw new Error(JSON.stringify(parsed));
    return { to: to.slice(to.lastIndexOf('/') + 1), ...parsed.event };
  });
}

describe('run', () => {
  test('asks the batch function for the run of a slot', async () => {
    const { code, sent, out } = await run(['run', 'close', '--at', at]);
    expect(code).toBe(0);
    expect(heard(sent)).toMatchObject([
      { to: 'watchkeeper-prod-batch', kind: 'run-request', wish: 'run', job: 'close', slot, isExtra: false, by: 'ana' },
    ]);
    expect(out).toBe('close of 01:00 Asia/Tokyo is asked to run. Within seconds: `watchkeeper runs close` shows it\n');
  });

  test('without a time asks for a run beside the schedule', async () => {
    const { sent } = await run(['run', 'close', '--json']);
    expect(heard(sent)).toMatchObject([{ slot: now, isExtra: true }]);
  });

  test('refuses what would be done twice, and what cannot be stopped', async () => {
    const night = await nightWith(0);
    const again = await run(['run', 'close', '--at', at], night);
    expect([again.code, again.sent]).toEqual([1, []]);
    expect(again.err).toContain('has succeeded — it is never run twice');
    const stop = await run(['run', 'close', '--at', at, '--stop'], night);
    expect([stop.code, stop.err]).toEqual([1, expect.stringContaining('has ended: succeeded')]);
    const other = await run(['run', 'close', '--at', '2026-11-22T01:00+09:00'], night);
    expect(other.code).toBe(0);
  });

  test.each([
    [['run', 'close', '--stop'], 'give the time it was due'],
    [['run', 'close', '--at', 'yesterday'], 'is not a time'],
  ])('%j is called wrongly', async (args, words) => {
    const { code, err, sent } = await run(args);
    expect([code, sent]).toEqual([2, []]);
    expect(err).toContain(words);
  });

  test('that has failed is asked to run again, and is the same run', async () => {
    const night = await nightWith(1);
    const { code } = await run(['run', 'close', '--at', at], night);
    expect(code).toBe(0);
  });
});

describe('runs', () => {
  test('shows how they ended, how long they took, and what is usual', async () => {
    const night = await nightWith(1);
    night.request('close', 'run', slot);
    night.define('close', { ends: { afterMs: 120 * secondMs, exitCode: 0 } });
    await night.run(60);
    const going = await run(['runs', 'close'], night);
    expect(going.code).toBe(0);
    expect(going.out).toMatch(/running/);
    await night.run(300);
    const over = await run(['runs', 'close', '--json'], night);
    expect(jsonLines(over.out)).toMatchObject([{ type: 'run', end: 'succeeded', exitCode: 0, round: 2 }]);
    expect((await run(['runs', 'close'], night)).out).toContain('usually 2 min');
    const none = await run(['runs', 'other'], night);
    expect([none.code, none.err]).toEqual([1, expect.stringContaining('no run of other is known')]);
  });
});
