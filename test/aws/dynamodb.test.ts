import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { itemOf } from '../../lib/aws/dynamodb-item.ts';
import { dynamoBudgets } from '../../lib/aws/dynamodb-budgets.ts';
import { dynamoPaces } from '../../lib/aws/dynamodb-shared.ts';
import { dynamoStore, openTable } from '../../lib/aws/dynamodb.ts';
import { PartlyReadError } from '../../lib/core/ports.ts';
import type { RecordStore } from '../../lib/core/ports.ts';
import type { KeptRecord, RecordKey } from '../../lib/core/record.ts';
import type { WireCall, WireHandlers, WireRequest } from '../../sim/wire.ts';
import { awsError, wire } from '../../sim/wire.ts';

const record = (key: RecordKey): KeptRecord => ({ key, v: 1, version: 1, writeId: 'w', state: {}, todo: [] });

type Asked = {
  readonly RequestItems: { readonly records: { readonly Keys: readonly { readonly pk: { readonly S: string } }[] } };
};

/** A table that answers each batch with as many of its records as `answers` says, the rest unprocessed. */
function sparing(...answers: readonly number[]): WireHandlers {
  let batches = 0;
  return {
    'DynamoDB.BatchGetItem': ({
      RequestItems: {
        records: { Keys },
      },
    }: Asked) => {
      const most = answers[(batches += 1) - 1] ?? 0;
      const left = Keys.slice(most);
      return {
        Responses: { records: Keys.slice(0, most).map(({ pk }) => itemOf(record(pk.S))) },
        UnprocessedKeys: left.length === 0 ? {} : { records: { Keys: left } },
      };
    },
  };
}

type Opened = {
  readonly store: RecordStore;
  readonly requests: readonly WireRequest[];
  readonly waits: readonly number[];
};

function open(handlers: WireHandlers): Opened {
  const client = new DynamoDBClient({ region: 'eu-west-1', maxAttempts: 1 });
  const waits: number[] = [];
  const requests = wire(client, handlers);
  const store = dynamoStore({ client, name: 'records' }, async (waitMs) => void waits.push(waitMs));
  return { store, requests, waits };
}

async function unreadOf(reading: Promise<unknown>): Promise<PartlyReadError> {
  const error = await reading.catch((thrown: unknown) => thrown);
  if (!(error instanceof PartlyReadError)) throw new Error('all was read');
  return error;
}

describe('what a batch leaves out', () => {
  const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => `health#r#${name}`);

  test('is asked for again as long as something comes, after a wait', async () => {
    const { store, requests, waits } = open(sparing(1, 1, 1, 1, 1, 1, 1, 1));
    expect([...(await store.load(keys)).keys()]).toEqual(keys);
    expect(requests).toHaveLength(8);
    expect(waits).toHaveLength(7);
    expect(waits.every((waitMs) => waitMs >= 25 && waitMs <= 50)).toBe(true);
  });

  test('is given up when nothing comes five times in a row, after growing waits; what came is kept', async () => {
    const { store, requests, waits } = open(sparing(0, 0, 3, 0, 0, 2));
    const error = await unreadOf(store.load(keys));
    expect([...error.loaded.keys()]).toEqual(keys.slice(0, 5));
    expect(error.unread).toEqual(keys.slice(5));
    expect(error).toMatchObject({ name: 'PortError', verdict: 'retry' });
    expect(requests).toHaveLength(11);
    const last = waits.slice(-4);
    expect(last.toSorted((a, b) => a - b)).toEqual(last);
    expect(last.at(-1)).toBeGreaterThanOrEqual(400);
  });

  test('of one batch does not fail the others', async () => {
    const many = Array.from({ length: 150 }, (_, at) => `health#r#${at}`);
    const { store } = open({
      'DynamoDB.BatchGetItem': ({
        RequestItems: {
          records: { Keys },
        },
      }: Asked) => {
        if (Keys.length === 100) throw awsError('InternalServerError', { status: 500 });
        return { Responses: { records: Keys.map(({ pk }) => itemOf(record(pk.S))) } };
      },
    });
    const error = await unreadOf(store.load(many));
    expect([error.loaded.size, error.unread.length]).toEqual([50, 100]);
    expect(error.cause).toMatchObject({ message: 'read records: InternalServerError' });
  });
});

