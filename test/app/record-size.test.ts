import { describe, expect, test } from 'vitest';
import { itemOf } from '../../lib/aws/dynamodb-item.ts';
import { PortError } from '../../lib/core/outcome.ts';
import type { KeptRecord } from '../../lib/core/record.ts';
import { minuteMs } from '../../lib/core/time.ts';
import { memoryStore } from '../../sim/memory-store.ts';
import type { ToyFeature } from './house.ts';
import { push, ToyHouse } from './house.ts';
import type { Push, ToyState } from './toy.ts';
import { toy, toyKey } from './toy.ts';

/** DynamoDB developer guide, "Service, account, and table quotas": names and values, in UTF-8. */
const itemLimitBytes = 400 * 1024;

function itemBytes(record: KeptRecord | undefined): number {
  const parts = Object.entries(record === undefined ? {} : itemOf(record));
  return parts.reduce((sum, [name, { S, N }]) => sum + Buffer.byteLength(`${name}${S ?? ''}${N ?? ''}`), 0);
}

/** The toy, but its state and what it tells are so large. */
function large(sizes: { readonly state: number; readonly target: number }, shrink: ToyFeature['shrink']): ToyFeature {
  return {
    ...toy,
    shrink,
    decide: (question) => {
      const { actions, state, ...decision } = toy.decide(question);
      const more = actions.map((each) => ({ ...each, target: { push: '影'.repeat(sizes.target) } }));
      return { ...decision, actions: more, state: { ...state, seen: [...state.seen, '響'.repeat(sizes.state)] } };
    },
  };
}

const emptied = (state: ToyState): ToyState => ({ ...state, seen: [] });

describe('a record is measured as it is stored', () => {
  test('in bytes: what is past the limit shrinks', async () => {
    const house = new ToyHouse(large({ state: 50_000, target: 10 }, emptied));
    await house.run(push('1', 'a'));
    expect(await house.record('a')).toMatchObject({ state: { seen: [] } });
    expect(house.acted).toEqual(['o:1', 't:1']);
  });

  test('with what is to be done', async () => {
    const later = { result: 'retry', reason: 'later', at: 0, retryAt: 2_000_000 } as const;
    const house = new ToyHouse(large({ state: 10, target: 30_000 }, emptied), { act: async () => later });
    await house.run(push('1', 'a'));
    expect(await house.record('a')).toMatchObject({ state: { seen: [] }, todo: [{}, {}] });
  });

  test('one that cannot be made to fit is in trouble, and its trouble fits', async () => {
    const house = new ToyHouse(large({ state: 140_000, target: 10 }, (state) => state));
    await house.run(push('1', 'a'));
    const record = await house.record('a');
    expect(record?.trouble?.error).toMatch(/^RangeError: a record of 42\d{4} bytes/);
    expect(itemBytes(record)).toBeLessThan(itemLimitBytes);
  });

  test('with all it has heard in trouble: the newest events are kept', async () => {
    const house = new ToyHouse({
      decide: () => {
        throw new Error('no');
      },
    });
    const event: Push = { kind: 'push', id: '', to: 'a', notAfter: 1 };
    for (let at = 0; at < 12; at += 1) {
      await house.run({ id: `m${at}`, body: JSON.stringify({ ...event, id: `${at}${'\u{1F6A8}'.repeat(20_000)}` }) });
    }
    const record = await house.record('a');
    expect(itemBytes(record)).toBeLessThan(itemLimitBytes);
    const { heard = [], forgotten } = record?.trouble ?? {};
    expect(heard.map((each) => parseInt((each as Push).id))).toEqual([8, 9, 10, 11]);
    expect(forgotten).toBe(8);
  });
});

describe('a record the table does not take', () => {
  const store = memoryStore();
  const picky = {
    ...store,
    save: async (record: KeptRecord, loaded: number) => {
      const isPlain = record.key !== toyKey('bad') || record.trouble !== undefined;
      if (!isPlain) throw new PortError('permanent', 'save a record: ValidationException');
      return store.save(record, loaded);
    },
  };

  test('is in trouble without what it heard, and never tried without end', async () => {
    const house = new ToyHouse({}, { store: picky });
    expect(await house.run(push('1', 'bad'), push('2', 'good'))).toEqual([]);
    expect(house.acted).toEqual(['o:2', 't:2']);
    expect((await store.load([toyKey('bad')])).get(toyKey('bad'))).toMatchObject({
      dueAt: house.now + minuteMs,
      trouble: { count: 1, heard: [], forgotten: 1, error: 'Error: the table does not take the record' },
    });
  });
});
