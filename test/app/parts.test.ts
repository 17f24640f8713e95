import { describe, expect, test } from 'vitest';
import { accountOf, readEnvironment } from '../../lib/app/environment.ts';
import { jsonLog, tally } from '../../lib/app/telemetry.ts';
import { tick } from '../../lib/app/tick.ts';
import { backOffMs, failuresUntilParked } from '../../lib/app/trouble.ts';
import { keep } from '../../lib/app/keep.ts';
import type { World } from '../../lib/app/world.ts';
import { dayMs, hourMs, minuteMs } from '../../lib/core/time.ts';
import { memoryStore } from '../../sim/memory-store.ts';
import type { Push, ToyTarget } from './toy.ts';
import { toy, toyKey } from './toy.ts';

test('an environment that lacks something names all of it at once', () => {
  expect(() => readEnvironment('health', {})).toThrow(
    'WATCHKEEPER_TABLE, WATCHKEEPER_QUEUE_URL, WATCHKEEPER_ALERTS_QUEUE_URL, WATCHKEEPER_CONFIG, AWS_REGION',
  );
  expect(readEnvironment('tick', { AWS_REGION: 'r', WATCHKEEPER_TABLE: 't', WATCHKEEPER_QUEUE_URL: 'q' }).mode).toBe(
    'watch',
  );
  expect(accountOf('https://sqs.eu-west-1.amazonaws.com/123456789012/watchkeeper-health')).toBe('123456789012');
});

test('an error is logged by name and message, and lines below the level are not', () => {
  const lines: string[] = [];
  const log = jsonLog((line) => void lines.push(line), { now: () => 0 }, { function: 'health', level: 'warn' });
  log('info', 'not this');
  log('error', 'this', { error: new RangeError('too far', { cause: new Error('inner') }) });
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'error',
    message: 'this',
    error: { name: 'RangeError', message: 'too far', cause: 'Error: inner' },
  });
});

test('counts become one metric line and one update of the day, and a failed update fails nothing', async () => {
  const lines: string[] = [];
  const store = memoryStore();
  const log = jsonLog((line) => void lines.push(line), { now: () => 0 }, { function: 'health', level: 'warn' });
  const counts = tally(
    { write: (line) => void lines.push(line), log, store },
    { now: () => 0 },
    { function: 'health', region: 'r' },
  );
  counts.count('Failures', 2);
  counts.count('stop/oom', 1);
  counts.count('stop/oom', 2);
  await counts.flush();
  await counts.flush();
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    Failures: 2,
    Function: 'health',
    _aws: { CloudWatchMetrics: [{ Namespace: 'Watchkeeper' }] },
  });
  expect(await store.readCounts('counts#r#1970-01-01')).toEqual({ 'stop/oom': 3 });
  const broken = tally(
    { write: () => {}, log, store: { addCounts: async () => Promise.reject(new Error('away')) } },
    { now: () => 0 },
    { function: 'health', region: 'r' },
  );
  broken.count('stop/oom', 1);
  await expect(broken.flush()).resolves.toBeUndefined();
});

test('a tick wakes every feature with something due, and one that fails does not keep the others asleep', async () => {
  const store = memoryStore();
  for (const feature of ['health', 'alert'] as const) {
    await store.save({ key: `${feature}#r#x`, v: 1, version: 1, writeId: 'w', state: {}, todo: [], dueAt: 5 }, 0);
  }
  const woken: string[] = [];
  const world = {
    clock: { now: () => 10 },
    store,
    features: ['health', 'alert'] as const,
    log: () => {},
    wakesOf: (feature: string) => ({
      wake: async (keys: readonly string[]) => {
        if (feature === 'health') throw new Error('queue away');
        woken.push(...keys);
      },
    }),
  };
  await expect(tick(world)).rejects.toThrow('some records could not be woken');
  expect(woken).toEqual(['alert#r#x']);
});

