import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RecordStore } from '../core/ports.ts';
import type { KeptRecord } from '../core/record.ts';
import type { Instant } from '../core/time.ts';
import { secondMs } from '../core/time.ts';
import { clientSettings } from './client.ts';
import { callTable } from './dynamodb-call.ts';
import type { Item } from './dynamodb-item.ts';
import { dueShards, itemOf, keyOf, text } from './dynamodb-item.ts';
import type { Pause } from './dynamodb-load.ts';
import { loadRecords, readItem } from './dynamodb-load.ts';

/** Where the records are: the SDK's client, and the name of the table. */
export type Table = { readonly client: DynamoDBClient; readonly name: string };

/**
 * A connection that died while the container was frozen answers nothing: after this long the SDK tries another one. The
 * table answers within tens of milliseconds.
 */
const answerLimitMs = 1000;

export function openTable(name: string): Table {
  const requestHandler = {
    connectionTimeout: answerLimitMs,
    requestTimeout: answerLimitMs,
    throwOnRequestTimeout: true,
  };
  return { client: new DynamoDBClient({ ...clientSettings, requestHandler }), name };
}

/** `pause` waits before what the table left out is asked for again. */
export function dynamoStore(table: Table, pause: Pause = sleep): RecordStore {
  return {
    load: async (keys) => loadRecords(table, keys, pause),
    save: async (record, loaded) => save(table, record, loaded),
    due: async (feature, at, limit) => {
      const shards = Array.from({ length: dueShards }, (_, shard) => `due#${feature}#${shard}`);
      const found = await Promise.all(shards.map(async (shard) => query(table, dueQuery(shard, at, limit))));
      const sorted = found.flat().toSorted((a, b) => Number(a['dueAt']?.N) - Number(b['dueAt']?.N));
      return sorted.slice(0, limit).map((item) => text(item, 'pk'));
    },
    open: async (feature, cluster) => [...(await openKeys(table, `open#${feature}#${cluster}`))],
    addCounts: async (name, counts, expiresAt) => addCounts(table, name, { counts, expiresAt }),
    readCounts: async (name) => {
      const asked = { TableName: table.name, Key: keyOf(name, 'counts') };
      const answer = await callTable('read counts', async (options) =>
        table.client.send(new GetItemCommand(asked), options),
      );
      const sums = Object.entries(answer.Item ?? {}).filter(([key]) => key.startsWith('n#'));
      return Object.fromEntries(sums.map(([key, value]) => [key.slice(2), Number(value.N)]));
    },
  };
}

/**
 * One conditional write. When the condition fails, the write id tells our own write, whose answer was lost and which
 * the SDK sent again, from somebody else's.
 */
async function save(table: Table, record: KeptRecord, loaded: number): Promise<'saved' | 'conflict'> {
  const put = new PutItemCommand({
    TableName: table.name,
    Item: itemOf(record),
    ...(loaded === 0
      ? { ConditionExpression: 'attribute_not_exists(version)' }
      : { ConditionExpression: 'version = :loaded', ExpressionAttributeValues: { ':loaded': { N: String(loaded) } } }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  try {
    await callTable('save a record', async (options) => table.client.send(put, options));
    return 'saved';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const item = error.Item ?? (await readItem(table, record.key));
    return item?.['writeId']?.S === record.writeId ? 'saved' : 'conflict';
  }
}

type Query = {
  readonly IndexName: string;
  readonly KeyConditionExpression: string;
  readonly ExpressionAttributeValues: Item;
  readonly Limit?: number;
};

function dueQuery(shard: string, at: number, limit: number): Query {
  return {
    IndexName: 'due',
    KeyConditionExpression: 'dueKey = :shard AND dueAt <= :at',
    ExpressionAttributeValues: { ':shard': { S: shard }, ':at': { N: String(at) } },
    Limit: limit,
  };
}

/** What stands under one key of the index `open`. */
export async function openKeys(table: Table, key: string): Promise<readonly string[]> {
  const items = await query(table, {
    IndexName: 'open',
    KeyConditionExpression: 'openKey = :open',
    ExpressionAttributeValues: { ':open': { S: key } },
  });
  return items.map((item) => text(item, 'pk'));
}

/** All pages, or as many as give `Limit` items. */
async function query(table: Table, asked: Query): Promise<Item[]> {
  const items: Item[] = [];
  let from: Item | undefined;
  do {
    const page = { TableName: table.name, ...asked, ...(from !== undefined && { ExclusiveStartKey: from }) };
    const answer = await callTable('read an index', async (options) =>
      table.client.send(new QueryCommand(page), options),
    );
    items.push(...(answer.Items ?? []));
    from = answer.LastEvaluatedKey;
  } while (from !== undefined && items.length < (asked.Limit ?? Infinity));
  return items;
}

async function addCounts(
  table: Table,
  name: string,
  { counts, expiresAt }: { readonly counts: Readonly<Record<string, number>>; readonly expiresAt: Instant },
): Promise<void> {
  const names = Object.keys(counts);
  if (names.length === 0) return;
  const update = new UpdateItemCommand({
    TableName: table.name,
    Key: keyOf(name, 'counts'),
    UpdateExpression: `SET expiresAt = if_not_exists(expiresAt, :expires) ADD ${names.map((_, at) => `#n${at} :n${at}`).join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(names.map((each, at) => [`#n${at}`, `n#${each}`])),
    ExpressionAttributeValues: {
      ':expires': { N: String(Math.ceil(expiresAt / secondMs)) },
      ...Object.fromEntries(names.map((each, at) => [`:n${at}`, { N: String(counts[each]) }])),
    },
  });
  await callTable('add to counts', async (options) => table.client.send(update, options));
}
