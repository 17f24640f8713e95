import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bytesOf, mostBytes } from '../../lib/app/record-size.ts';
import { itemOf } from '../../lib/aws/dynamodb-item.ts';
import { dynamoBudgets } from '../../lib/aws/dynamodb-budgets.ts';
import { dynamoHolds } from '../../lib/aws/dynamodb-holds.ts';
import { dynamoPaces, dynamoTokenBuckets } from '../../lib/aws/dynamodb-shared.ts';
import { dynamoStore } from '../../lib/aws/dynamodb.ts';
import type { Paces } from '../../lib/core/delivery.ts';
import type { Hold } from '../../lib/core/hold.ts';
import type { Budgets, HeldThings, Holds, RecordStore, TokenBuckets } from '../../lib/core/ports.ts';
import type { KeptRecord } from '../../lib/core/record.ts';
import { recordKey } from '../../lib/core/record.ts';
import type { EmbeddedDynamo } from '../../sim/dynamodb.ts';
import { startDynamo } from '../../sim/dynamodb.ts';
import { memoryBudgets, memoryHolds, memoryPaces, memoryStore, memoryTokenBuckets } from '../../sim/memory-store.ts';

type Kept = {
  readonly store: RecordStore;
  readonly budgets: Budgets;
  readonly holds: Holds & HeldThings;
  readonly paces: Paces;
  readonly buckets: TokenBuckets;
};

let dynamo: EmbeddedDynamo;
let unique = 0;

/** What the clock says. */
const clockSays = 1_800_000_000_000;

const key = (): string => recordKey('health', 'eu-west-1', `web/service/orders-${(unique += 1)}`);

function record(of: Partial<KeptRecord> & { key: string }): KeptRecord {
  return { v: 1, version: 1, writeId: `w${(unique += 1)}`, state: { seen: 1 }, todo: [], ...of };
}

beforeAll(async () => {
  dynamo = await startDynamo('records');
});
afterAll(async () => dynamo.close());

const kinds: Record<string, () => Kept> = {
  memory: () => ({
    store: memoryStore(),
    budgets: memoryBudgets(),
    holds: memoryHolds(() => clockSays),
    paces: memoryPaces(1000),
    buckets: memoryTokenBuckets(),
  }),
  DynamoDB: () => ({
    store: dynamoStore(dynamo.table),
    budgets: dynamoBudgets(dynamo.table),
    holds: dynamoHolds(dynamo.table, 'eu-west-1', { now: () => clockSays }),
    paces: dynamoPaces(dynamo.table, 'eu-west-1', 1000),
    buckets: dynamoTokenBuckets(dynamo.table),
  }),
};

