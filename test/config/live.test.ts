import { describe, expect, test } from 'vitest';
import { liveConfiguration } from '../../lib/app/config/live.ts';
import type { LastGood, LiveObject } from '../../lib/app/config/live.ts';
import type { Read } from '../../lib/core/ports.ts';
import { good } from './samples.ts';

const minute = 60_000;
const one = 'receivers: { one: { slack: C0ONE11 } }';
const two = 'receivers: { two: { slack: C0TWO22 } }';
const bad = 'receivers: { one: { slack: alerts } }';

type Bucket = { text: string | undefined; etag: number };

/** An object, a store and a clock that outlive the containers using them. */
function account(text: string | undefined) {
  const object: Bucket = { text, etag: 1 };
  const store: { kept?: LastGood; down?: boolean } = {};
  const told: string[] = [];
  const reads: string[] = [];
  const time = { now: 1_000_000 };
  const get = async (ifNoneMatch: string | undefined): Promise<Read<LiveObject>> => {
    const etag = String(object.etag);
    if (object.text === undefined) return { ok: false, reason: 'unreadable' };
    reads.push(ifNoneMatch === etag ? 'unchanged' : 'text');
    const value = ifNoneMatch === etag ? 'unchanged' : { text: object.text, etag };
    return { ok: true, value, at: time.now };
  };
  const container = (build = 'b1') =>
    liveConfiguration({
      clock: { now: () => time.now },
      get,
      lastGood: {
        get: async () => {
          if (store.down) throw new Error('store is away');
          return store.kept;
        },
        put: async (lastGood) => {
          if (store.down) throw new Error('store is away');
          store.kept = lastGood;
        },
      },
      bundled: async () => good('receivers: { bundled: { slack: C0BUNDLE } }'),
      build,
      onBad: (faults, again) => told.push(`bad ${faults.length}${again ? ' again' : ''}`),
      onUnreachable: (what, reason) => told.push(`${what} ${reason}`),
    });
  const push = (next: string | undefined) => {
    object.text = next;
    object.etag += 1;
  };
  return { container, push, store, told, reads, time, object };
}

async function seen(read: ReturnType<typeof liveConfiguration>): Promise<string> {
  const { configuration, origin } = await read();
  return `${Object.keys(configuration.receivers).join()} ${origin}`;
}

test('a change is seen within a minute, and the object is looked at no oftener', async () => {
  const { container, push, reads, time } = account(one);
  const read = container();
  expect(await seen(read)).toBe('one live');
  push(two);
  time.now += minute - 1;
  expect(await seen(read)).toBe('one live');
  time.now += 1;
  expect(await seen(read)).toBe('two live');
  time.now += minute;
  expect(await seen(read)).toBe('two live');
  expect(reads).toEqual(['text', 'text', 'unchanged']);
});

test('many asking at once cause one look', async () => {
  const { container, reads } = account(one);
  const read = container();
  await Promise.all([read(), read(), read()]);
  expect(reads).toEqual(['text']);
});

describe('a bad push', () => {
  test('changes nothing, is told at every look, and is over with the next good one', async () => {
    const { container, push, told, time } = account(one);
    const read = container();
    await read();
    push(bad);
    time.now += minute;
    expect(await seen(read)).toBe('one last-good');
    time.now += minute;
    expect(await seen(read)).toBe('one last-good');
    push(two);
    time.now += minute;
    expect(await seen(read)).toBe('two live');
    time.now += minute;
    await read();
    expect(told).toEqual(['bad 1', 'bad 1 again']);
  });

  test('a container that starts meanwhile uses what an earlier one found good', async () => {
    const { container, push, told } = account(one);
    await container()();
    push(bad);
    expect(await seen(container())).toBe('one last-good');
    expect(told).toEqual(['bad 1']);
  });

  test('never half-applied: one good receiver beside a bad one is not taken', async () => {
    const { container, push, time } = account(one);
    const read = container();
    await read();
    push('receivers: { two: { slack: C0TWO22 }, three: { slack: no } }');
    time.now += minute;
    expect(await seen(read)).toBe('one last-good');
  });

  test('rolled back to the earlier text, it is live again', async () => {
    const { container, push, time } = account(one);
    const read = container();
    await read();
    push(bad);
    time.now += minute;
    await read();
    push(one);
    time.now += minute;
    expect(await seen(read)).toBe('one live');
  });

  test('before there was a good one, the bundled file holds', async () => {
    const { container, told } = account(bad);
    expect(await seen(container())).toBe('bundled bundled');
    expect(told).toEqual(['bad 1']);
  });
});

describe('S3 is away', () => {
  test('what is in force stays, and is live again when S3 is back', async () => {
    const { container, object, told, time } = account(one);
    const read = container();
    await read();
    object.text = undefined;
    time.now += minute;
    expect(await seen(read)).toBe('one live');
    object.text = two;
    object.etag += 1;
    time.now += minute;
    expect(await seen(read)).toBe('two live');
    expect(told).toEqual(['object unreadable']);
  });

  test('a container that starts meanwhile uses the last good one, read without yaml', async () => {
    const { container, push, told, reads, store } = account(one);
    await container()();
    push(undefined);
    expect(await seen(container())).toBe('one last-good');
    expect(told).toEqual(['object unreadable']);
    expect(reads).toEqual(['text']);
    expect(store.kept?.text).toBe(one);
  });

  test('with nothing kept, the bundled file holds, until S3 is back', async () => {
    const { container, object, time } = account(undefined);
    const read = container();
    expect(await seen(read)).toBe('bundled bundled');
    object.text = one;
    time.now += minute;
    expect(await seen(read)).toBe('one live');
  });
});

test('a container that starts while nothing changed asks only whether it did', async () => {
  const { container, reads } = account(one);
  await container()();
  expect(await seen(container())).toBe('one live');
  expect(reads).toEqual(['text', 'unchanged']);
});

test('what other code has read is read again from its text', async () => {
  const { container, push, store } = account(one);
  await container('b1')();
  store.kept = { ...(store.kept as LastGood), configuration: good(two) };
  expect(await seen(container('b2'))).toBe('one live');
  push(undefined);
  expect(store.kept.build).toBe('b2');
  expect(await seen(container('b3'))).toBe('one last-good');
});

test('a store that is away costs nothing but a word, and is caught up with', async () => {
  const { container, store, told, time } = account(one);
  store.down = true;
  const read = container();
  expect(await seen(read)).toBe('one live');
  expect(told).toEqual(['last-good unreadable', 'last-good unreadable']);
  store.down = false;
  time.now += minute;
  await read();
  expect(store.kept?.text).toBe(one);
});