describe('an item nobody can read', () => {
  const bodies = [
    ['not JSON', '{"state":', 'it is not JSON'],
    ['no record', '[]', 'there is no plan in it'],
    ['a plan that is none', '{"state":{},"todo":[7]}', 'there is no plan in it'],
    ['nothing', undefined, 'it is not JSON'],
  ] as const;

  test.each(bodies)('%s: its neighbours are read, and it says why', async (_, body, problem) => {
    const [good, bad] = [record('health#r#good'), record('health#r#bad')];
    const { body: __, ...bare } = itemOf(bad);
    const broken = { ...bare, ...(body !== undefined && { body: { S: body } }) };
    const { store } = open({ 'DynamoDB.BatchGetItem': () => ({ Responses: { records: [itemOf(good), broken] } }) });
    const loaded = await store.load([good.key, bad.key]);
    expect(loaded.get(good.key)).toEqual(good);
    expect(loaded.get(bad.key)).toEqual({ ...bad, unreadable: { problem, body: body ?? '' } });
  });
});

describe('a save', () => {
  const refusals = [
    { name: 'ValidationException', status: 400, verdict: 'permanent' },
    { name: 'AccessDeniedException', status: 400, verdict: 'retry' },
    { name: 'ResourceNotFoundException', status: 400, verdict: 'retry' },
    { name: 'ProvisionedThroughputExceededException', status: 400, verdict: 'retry' },
    { name: 'InternalServerError', status: 500, verdict: 'retry' },
  ];
  test.each(refusals)('refused with $name is $verdict', async ({ name, status, verdict }) => {
    const { store } = open({
      'DynamoDB.PutItem': () => {
        throw awsError(name, { status });
      },
    });
    await expect(store.save(record('health#r#a'), 0)).rejects.toMatchObject({ name: 'PortError', verdict });
  });
});

describe('a call to the table has an end', () => {
  test('by a signal, whatever it asks', async () => {
    const signals = new Map<string, boolean>();
    const note = (_: unknown, { operation, signal }: WireCall): object => {
      signals.set(operation, signal !== undefined && signals.get(operation) !== false);
      return {};
    };
    const operations = ['GetItem', 'BatchGetItem', 'PutItem', 'Query', 'UpdateItem'].map((name) => `DynamoDB.${name}`);
    const client = new DynamoDBClient({ region: 'eu-west-1', maxAttempts: 1 });
    wire(client, Object.fromEntries(operations.map((name) => [name, note])));
    const table = { client, name: 'records' };
    const store = dynamoStore(table);
    await Promise.all([
      store.load(['a#r#1']),
      store.load(['a#r#1', 'a#r#2']),
      store.save(record('health#r#a'), 0),
      store.due('health', 1, 1),
      store.open('health', 'web'),
      store.addCounts('counts', { a: 1 }, 1),
      store.readCounts('counts'),
      dynamoBudgets(table).claim({ key: 'b', limit: 1 }, 'me', 1),
      dynamoPaces(table, 'r', 1).take('c', 1, 1),
    ]);
    expect(Object.fromEntries(signals)).toEqual(Object.fromEntries(operations.map((name) => [name, true])));
  });

  test('and a connection that has died costs a second, not the call', async () => {
    let requests = 0;
    const server = createServer((_, response) => {
      requests += 1;
      if (requests > 1) response.setHeader('content-type', 'application/x-amz-json-1.0').end('{}');
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    Object.assign(process.env, {
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
      AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    });
    const table = openTable('records');
    expect(await dynamoStore(table).load(['health#r#a'])).toEqual(new Map());
    expect(requests).toBe(2);
    table.client.destroy();
    server.closeAllConnections();
    server.close();
  });
});