describe.each(Object.entries(kinds))('a store in %s', (_, make) => {
  test('gives back what was saved, whole', async () => {
    const { store } = make();
    const order = { type: 'order', key: 'o', notAfter: 9, mode: 'act', target: { desired: 3 } } as const;
    const full = record({
      key: key(),
      state: { text: 'é 影響 \u2028', list: [1, null, { deep: true }], none: null },
      todo: [{ id: 't1', action: order, notBefore: 7 }],
      claim: { by: 'worker', until: 123_456 },
      dueAt: 99,
      openUnder: 'web#1',
      trouble: { count: 1, error: 'x', since: 1, parked: false, heard: [{ kind: 'wake' }], forgotten: 0, retryAt: 2 },
      unreadable: { problem: 'it is not JSON', body: '{' },
    });
    expect(await store.save(full, 0)).toBe('saved');
    expect((await store.load([full.key])).get(full.key)).toEqual(full);
    const over = record({ key: full.key, version: 2, endedAt: 5, expiresAt: 60_000 });
    expect(await store.save(over, 1)).toBe('saved');
    expect((await store.load([full.key])).get(full.key)).toEqual(over);
  });

  test('loads many, and leaves out what is not there', async () => {
    const { store } = make();
    const records = Array.from({ length: 120 }, () => record({ key: key() }));
    await Promise.all(records.map(async (each) => store.save(each, 0)));
    const loaded = await store.load([...records.map((each) => each.key), 'health#eu-west-1#nobody']);
    expect([...loaded.keys()].toSorted()).toEqual(records.map((each) => each.key).toSorted());
  });

  test('refuses a save on any version but the one loaded', async () => {
    const { store } = make();
    const first = record({ key: key() });
    expect(await store.save(record({ key: first.key, version: 2 }), 1)).toBe('conflict');
    expect(await store.save(first, 0)).toBe('saved');
    expect(await store.save(record({ key: first.key }), 0)).toBe('conflict');
    const second = record({ key: first.key, version: 2 });
    expect(await store.save(second, 1)).toBe('saved');
    expect(await store.save(record({ key: first.key, version: 2 }), 1)).toBe('conflict');
    expect((await store.load([first.key])).get(first.key)).toEqual(second);
  });

  test('knows its own write again when the answer was lost', async () => {
    const { store } = make();
    const first = record({ key: key() });
    expect(await store.save(first, 0)).toBe('saved');
    expect(await store.save(first, 0)).toBe('saved');
    const second = record({ key: first.key, version: 2 });
    expect(await store.save(second, 1)).toBe('saved');
    expect(await store.save(second, 1)).toBe('saved');
  });

  test('of two saves on one version one wins', async () => {
    const { store } = make();
    const one = key();
    const answers = await Promise.all([1, 2, 3, 4].map(async () => store.save(record({ key: one }), 0)));
    expect(answers.filter((answer) => answer === 'saved')).toHaveLength(1);
  });

  test('lists what is due, soonest first, of one feature, within the limit', async () => {
    const { store } = make();
    const mine = await Promise.all(
      [50, 10, 30, 20, 40].map(async (dueAt) => {
        const each = record({ key: recordKey('drain', 'eu-west-1', `${(unique += 1)}`), dueAt });
        await store.save(each, 0);
        return each;
      }),
    );
    await store.save(record({ key: recordKey('scale', 'eu-west-1', `${(unique += 1)}`), dueAt: 5 }), 0);
    const sorted = mine.toSorted((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0)).map((each) => each.key);
    expect(await store.due('drain', 30, 100)).toEqual(sorted.slice(0, 3));
    expect(await store.due('drain', 100, 2)).toEqual(sorted.slice(0, 2));
    for (const each of mine) await store.save({ ...record({ key: each.key }), version: 2 }, 1);
    expect(await store.due('drain', 100, 100)).toEqual([]);
  });

  test('lists what is open under a cluster', async () => {
    const { store } = make();
    const open = record({ key: key(), openUnder: `c#${unique}`, dueAt: 1 });
    await store.save(open, 0);
    await store.save(record({ key: key(), openUnder: 'other', dueAt: 1 }), 0);
    expect(await store.open('health', open.openUnder ?? '')).toEqual([open.key]);
    expect(await store.open('alert', open.openUnder ?? '')).toEqual([]);
  });

  test('adds up counts', async () => {
    const { store } = make();
    const name = `alert#eu-west-1#counts-${(unique += 1)}`;
    expect(await store.readCounts(name)).toEqual({});
    await store.addCounts(name, { scale_or_deploy: 2, 'a b': 1 }, 1_800_000_000_000);
    await store.addCounts(name, { scale_or_deploy: 3 }, 1_800_000_000_000);
    expect(await store.readCounts(name)).toEqual({ scale_or_deploy: 5, 'a b': 1 });
  });

  test('a budget is never exceeded, is idempotent by holder, and lapses only by release', async () => {
    const { budgets } = make();
    const budget = { key: key(), limit: 3 };
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd', 'e'].map(async (holder) => budgets.claim(budget, holder, 1)),
    );
    expect(answers.filter(Boolean)).toHaveLength(3);
    const holder = ['a', 'b', 'c', 'd', 'e'][answers.indexOf(true)] ?? '';
    expect(await budgets.claim(budget, holder, 1)).toBe(true);
    expect(await budgets.claim(budget, 'late', 1)).toBe(false);
    await budgets.release(budget.key, holder);
    await budgets.release(budget.key, holder);
    expect(await budgets.claim(budget, 'late', 2)).toBe(false);
    expect(await budgets.claim(budget, 'late', 1)).toBe(true);
    expect(await budgets.claim({ key: key(), limit: 1 }, 'greedy', 2)).toBe(false);
  });

  test('a part of a budget has a limit of its own', async () => {
    const { budgets } = make();
    const budget = key();
    const claim = async (holder: string, part: string, limit = 9) =>
      budgets.claim({ key: budget, limit, part: { name: part, limit: 1 } }, holder, 1);
    const answers = await Promise.all(['a', 'b', 'c'].map(async (holder) => claim(holder, 'zone-1')));
    expect(answers.filter(Boolean)).toHaveLength(1);
    const holder = ['a', 'b', 'c'][answers.indexOf(true)] ?? '';
    expect(await claim('d', 'zone-2')).toBe(true);
    expect(await claim('e', 'zone-3', 2)).toBe(false);
    expect(await budgets.read(budget)).toEqual({
      holders: new Map([
        [holder, { amount: 1, part: 'zone-1' }],
        ['d', { amount: 1, part: 'zone-2' }],
      ]),
      releases: 0,
    });
    await budgets.release(budget, holder);
    expect(await claim('late', 'zone-1')).toBe(true);
    expect(await claim('e', 'zone-1')).toBe(false);
    expect(await budgets.claim({ key: budget, limit: 9, part: { name: 'zone-4', limit: 0 } }, 'f', 1)).toBe(false);
    expect(await budgets.claim({ key: budget, limit: 0 }, 'late', 1)).toBe(true);
  });

  test('a claim that rests on an older reading is refused once somebody has released', async () => {
    const { budgets } = make();
    const budget = { key: key(), limit: 5, releases: 0 };
    expect(await budgets.claim(budget, 'a', 1)).toBe(true);
    expect(await budgets.claim(budget, 'b', 1)).toBe(true);
    await budgets.release(budget.key, 'nobody');
    expect(await budgets.claim(budget, 'c', 1)).toBe(true);
    await budgets.release(budget.key, 'a');
    expect(await budgets.claim(budget, 'd', 1)).toBe(false);
    expect(await budgets.claim({ ...budget, releases: 1 }, 'd', 1)).toBe(true);
    expect((await budgets.read(budget.key)).holders.size).toBe(3);
    expect(await budgets.read(key())).toEqual({ holders: new Map(), releases: 0 });
  });

  test('what people hold is found, and ends by itself where they say so', async () => {
    const { holds } = make();
    const [thing, other] = [`instance/${key()}`, `instance/${key()}`];
    const person: Hold = { holder: 'person/ann', feature: 'person', why: 'a test', since: 5 };
    await holds.take(other, { ...person, holder: 'drain', feature: 'drain' });
    await holds.take(thing, { ...person, until: clockSays + 1 });
    expect(await holds.read(thing)).toEqual([{ ...person, until: clockSays + 1 }]);
    expect((await holds.heldByPeople()).filter((each) => [thing, other].includes(each))).toEqual([thing]);
    await holds.take(thing, { ...person, until: clockSays });
    expect(await holds.read(thing)).toEqual([]);
    await holds.take(thing, person);
    await holds.release(thing, person.holder);
    expect((await holds.heldByPeople()).includes(thing)).toBe(false);
  });

  test('of two that take a hold at the same time at least one hears of the other', async () => {
    const { holds } = make();
    const thing = `instance/i-${(unique += 1)}`;
    const hold = (holder: string, feature: Hold['feature']): Hold => ({ holder, feature, why: 'a test', since: 5 });
    const all = [hold('person/ann', 'person'), hold('scale', 'scale'), hold('drain', 'drain')];
    const heard = await Promise.all(all.map(async (each) => holds.take(thing, each)));
    const sizes = heard.map((each) => each.length).toSorted((a, b) => a - b);
    expect(sizes).toEqual([1, 2, 3]);
    expect(heard.every((each, at) => each.some(({ holder }) => holder === all[at]?.holder))).toBe(true);
    for (const { holder } of all) await holds.release(thing, holder);
    await holds.release(thing, 'drain');
    expect(await holds.read(thing)).toEqual([]);
    expect(await holds.take(thing, hold('drain', 'drain'))).toEqual([hold('drain', 'drain')]);
    expect(await holds.read(thing)).toEqual([hold('drain', 'drain')]);
  });

  test('a bucket gives its burst at once, and then as much as comes back', async () => {
    const { buckets } = make();
    const bucket = { key: `drain#eu-west-1#reads-${(unique += 1)}`, burst: 50, perSecond: 10 };
    const at = 1_800_000_000_000;
    expect(await buckets.take(bucket, { must: 0, may: 30 }, at)).toBe(30);
    const answers = await Promise.all([1, 2, 3].map(async () => buckets.take(bucket, { must: 0, may: 15 }, at)));
    expect(answers.reduce((sum, each) => sum + each, 0)).toBe(20);
    expect(await buckets.take(bucket, { must: 0, may: 5 }, at + 99)).toBe(0);
    expect(await buckets.take(bucket, { must: 0, may: 5 }, at + 300)).toBe(3);
    expect(await buckets.take(bucket, { must: 10, may: 5 }, at + 1_000)).toBe(0);
    expect(await buckets.take(bucket, { must: 0, may: 5 }, at + 1_300)).toBe(0);
    expect(await buckets.take(bucket, { must: 0, may: 99 }, at + 60_000)).toBe(50);
  });

  test('a channel has one place a gap, and is silent while blocked', async () => {
    const { paces } = make();
    const channel = `slack/C${(unique += 1)}`;
    expect(await paces.take(channel, 1, 10_000)).toEqual({});
    expect(await paces.take(channel, 1, 10_500)).toEqual({ waitUntil: 11_000 });
    expect(await paces.take(channel, 2, 11_000)).toEqual({});
    await paces.block(channel, 40_000);
    await paces.block(channel, 20_000);
    expect(await paces.take(channel, 1, 39_000)).toEqual({ waitUntil: 40_000 });
    expect(await paces.take(channel, 1, 40_000)).toEqual({});
  });
});

