import { describe, expect, test } from 'vitest';
import { incidentId } from '../../lib/alert/compose/incident-id.ts';
import { parseAlertMessage } from '../../lib/alert/events.ts';
import { hearMutes, muteFor } from '../../lib/alert/mutes.ts';
import type { IncidentState } from '../../lib/alert/state.ts';
import { dayMs, hourMs, minuteMs } from '../../lib/core/time.ts';
import { memoryStore } from '../../sim/memory-store.ts';
import { awsError } from '../../sim/wire.ts';
import { alertOf, incidentOf, keepAll, mute, mutesKept, recordOf, region } from './kept.ts';
import type { Setting } from './run.ts';
import { cli, jsonLines, now } from './run.ts';

const queue = `https://sqs.${region}.amazonaws.com/123456789012/watchkeeper-prod-alert`;
const env = { WATCHKEEPER_QUEUE_URL: queue, WATCHKEEPER_TABLE: 'watchkeeper', USER: 'ana' };

const down = incidentOf(alertOf());
const other = incidentOf(alertOf({ name: 'orders-worker', severity: 'error' }));
const id = incidentId(down.alert.key, down.alert.startedAt);

async function run(args: readonly string[], open: readonly IncidentState[] = [down, other], setting: Setting = {}) {
  const store = memoryStore();
  await keepAll(store, [...open.map(recordOf), mutesKept([mute])]);
  return cli(args, { env, store, ...setting });
}

/** What the alert function hears of what was sent. */
function heard(sent: readonly { readonly body: unknown }[]) {
  return sent.map(({ body }) => {
    const parsed = parseAlertMessage(JSON.stringify(body));
    if (!('event' in parsed)) throw new Error(JSON.stringify(parsed));
    return parsed.event;
  });
}

describe('mute', () => {
  test('sends what the alert function reads: who, what, until when, why', async () => {
    const { code, sent } = await run(['mute', 'web/orders-*', '--for', '2h', '--why', 'load test']);
    expect(code).toBe(0);
    expect(sent).toMatchObject([
      { queue, body: { version: '0', source: 'watchkeeper', account: '123456789012', resources: [] } },
    ]);
    expect(heard(sent)).toMatchObject([
      { kind: 'mute', target: 'web/orders-*', until: now + 2 * hourMs, why: 'load test', by: 'ana', region, at: now },
    ]);
  });

  const targets = [
    { name: 'an incident', target: id.toLowerCase(), covers: 1 },
    { name: 'a pattern', target: 'web/orders-*', covers: 2 },
    { name: 'a cause', target: 'essential_exit', covers: 2 },
    { name: 'a whole key', target: down.alert.key, covers: 1 },
    { name: 'a cluster', target: 'web', covers: 2 },
    { name: 'something else', target: 'batch/*', covers: 0 },
  ];
  test.each(targets)('by $name covers what it says it covers', async ({ target, covers }) => {
    const { out, sent } = await run(['mute', target, '--for', '1h', '--why', 'known']);
    const { state } = hearMutes(undefined, heard(sent), now);
    const silent = [down, other].filter(
      ({ alert }) => muteFor(state.mutes, alert, incidentId(alert.key, alert.startedAt), now) !== undefined,
    );
    expect(silent).toHaveLength(covers);
    expect(out).toContain(covers === 0 ? 'it covers nothing that is open now' : `it covers ${covers} open: INC-`);
  });

  const wrong = [
    { name: 'no end', args: ['web/a', '--why', 'x'], says: /mute needs an end — say how long with --for 2h/ },
    { name: 'no reason', args: ['web/a', '--for', '2h'], says: /mute needs a reason/ },
    { name: 'a blank reason', args: ['web/a', '--for', '2h', '--why', ' '], says: /mute needs a reason/ },
    {
      name: 'no duration',
      args: ['web/a', '--for', '2 hours', '--why', 'x'],
      says: /2 hours is not a duration — write a number and a unit/,
    },
    { name: 'too short', args: ['web/a', '--for', '9m', '--why', 'x'], says: /lasts from 10m to 30d, not 9m/ },
    {
      name: 'too long',
      args: ['web/a', '--for', '31d', '--why', 'x'],
      says: /lasts from 10m to 30d, not 31d — for longer, change a route/,
    },
    {
      name: 'everything',
      args: ['*', '--for', '2h', '--why', 'x'],
      says: /\* alone would mute everything — write "\*\/\*"/,
    },
    { name: 'half a key', args: ['1/2/3', '--for', '2h', '--why', 'x'], says: /1\/2\/3 is no target/ },
  ];
  test.each(wrong)('$name is wrong usage, and nothing is sent', async ({ args, says }) => {
    const { code, err, sent } = await run(['mute', ...args]);
    expect({ code, sent }).toEqual({ code: 2, sent: [] });
    expect(err).toMatch(says);
  });

  test.each([
    { length: '10m', ms: 10 * minuteMs },
    { length: '30d', ms: 30 * dayMs },
    { length: '1h30m', ms: 90 * minuteMs },
  ])('lasts $length', async ({ length, ms }) => {
    const { sent } = await run(['mute', 'web/a', '--for', length, '--why', 'x']);
    expect(heard(sent)).toMatchObject([{ until: now + ms }]);
  });

  test('of an incident that is not open is refused, with those that are', async () => {
    const { code, err, sent } = await run(['mute', 'INC-0000', '--for', '2h', '--why', 'x']);
    expect({ code, sent }).toEqual({ code: 1, sent: [] });
    expect(err).toContain(`no incident INC-0000 is open — open are ${id} web/orders-api, INC-`);
  });

  test('needs no table', async () => {
    const { code, out, sent } = await run(['mute', 'web/a', '--for', '2h', '--why', 'x'], [], {
      env: { WATCHKEEPER_QUEUE_URL: queue, WATCHKEEPER_BY: 'on-call' },
    });
    expect(code).toBe(0);
    expect(out).toContain('give --table to see it');
    expect(heard(sent)).toMatchObject([{ by: 'on-call' }]);
  });

  test('refused by the queue is a fault', async () => {
    const sqs = {
      'SQS.SendMessageBatch': () => {
        throw awsError('QueueDoesNotExist', { status: 400 });
      },
    };
    const { code, err } = await run(['mute', 'web/a', '--for', '2h', '--why', 'x'], [], { sqs });
    expect(code).toBe(1);
    expect(err).toMatch(/^watchkeeper: send to https:.*QueueDoesNotExist — check the name, the region/);
  });
});

