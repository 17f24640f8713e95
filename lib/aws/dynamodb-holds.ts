import type { Hold, HoldFeature } from '../core/hold.ts';
import { holdPrecedence } from '../core/hold.ts';
import type { Clock, Holds } from '../core/ports.ts';
import { hourMs, secondMs } from '../core/time.ts';
import type { Item } from './dynamodb-item.ts';
import type { Table } from './dynamodb.ts';
import { numberOf, readPlace, tryUpdate } from './dynamodb-update.ts';

/**
 * The holds of a thing are one item, an attribute for each (`h#`): so who takes one sees all others in the same write.
 * When the last is released, TTL removes the item, unless `changes` says that somebody has come meanwhile.
 */
export function dynamoHolds(table: Table, region: string, clock: Clock): Holds {
  const placeOf = (thing: string) => ({ key: `hold#${region}#${thing}`, sk: 'hold' });
  return {
    take: async (thing, { holder, ...hold }) => {
      const { item } = await tryUpdate(table, {
        ...placeOf(thing),
        expression: 'SET #holder = :hold REMOVE expiresAt ADD changes :one',
        names: { '#holder': `h#${holder}` },
        values: { ':hold': JSON.stringify(hold), ':one': 1 },
      });
      return holdsIn(item);
    },
    release: async (thing, holder) => {
      const names = { '#holder': `h#${holder}` };
      const { done, item } = await tryUpdate(table, {
        ...placeOf(thing),
        expression: 'REMOVE #holder ADD changes :one',
        condition: 'attribute_exists(#holder)',
        names,
        values: { ':one': 1 },
      });
      if (!done || holdsIn(item).length > 0) return;
      await tryUpdate(table, {
        ...placeOf(thing),
        expression: 'SET expiresAt = :expires',
        condition: 'changes = :seen',
        values: {
          ':expires': Math.ceil((clock.now() + hourMs) / secondMs),
          ':seen': numberOf(item, 'changes') ?? 0,
        },
      });
    },
    read: async (thing) => holdsIn(await readPlace(table, placeOf(thing))),
  };
}

function holdsIn(item: Item): readonly Hold[] {
  const names = Object.keys(item).filter((name) => name.startsWith('h#'));
  return names.map((name) => ({ holder: name.slice(2), ...holdOf(item[name]?.S ?? '') }));
}

/** What nobody can read is a person's, until a person takes it away: nothing goes before it. */
function holdOf(written: string): Omit<Hold, 'holder'> {
  const strongest = { feature: 'person', why: 'a hold nobody can read', since: 0 } as const;
  try {
    const read: unknown = JSON.parse(written);
    if (typeof read !== 'object' || read === null) return strongest;
    const { feature, why, since } = read as Readonly<Record<string, unknown>>;
    return isFeature(feature) && typeof why === 'string' && typeof since === 'number'
      ? { feature, why, since }
      : strongest;
  } catch {
    return strongest;
  }
}

function isFeature(feature: unknown): feature is HoldFeature {
  return holdPrecedence.some((each) => each === feature);
}