describe('the table', () => {
  const inTable = async (name: string, body: string): Promise<void> => {
    const { client, name: TableName } = dynamo.table;
    const { body: _, ...bare } = itemOf(record({ key: name, version: 3 }));
    await client.send(new PutItemCommand({ TableName, Item: { ...bare, body: { S: body } } }));
  };

  test('keeps what nobody can read as it stands, beside the trouble it makes', async () => {
    const store = dynamoStore(dynamo.table);
    const [bad, good] = [key(), record({ key: key() })];
    await inTable(bad, '{"state":');
    await store.save(good, 0);
    const loaded = await store.load([bad, good.key]);
    expect(loaded.get(good.key)).toEqual(good);
    const found = loaded.get(bad);
    expect(found).toMatchObject({ version: 3, unreadable: { problem: 'it is not JSON', body: '{"state":' } });
    const trouble = { count: 1, error: 'x', since: 1, parked: false, heard: [], forgotten: 0 };
    const next = { ...record({ key: bad }), ...found, version: 4, writeId: 'next', dueAt: 7, trouble };
    expect(await store.save(next, 3)).toBe('saved');
    expect((await store.load([bad])).get(bad)).toEqual(next);
  });

  test('refuses for good what does not fit into an item', async () => {
    const store = dynamoStore(dynamo.table);
    const tooLarge = record({ key: key(), state: { text: 'x'.repeat(420_000) } });
    await expect(store.save(tooLarge, 0)).rejects.toMatchObject({ name: 'PortError', verdict: 'permanent' });
    const largest = record({ key: key() });
    const text = 'x'.repeat(mostBytes - bytesOf({ ...largest, state: { text: '' } }));
    expect(await store.save({ ...largest, state: { text } }, 0)).toBe('saved');
  });
});