describe('unmute', () => {
  test('ends the mute', async () => {
    const { code, sent } = await run(['unmute', 'web/search-*']);
    expect(code).toBe(0);
    const { state } = hearMutes({ kind: 'mutes', mutes: [mute] }, heard(sent), now);
    expect(state.mutes).toEqual([]);
  });

  test('refuses what is not muted, and says what is', async () => {
    const { code, err, sent } = await run(['unmute', 'web/search']);
    expect({ code, sent }).toEqual({ code: 1, sent: [] });
    expect(err).toBe('watchkeeper: web/search is not muted — muted are web/search-*\n');
  });
});

describe('ack', () => {
  test.each([
    { name: 'its id', target: id },
    { name: 'its id in small letters', target: id.toLowerCase() },
    { name: 'cluster/name', target: 'web/orders-api' },
    { name: 'its key', target: down.alert.key },
  ])('by $name takes the incident', async ({ target }) => {
    const { code, out, sent } = await run(['ack', target]);
    expect(code).toBe(0);
    expect(heard(sent)).toMatchObject([{ kind: 'acknowledge', key: down.alert.key, by: 'ana', region }]);
    expect(out).toContain(`${id} web/orders-api is taken by ana`);
  });

  const taken = { ...down, acknowledged: { by: 'ken', at: now - hourMs } };
  const refusals = [
    {
      name: 'somebody else has it',
      target: id,
      open: [taken],
      code: 1,
      says: /ken has INC-\w+ web\/orders-api since .* — nothing was sent: ask them/,
    },
    {
      name: 'several fit',
      target: 'web/orders-*',
      open: [down, other],
      code: 1,
      says: /web\/orders-\* fits 2 incidents — name one: INC-/,
    },
    {
      name: 'nothing is firing',
      target: id,
      open: [],
      code: 1,
      says: /no incident INC-\w+ is open — nothing is firing/,
    },
    {
      name: 'it has ended',
      target: down.alert.key,
      open: [incidentOf(alertOf({ status: 'resolved', endedAt: now - minuteMs }))],
      code: 1,
      says: /has ended at .* \(resolved\)/,
    },
    {
      name: 'it names nothing',
      target: 'orders-api',
      open: [down],
      code: 2,
      says: /orders-api names no incident — write INC-…/,
    },
  ];
  test.each(refusals)('is refused when $name, and nothing is sent', async ({ target, open, code, says }) => {
    const ran = await run(['ack', target], open);
    expect({ code: ran.code, sent: ran.sent }).toEqual({ code, sent: [] });
    expect(ran.err).toMatch(says);
  });

  test('of one’s own changes nothing', async () => {
    const { code, out, sent } = await run(['ack', id, '--by', 'ken'], [taken]);
    expect({ code, sent }).toEqual({ code: 0, sent: [] });
    expect(out).toContain('is yours already, since');
  });

  test('gives programs what was sent', async () => {
    const { out, sent } = await run(['ack', id, '--json']);
    expect(jsonLines(out)).toEqual([{ type: 'sent', event: sent[0]?.body }]);
  });
});

describe('the queue', () => {
  const wrong = [
    {
      name: 'is missing',
      env: {},
      says: /ack needs the queue — give --queue URL or set WATCHKEEPER_QUEUE_URL; it is the stack's output AlertQueueUrl/,
    },
    { name: 'is no address', env: { WATCHKEEPER_QUEUE_URL: 'alert' }, says: /alert is not the address of a queue/ },
    {
      name: 'is the one of alerts',
      env: { WATCHKEEPER_QUEUE_URL: `${queue}s.fifo` },
      says: /takes alerts, not requests/,
    },
  ];
  test.each(wrong)('$name: wrong usage', async ({ env: given, says }) => {
    const { code, err } = await cli(['ack', down.alert.key], { env: given });
    expect(code).toBe(2);
    expect(err).toMatch(says);
  });

  test('may be given as the tick function has it', async () => {
    const { sent } = await run(['unmute', 'web/search-*', '--queue', queue.replace('-alert', '-{feature}')]);
    expect(sent).toMatchObject([{ queue }]);
  });

  test('says the region, also against AWS_REGION', async () => {
    const { sent } = await run(['ack', down.alert.key], [], {
      env: { WATCHKEEPER_QUEUE_URL: queue, AWS_REGION: 'us-east-1' },
    });
    expect(heard(sent)).toMatchObject([{ region }]);
  });
});
