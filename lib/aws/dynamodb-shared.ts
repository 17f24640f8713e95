import { ConditionalCheckFailedException, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Paces } from '../core/delivery.ts';
import type { Budgets } from '../core/ports.ts';
import type { Instant } from '../core/time.ts';
import { hourMs, secondMs } from '../core/time.ts';
import { callTable } from './dynamodb-call.ts';
import type { Item } from './dynamodb-item.ts';
import { keyOf } from './dynamodb-item.ts';
import type { Table } from './dynamodb.ts';

/**
 * A budget is one item: an attribute per holder, and their sum. One conditional update each way, idempotent by holder;
 * nothing lapses by itself.
 */
export function dynamoBudgets(table: Table): Budgets {
  const update = async (key: string, change: Omit<Update, 'key'>): Promise<Attempt> =>
    tryUpdate(table, { key, ...change });
  return {
    claim: async ({ key, limit }, holder, amount) => {
      const attempt = await update(key, {
        sk: 'budget',
        expression: 'SET #holder = :amount ADD held :amount',
        condition: 'attribute_not_exists(#holder) AND (attribute_not_exists(held) OR held <= :room)',
        names: { '#holder': `h#${holder}` },
        numbers: { ':amount': amount, ':room': limit - amount },
      });
      return (attempt.done && amount <= limit) || attempt.before[`h#${holder}`] !== undefined;
    },
    release: async (key, holder) => {
      const before = await update(key, {
        sk: 'budget',
        expression: 'ADD held :nothing',
        condition: 'attribute_not_exists(#holder)',
        names: { '#holder': `h#${holder}` },
        numbers: { ':nothing': 0 },
      });
      const amount = before.before[`h#${holder}`];
      if (amount === undefined) return;
      await update(key, {
        sk: 'budget',
        expression: 'REMOVE #holder ADD held :less',
        condition: '#holder = :amount',
        names: { '#holder': `h#${holder}` },
        numbers: { ':less': -amount, ':amount': amount },
      });
    },
  };
}

/**
 * One item per channel: when its next place is free. `gapMs` between places (Slack: about one post a second and
 * channel, docs.slack.dev rate limits).
 */
export function dynamoPaces(table: Table, region: string, gapMs: number): Paces {
  const key = (channel: string): string => `alert#${region}#channel/${channel}`;
  return {
    take: async (channel, amount, now) => {
      const attempt = await tryUpdate(table, {
        key: key(channel),
        sk: 'pace',
        expression: 'SET freeAt = :next, expiresAt = :expires',
        condition: 'attribute_not_exists(freeAt) OR freeAt <= :now',
        names: {},
        numbers: { ':next': now + gapMs * amount, ':now': now, ':expires': expiry(now) },
      });
      return attempt.done ? {} : { waitUntil: attempt.before['freeAt'] ?? now + gapMs };
    },
    block: async (channel, until) => {
      await tryUpdate(table, {
        key: key(channel),
        sk: 'pace',
        expression: 'SET freeAt = :until, expiresAt = :expires',
        condition: 'attribute_not_exists(freeAt) OR freeAt < :until',
        names: {},
        numbers: { ':until': until, ':expires': expiry(until) },
      });
    },
  };
}

function expiry(at: Instant): number {
  return Math.ceil((at + hourMs) / secondMs);
}

/** Emulators leave out the item that failed the condition; the real service sends it along. */
async function readAgain(table: Table, update: Update): Promise<Item | undefined> {
  const asked = { TableName: table.name, Key: keyOf(update.key, update.sk), ConsistentRead: true };
  const answer = await callTable('read an item', async (options) =>
    table.client.send(new GetItemCommand(asked), options),
  );
  return answer.Item;
}

type Update = {
  readonly key: string;
  readonly sk: string;
  readonly expression: string;
  readonly condition: string;
  readonly names: Readonly<Record<string, string>>;
  readonly numbers: Readonly<Record<string, number>>;
};

/** `before`: the item's numbers when the condition did not hold. */
type Attempt = { readonly done: boolean; readonly before: Readonly<Record<string, number>> };

async function tryUpdate(table: Table, update: Update): Promise<Attempt> {
  const names = Object.entries(update.names);
  const command = new UpdateItemCommand({
    TableName: table.name,
    Key: keyOf(update.key, update.sk),
    UpdateExpression: update.expression,
    ConditionExpression: update.condition,
    ...(names.length > 0 && { ExpressionAttributeNames: update.names }),
    ExpressionAttributeValues: Object.fromEntries(
      Object.entries(update.numbers).map(([name, value]) => [name, { N: String(value) }]),
    ),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  try {
    await callTable(`update ${update.sk}`, async (options) => table.client.send(command, options));
    return { done: true, before: {} };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const item = error.Item ?? (await readAgain(table, update)) ?? {};
    return {
      done: false,
      before: Object.fromEntries(Object.entries(item).map(([name, value]) => [name, Number(value.N)])),
    };
  }
}
