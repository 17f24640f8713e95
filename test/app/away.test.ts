import { describe, expect, test } from 'vitest';
import { tick } from '../../lib/app/tick.ts';
import { wakeQueue } from '../../lib/app/world/queues.ts';
import type { SendAll } from '../../lib/aws/sqs.ts';
import { PortError } from '../../lib/core/outcome.ts';
import type { RecordStore } from '../../lib/core/ports.ts';
import { PartlyReadError } from '../../lib/core/ports.ts';
import { minuteMs, secondMs } from '../../lib/core/time.ts';
import { memoryStore } from '../../sim/memory-store.ts';
import { push, ToyHouse } from './house.ts';
import { toy, toyKey } from './toy.ts';

const away = async (): Promise<never> => Promise.reject(new PortError('retry', 'the table is away'));

/** A store whose calls fail as `fails` says: of each kind, by their number from 1. */
function shaky(store: RecordStore, fails: (call: 'load' | 'save', number: number) => boolean): RecordStore {
  const calls = { load: 0, save: 0 };
  return {
    ...store,
    load: async (keys) => (fails('load', (calls.load += 1)) ? away() : store.load(keys)),
    save: async (record, loaded) => (fails('save', (calls.save += 1)) ? away() : store.save(record, loaded)),
  };
}

describe('what came of acting is noted', () => {
  test('without reading what has just been written', async () => {
    const store = memoryStore();
    const house = new ToyHouse({}, { store: shaky(store, (call, number) => call === 'load' && number > 1) });
    await house.run(push('1', 'a'));
    expect((await store.load([toyKey('a')])).get(toyKey('a'))).toMatchObject({ todo: [], state: { open: [] } });
  });

  test('although the table is away for long, while there is time', async () => {
    const store = memoryStore();
    const waits: number[] = [];
    const house: ToyHouse = new ToyHouse(
      {},
      {
        store: shaky(store, (call, number) => call === 'save' && number > 1 && number <= 10),
        pause: async (waitMs) => {
          waits.push(waitMs);
          house.now += waitMs;
        },
      },
    );
    await house.run(push('1', 'a'));
    expect((await store.load([toyKey('a')])).get(toyKey('a'))).toMatchObject({ todo: [], state: { open: [] } });
    expect(waits).toHaveLength(9);
    expect(Math.max(...waits)).toBeLessThanOrEqual(2 * secondMs);
    expect(new Set(waits).size).toBe(waits.length);
    expect(house.acted).toEqual(['o:1', 't:1']);
  });

  test('or the invocation ends in time, and the next one takes over', async () => {
    const store = memoryStore();
    const house: ToyHouse = new ToyHouse(
      {},
      {
        store: shaky(store, (call, number) => call === 'save' && number > 1),
        pause: async (waitMs) => void (house.now += waitMs),
      },
    );
    const begun = house.now;
    expect(await house.run(push('1', 'a'))).toEqual([]);
    expect(house.now).toBeLessThan(begun + minuteMs / 2);
    expect((await store.load([toyKey('a')])).get(toyKey('a'))).toMatchObject({
      todo: [{}, {}],
      dueAt: begun + minuteMs / 2,
    });
  });

  test('when facts cannot be read just then', async () => {
    let gathers = 0;
    const gather: typeof toy.gather = async (...asked) => {
      gathers += 1;
      return gathers === 2 ? away() : toy.gather(...asked);
    };
    const house = new ToyHouse({ gather });
    await house.run(push('1', 'a'));
    expect(await house.record('a')).toMatchObject({ todo: [], state: { open: [] } });
    expect(house.acted).toEqual(['o:1', 't:1']);
  });
});

describe('what cannot be read', () => {
  test('gives back the messages of its own records only', async () => {
    const store = memoryStore();
    const partly: RecordStore = {
      ...store,
      load: async (keys) => {
        const unread = keys.filter((key) => key === toyKey('a'));
        const loaded = await store.load(keys.filter((key) => key !== toyKey('a')));
        if (unread.length > 0) throw new PartlyReadError(loaded, unread);
        return loaded;
      },
    };
    const house = new ToyHouse({}, { store: partly });
    expect(await house.run(push('1', 'a'), push('2', 'b'))).toEqual(['m-1']);
    expect(house.acted).toEqual(['o:2', 't:2']);
  });

  test('is not held against the record', async () => {
    const gather: typeof toy.gather = async (asked, ...rest) =>
      asked.some(({ key }) => key === toyKey('a')) ? away() : toy.gather(asked, ...rest);
    const house = new ToyHouse({ gather });
    expect(await house.run(push('1', 'a'), push('2', 'b'))).toEqual(['m-1']);
    expect(await house.record('a')).toBeUndefined();
    expect(house.acted).toEqual(['o:2', 't:2']);
  });
});

describe('a wake', () => {
  test('is never given back: the due index sees to it', async () => {
    const house = new ToyHouse({}, { store: shaky(memoryStore(), (call) => call === 'load') });
    expect(await house.wake('a', 'b')).toEqual([]);
    const body = JSON.stringify({ wake: [toyKey('a')] });
    expect(await house.run({ id: 'wake', body }, push('1', 'a'))).toEqual(['m-1']);
  });

  test('of a record of a later version wakes it seldom, changes nothing in it, and leaves no message behind', async () => {
    const house = new ToyHouse();
    const later = { v: 2, state: { of: 'another shape' }, todo: [] };
    for (let at = 0; at < 100; at += 1) await house.put(`${at}`, later);
    const queue: string[] = [];
    const send: SendAll = async (_, entries) => {
      queue.push(...entries.map(({ body }) => body));
      return [];
    };
    let loads = 0;
    const load = house.store.load;
    Object.assign(house.store, { load: async (keys: readonly string[]) => ((loads += 1), load(keys)) });
    for (let minute = 0; minute < 60; minute += 1) {
      house.now += minuteMs;
      const clock = { now: () => house.now };
      const wakesOf = (): ReturnType<typeof wakeQueue> => wakeQueue(send, 'queue');
      await tick({ clock, store: house.store, features: ['drain'], log: () => {}, wakesOf });
      for (const body of queue.splice(0)) expect(await house.run({ id: 'wake', body })).toEqual([]);
    }
    expect(loads).toBeLessThanOrEqual(2 * (60 / 5));
    expect(await house.record('7')).toMatchObject({ ...later, dueAt: expect.any(Number) });
  });

  test('but an event for such a record is given back until that version is there', async () => {
    const house = new ToyHouse();
    await house.put('a', { v: 2 });
    expect(await house.run(push('1', 'a'), push('2', 'b'))).toEqual(['m-1']);
    expect(house.acted).toEqual(['o:2', 't:2']);
  });
});
