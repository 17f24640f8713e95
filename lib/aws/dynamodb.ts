import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { RecordStore } from '../core/ports.ts';
import type { FeatureName, KeptRecord, RecordKey } from '../core/record.ts';
import type { Instant } from '../core/time.ts';
import { secondMs } from '../core/time.ts';
import type { Item } from './dynamodb-item.ts';
import { dueShards, itemOf, keyOf, recordOf, text } from './dynamodb-item.ts';

/** Where the records are: the SDK's client, and the name of the table. */
export type Table = { readonly client: DynamoDBClient; readonly name: string };

/** BatchGetItem takes at most 100 keys (API_BatchGetItem). */
const batchGetLimit = 100;

export function openTable(name: string): Table {
  return { client: new DynamoDBClient({ maxAttempts: 4 }), name };
}

export function dynamoStore(table: Table): RecordStore {
  return {
    load: async (keys) => {
      const pages: RecordKey[][] = [];
      for (let at = 0; at < keys.length; at += batchGetLimit) pages.push(keys.slice(at, at + batchGetLimit));
      const items = (await Promise.all(pages.map(async (page) => getItems(table, page)))).flat();
      return new Map(items.map(recordOf).map((record) => [record.key, record]));
    },
    save: async (record, loaded) => save(table, record, loaded),
    due: async (feature, at, limit) => {
      const shards = Array.from({ length: dueShards }, (_, shard) => `due#${feature}#${shard}`);
      const found = await Promise.all(shards.map(async (shard) => query(table, dueQuery(shard, at, limit))));
      const sorted = found.flat().toSorted((a, b) => Number(a['dueAt']?.N) - Number(b['dueAt']?.N));
      return sorted.slice(0, limit).map((item) => text(item, 'pk'));
    },
    open: async (feature, cluster) => {
      const items = await query(table, openQuery(feature, cluster));
      return items.map((item) => text(item, 'pk'));
    },
    addCounts: async (name, counts, expiresAt) => addCounts(table, name, { counts, expiresAt }),
    readCounts: async (name) => {
      const answer = await table.client.send(new GetItemCommand({ TableName: table.name, Key: keyOf(name, 'counts') }));
      const sums = Object.entries(answer.Item ?? {}).filter(([key]) => key.startsWith('n#'));
      return Object.fromEntries(sums.map(([key, value]) => [key.slice(2), Number(value.N)]));
    },
  };
}

/** A batch may come back incomplete (UnprocessedKeys): what is missing is asked for again, else the load has failed. */
async function getItems(table: Table, keys: readonly RecordKey[]): Promise<Item[]> {
  if (keys.length === 1 && keys[0] !== undefined) {
    const answer = await table.client.send(
      new GetItemCommand({ TableName: table.name, Key: keyOf(keys[0], 'state'), ConsistentRead: true }),
    );
    return answer.Item === undefined ? [] : [answer.Item];
  }
  const items: Item[] = [];
  let open: Item[] = keys.map((key) => keyOf(key, 'state'));
  for (let attempt = 0; open.length > 0; attempt += 1) {
    if (attempt === 5) throw new Error(`${open.length} records stayed unread`);
    const answer = await table.client.send(
      new BatchGetItemCommand({ RequestItems: { [table.name]: { Keys: open, ConsistentRead: true } } }),
    );
    items.push(...(answer.Responses?.[table.name] ?? []));
    open = answer.UnprocessedKeys?.[table.name]?.Keys ?? [];
  }
  return items;
}

/**
 * One conditional write. When the condition fails, the write id tells our own write, whose answer was lost and which
 * the SDK sent again, from somebody else's.
 */
async function save(table: Table, record: KeptRecord, loaded: number): Promise<'saved' | 'conflict'> {
  const condition =
    loaded === 0
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : { ConditionExpression: 'version = :loaded', ExpressionAttributeValues: { ':loaded': { N: String(loaded) } } };
  try {
    await table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: itemOf(record),
        ...condition,
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return 'saved';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const item = error.Item ?? (await getItems(table, [record.key]))[0];
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

function openQuery(feature: FeatureName, cluster: string): Query {
  return {
    IndexName: 'open',
    KeyConditionExpression: 'openKey = :open',
    ExpressionAttributeValues: { ':open': { S: `open#${feature}#${cluster}` } },
  };
}

/** All pages, or as many as give `Limit` items. */
async function query(table: Table, asked: Query): Promise<Item[]> {
  const items: Item[] = [];
  let from: Item | undefined;
  do {
    const answer = await table.client.send(
      new QueryCommand({ TableName: table.name, ...asked, ...(from !== undefined && { ExclusiveStartKey: from }) }),
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
  await table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: keyOf(name, 'counts'),
      UpdateExpression: `SET expiresAt = if_not_exists(expiresAt, :expires) ADD ${names.map((_, at) => `#n${at} :n${at}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(names.map((each, at) => [`#n${at}`, `n#${each}`])),
      ExpressionAttributeValues: {
        ':expires': { N: String(Math.ceil(expiresAt / secondMs)) },
        ...Object.fromEntries(names.map((each, at) => [`:n${at}`, { N: String(counts[each]) }])),
      },
    }),
  );
}
