import { describe, expect, test } from 'vitest';
import { hourMs, minuteMs } from '../../lib/core/time.ts';
import type { InstanceState } from '../../lib/drain/state.ts';
import { parseHostEvent } from '../../lib/ecs/events/parse-host.ts';
import { memoryStore } from '../../sim/memory-store.ts';
import { drainKept, drainOf, drainStart, ourHook } from './drain-records.ts';
import { configurationKept, keepAll, region } from './kept.ts';
import { cli, jsonLines, now } from './run.ts';

const queue = `https://sqs.${region}.amazonaws.com/123456789012/watchkeeper-prod-drain`;
const env = {
  TZ: 'Asia/Tokyo',
  USER: 'ana',
  WATCHKEEPER_TABLE: 'table',
  WATCHKEEPER_QUEUE_URL: queue.replace('-drain', '-alert'),
};
const id = 'i-0aaaaaaaaaaaaaaa1';
const acting = configurationKept(
  'receivers: { team: { slack: C01TEAM } }\ndrain: { web-asg: { mode: act, deadline: 60m } }\n',
);

async function run(args: readonly string[], states: readonly InstanceState[] = [drainOf(id)], more: object = {}) {
  const store = memoryStore();
  await keepAll(store, [acting, ...states.map(drainKept)]);
  return cli(['drain', ...args], { env, store, ...more });
}

describe('what is sent is what the function hears', () => {
  test.each([
    { name: 'a drain', args: ['i-0bbbbbbbbbbbbbbb2'], says: { wish: 'drain', instanceId: 'i-0bbbbbbbbbbbbbbb2' } },
    {
      name: 'for a while',
      args: ['i-0bbbbbbbbbbbbbbb2', '--for', '30m'],
      says: { wish: 'drain', forMs: 30 * minuteMs },
    },
    { name: 'more time', args: [id, '--extend', '2h'], says: { wish: 'extend', forMs: 2 * hourMs } },
    { name: 'an end', args: [id, '--force', '--yes'], says: { wish: 'force', instanceId: id } },
  ])('$name', async ({ args, says }) => {
    const { code, sent } = await run(args);
    expect({ code, queue: sent[0]?.queue }).toEqual({ code: 0, queue });
    const parsed = parseHostEvent(JSON.stringify(sent[0]?.body));
    expect(parsed).toMatchObject({ event: { kind: 'drain-request', by: 'ana', at: now, ...says } });
  });

  test('as programs see it', async () => {
    const { out, sent } = await run([id, '--extend', '30m', '--by', 'ken', '--json']);
    expect(jsonLines(out)).toEqual([{ type: 'sent', event: sent[0]?.body }]);
    expect(sent[0]?.body).toMatchObject({ 'detail-type': 'Drain Extended', detail: { by: 'ken' } });
  });
});

describe('what will happen, and who does it', () => {
  test('more time', async () => {
    const { out } = await run([id, '--extend', '30m']);
    // Began 03:10 in Tokyo, and the deadline was an hour later.
    expect(out).toBe(`asked for: Watchkeeper waits 30 min longer for ${id}, until 04:40 Asia/Tokyo at most\n`);
  });

  test('more time than the hook has', async () => {
    const { out } = await run([id, '--extend', '20h']);
    expect(out).toContain('its hook ends for good at 11:30 Asia/Tokyo');
  });

  test('where it only observes, nothing', async () => {
    const { code, out, sent } = await run([id, '--extend', '30m'], [drainOf(id, { mode: 'observe' })]);
    expect({ code, sent: sent.length }).toEqual({ code: 0, sent: 1 });
    expect(out).toContain(`nothing will be done to ${id}: mode observe`);
  });

  test('all of a group', async () => {
    const other = drainOf('i-0ccccccccccccccc3', { group: 'other' });
    const { code, sent } = await run(
      ['--group', 'web-asg', '--extend', '30m'],
      [drainOf(id), drainOf('i-0bbbbbbbbbbbbbbb2'), other],
    );
    expect(code).toBe(0);
    expect(sent.map(({ body }) => (body['detail'] as { instanceId: string }).instanceId).sort()).toEqual([
      id,
      'i-0bbbbbbbbbbbbbbb2',
    ]);
  });
});

describe('what has no sense is refused, and nothing is sent', () => {
  const spot = drainOf(id, { hooks: [], reasons: [{ kind: 'spot', at: now, endsAt: now + 2 * minuteMs }] });
  const asked = drainOf(id, { hooks: [], reasons: [{ kind: 'request', at: drainStart, by: 'ken' }] });
  const ended = drainOf(id, { ended: 'drained' });
  test.each([
    { name: 'nothing is draining', args: ['--extend', '30m'], states: [], says: 'no instance is being drained' },
    { name: 'another is', args: ['--force'], states: [drainOf('i-0bb00000')], says: 'being drained are i-0bb00000' },
    { name: 'it has ended', args: ['--force'], states: [ended], says: 'has ended: drained' },
    { name: 'it goes on already', args: [], states: [drainOf(id)], says: 'is being drained already, since 03:10' },
    { name: 'EC2 takes it back', args: ['--extend', '30m'], states: [spot], says: 'EC2 takes' },
    { name: 'there is no deadline', args: ['--extend', '30m'], states: [asked], says: 'has no deadline' },
    { name: 'Auto Scaling ends it', args: ['--cancel'], states: [drainOf(id)], says: `hook ${ourHook.name}` },
  ])('$name', async ({ args, states, says }) => {
    const { code, err, sent } = await run([id, ...args], states);
    expect({ code, sent }).toEqual({ code: 1, sent: [] });
    expect(err).toContain(says);
  });

  test('what was asked for is taken back', async () => {
    const { code, sent } = await run([id, '--cancel'], [asked]);
    expect({ code, type: sent[0]?.body['detail-type'] }).toEqual({ code: 0, type: 'Drain Cancelled' });
  });

  test('an end without --yes says what would be lost', async () => {
    const { code, out, err, sent } = await run([id, '--force']);
    expect({ code, sent }).toEqual({ code: 1, sent: [] });
    expect(out).toBe(`2 tasks end with ${id}: orders-api, reindex (standalone: lost)\n`);
    expect(err).toContain('run it again with --yes');
  });

  test.each([
    { name: 'no instance', args: [] },
    { name: 'a name', args: ['web-1'] },
    { name: 'two wishes', args: [id, '--force', '--cancel'] },
    { name: 'two targets', args: [id, '--group', 'web-asg', '--force'] },
    { name: 'a new drain of a group', args: ['--group', 'web-asg'] },
    { name: 'no duration', args: [id, '--extend', 'long'] },
    { name: 'too long', args: [id, '--extend', '3d'] },
    { name: '--for of what goes on', args: [id, '--force', '--for', '3h'] },
  ])('$name: wrong usage', async ({ args }) => {
    const { code, sent } = await run(args);
    expect({ code, sent }).toEqual({ code: 2, sent: [] });
  });

  test('without the table nobody knows what goes on', async () => {
    const { code, err } = await cli(['drain', id, '--force'], { env: { WATCHKEEPER_QUEUE_URL: queue } });
    expect(code).toBe(2);
    expect(err).toContain('drain needs the table');
  });
});
