import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { ConditionalCheckFailedException, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { callTable } from './dynamodb-call.ts';
import type { Item } from './dynamodb-item.ts';
import { keyOf } from './dynamodb-item.ts';
import type { Table } from './dynamodb.ts';

export type Place = { readonly key: string; readonly sk: string };

type Update = Place & {
  readonly expression: string;
  readonly condition?: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, number | string>>;
};

/** The item as it is now, or, where the condition did not hold, as it was found. */
type Attempt = { readonly done: boolean; readonly item: Item };

/** One conditional update. */
export async function tryUpdate(table: Table, update: Update): Promise<Attempt> {
  const { expression, condition, names = {}, values = {} } = update;
  const command = new UpdateItemCommand({
    TableName: table.name,
    Key: keyOf(update.key, update.sk),
    UpdateExpression: expression,
    ...(condition !== undefined && { ConditionExpression: condition }),
    ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
    ...(Object.keys(values).length > 0 && {
      ExpressionAttributeValues: Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, attribute(value)]),
      ),
    }),
    ReturnValues: 'ALL_NEW',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  try {
    const answer = await callTable(`update ${update.sk}`, async (options) => table.client.send(command, options));
    return { done: true, item: answer.Attributes ?? {} };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    // Emulators leave out the item that failed the condition; the real service sends it along.
    return { done: false, item: error.Item ?? (await readPlace(table, update)) };
  }
}

/** Consistent; an item that is not there is an empty one. */
export async function readPlace(table: Table, { key, sk }: Place): Promise<Item> {
  const asked = { TableName: table.name, Key: keyOf(key, sk), ConsistentRead: true };
  const answer = await callTable('read an item', async (options) =>
    table.client.send(new GetItemCommand(asked), options),
  );
  return answer.Item ?? {};
}

function attribute(value: number | string): AttributeValue {
  return typeof value === 'number' ? { N: String(value) } : { S: value };
}

export function numberOf(item: Item, name: string): number | undefined {
  const written = item[name]?.N;
  return written === undefined ? undefined : Number(written);
}