describe('a record that cannot be decided', () => {
  test('backs off, then is parked', () => {
    expect([1, 2, 3].map(backOffMs)).toEqual([minuteMs, 2 * minuteMs, 4 * minuteMs]);
    expect(backOffMs(failuresUntilParked - 1)).toBe(hourMs);
    expect(backOffMs(failuresUntilParked)).toBe(dayMs);
  });

  test('keeps what it heard, blocks nobody, and goes on when it can be decided again', async () => {
    const store = memoryStore();
    let now = 1_000_000;
    let broken = true;
    const feature = {
      ...toy,
      decide: (question: Parameters<typeof toy.decide>[0]) => {
        if (broken && question.key === toyKey('bad')) throw new Error('a fault of ours');
        return toy.decide(question);
      },
    };
    let ids = 0;
    const done: string[] = [];
    const world: World<Push, ToyTarget, undefined, undefined> = {
      clock: { now: () => now },
      newId: () => `id${(ids += 1)}`,
      parse: (body) => ({ event: JSON.parse(body) as Push }),
      policy: async () => undefined,
      store,
      read: undefined,
      authority: async () => ({ acting: true }),
      wakes: { wake: async () => {} },
      deadLetters: { refuse: async () => {} },
      act: async (target, { key }) => {
        done.push(key);
        return { result: 'done', reason: target.push, at: now };
      },
      log: () => {},
      count: () => {},
    };
    const push = (id: string, to: string): { id: string; body: string } => ({
      id,
      body: JSON.stringify({ kind: 'push', id, to, notAfter: now + dayMs }),
    });
    const back = await keep([push('1', 'bad'), push('2', 'good')], feature, world, {
      worker: 'w',
      deadline: now + minuteMs,
    });
    expect(back).toEqual(new Set());
    expect(done).toEqual(['o:2', 't:2']);
    const [record] = (await store.load([toyKey('bad')])).values();
    expect(record).toMatchObject({
      dueAt: now + minuteMs,
      trouble: { count: 1, parked: false, error: 'Error: a fault of ours' },
    });
    broken = false;
    now += 2 * minuteMs;
    await keep([{ id: 'w', body: JSON.stringify({ wake: [toyKey('bad')] }) }], feature, world, {
      worker: 'x',
      deadline: now + minuteMs,
    });
    expect(done).toEqual(['o:2', 't:2', 'o:1', 't:1']);
    expect((await store.load([toyKey('bad')])).get(toyKey('bad'))?.trouble).toBeUndefined();
  });

  test('an order of an observing policy is noted and not carried out; the kill switch does the same', async () => {
    const outcomes: unknown[] = [];
    const acted: string[] = [];
    for (const acting of [true, false]) {
      const store = memoryStore();
      let ids = 0;
      const feature = {
        ...toy,
        decide: (question: Parameters<typeof toy.decide>[0]) => {
          outcomes.push(...question.events.filter((event) => event.kind === 'outcome'));
          const decision = toy.decide(question);
          const actions = decision.actions.map((action) =>
            action.type === 'order' && acting ? { ...action, mode: 'observe' as const } : action,
          );
          return { ...decision, actions };
        },
      };
      const world: World<Push, ToyTarget, undefined, undefined> = {
        clock: { now: () => 1 },
        newId: () => `id${(ids += 1)}`,
        parse: (body) => ({ event: JSON.parse(body) as Push }),
        policy: async () => undefined,
        store,
        read: undefined,
        authority: async () => (acting ? { acting: true } : { acting: false, reason: 'the kill switch is off' }),
        wakes: { wake: async () => {} },
        deadLetters: { refuse: async () => {} },
        log: () => {},
        count: () => {},
        act: async (target, { key }) => {
          acted.push(key);
          return { result: 'done', reason: target.push, at: 1 };
        },
      };
      const body = JSON.stringify({ kind: 'push', id: '1', to: 'a', notAfter: dayMs });
      await keep([{ id: 'm', body }], feature, world, { worker: 'w', deadline: minuteMs });
    }
    expect(acted).toEqual(['t:1', 't:1']);
    expect(outcomes).toContainEqual(
      expect.objectContaining({ action: 'o:1', result: 'observed', reason: 'the policy is to observe' }),
    );
    expect(outcomes).toContainEqual(
      expect.objectContaining({ action: 'o:1', result: 'observed', reason: 'the kill switch is off' }),
    );
  });
});
