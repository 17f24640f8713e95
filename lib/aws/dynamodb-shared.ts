import type { Paces } from '../core/delivery.ts';
import type { TokenBuckets } from '../core/ports.ts';
import type { Instant } from '../core/time.ts';
import { hourMs, secondMs } from '../core/time.ts';
import { takenFrom } from '../core/token-bucket.ts';
import type { Table } from './dynamodb.ts';
import { numberOf, tryUpdate } from './dynamodb-update.ts';

/**
 * One item per channel: when its next place is free. `gapMs` between places (Slack: about one post a second and
 * channel, docs.slack.dev rate limits).
 */
export function dynamoPaces(table: Table, region: string, gapMs: number): Paces {
  const placeOf = (channel: string) => ({ key: `alert#${region}#channel/${channel}`, sk: 'pace' });
  return {
    take: async (channel, amount, now) => {
      const attempt = await tryUpdate(table, {
        ...placeOf(channel),
        expression: 'SET freeAt = :next, expiresAt = :expires',
        condition: 'attribute_not_exists(freeAt) OR freeAt <= :now',
        values: { ':next': now + gapMs * amount, ':now': now, ':expires': expiry(now) },
      });
      return attempt.done ? {} : { waitUntil: numberOf(attempt.item, 'freeAt') ?? now + gapMs };
    },
    block: async (channel, until) => {
      await tryUpdate(table, {
        ...placeOf(channel),
        expression: 'SET freeAt = :until, expiresAt = :expires',
        condition: 'attribute_not_exists(freeAt) OR freeAt < :until',
        values: { ':until': until, ':expires': expiry(until) },
      });
    },
  };
}

/** So often another taker may come first before somebody goes without. */
const tries = 4;

/** One item per bucket: when it is full again. Optimistic: who was overtaken counts again from what it finds. */
export function dynamoTokenBuckets(table: Table): TokenBuckets {
  return {
    take: async (bucket, wanted, now) => {
      let seen: Instant | undefined;
      for (let attempt = 0; attempt < tries; attempt += 1) {
        const { granted, fullAt } = takenFrom(bucket, seen ?? 0, { ...wanted, now });
        if (wanted.must + granted === 0) return 0;
        const taken = await tryUpdate(table, {
          key: bucket.key,
          sk: 'tokens',
          expression: 'SET fullAt = :next, expiresAt = :expires',
          condition: seen === undefined ? 'attribute_not_exists(fullAt) OR fullAt <= :seen' : 'fullAt = :seen',
          values: { ':next': fullAt, ':seen': seen ?? now, ':expires': expiry(fullAt) },
        });
        if (taken.done) return granted;
        seen = numberOf(taken.item, 'fullAt') ?? 0;
      }
      return 0;
    },
  };
}

function expiry(at: Instant): number {
  return Math.ceil((at + hourMs) / secondMs);
}
