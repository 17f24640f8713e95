import type { Hold, HoldFeature } from '../core/hold.ts';
import { holdPrecedence, standing } from '../core/hold.ts';
import type { Clock, HeldThings, Holds } from '../core/ports.ts';
import type { Instant } from '../core/time.ts';
import { hourMs, secondMs } from '../core/time.ts';
import type { Item } from './dynamodb-item.ts';
import type { Table } from './dynamodb.ts';
import { openKeys } from './dynamodb.ts';
import type { Place } from './dynamodb-update.ts';
import { numberOf, readPlace, tryUpdate } from './dynamodb-update.ts';

/** Under which the things that people hold are found in the index `open`. */
const peoples = 'open#hold#person';

/**
 * The holds of a thing are one item, an attribute for each (`h#`): so who takes one sees all others in the same write.
 * When the last is released, or ends by itself, TTL removes the item, unless `changes` says that somebody has come
 * meanwhile.
 */
export function dynamoHolds(table: Table, region: string, clock: Clock): Holds & HeldThings {
  const prefix = `hold#${region}#`;
  const placeOf = (thing: string) => ({ key: `${prefix}${thing}`, sk: 'hold' });
  return {
    take: async (thing, { holder, ...hold }) => {
      const isPersons = hold.feature === 'person';
      const { item } = await tryUpdate(table, {
        ...placeOf(thing),
        expression: `SET #holder = :hold${isPersons ? ', openKey = :open' : ''} REMOVE expiresAt ADD changes :one`,
        names: { '#holder': `h#${holder}` },
        values: { ':hold': JSON.stringify(hold), ':one': 1, ...(isPersons && { ':open': peoples }) },
      });
      if (hold.until !== undefined) await leave(table, placeOf(thing), item, clock.now());
      return standing(holdsIn(item), clock.now());
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
      if (done) await leave(table, placeOf(thing), item, clock.now());
    },
    read: async (thing) => standing(holdsIn(await readPlace(table, placeOf(thing))), clock.now()),
    heldByPeople: async () => {
      const keys = await openKeys(table, peoples);
      return keys.flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));
    },
  };
}

/** Lets the item end with the last hold in it, and takes it out of the index when no person holds it. */
async function leave(table: Table, place: Place, item: Item, now: Instant): Promise<void> {
  const endsAt = lastEnd(holdsIn(item), now);
  const nobody = holdsIn(item).every(({ feature }) => feature !== 'person');
  if (endsAt === undefined && !(nobody && 'openKey' in item)) return;
  await tryUpdate(table, {
    ...place,
    expression: [
      ...(endsAt === undefined ? [] : ['SET expiresAt = :expires']),
      ...(nobody ? ['REMOVE openKey'] : []),
    ].join(' '),
    condition: 'changes = :seen',
    values: {
      ...(endsAt !== undefined && { ':expires': Math.ceil((endsAt + hourMs) / secondMs) }),
      ':seen': numberOf(item, 'changes') ?? 0,
    },
  });
}

/** From when on nobody holds it any more, whatever happens; undefined: somebody must give it back first. */
function lastEnd(holds: readonly Hold[], now: Instant): Instant | undefined {
  const ends = holds.map(({ until }) => until ?? Infinity);
  const last = Math.max(now, ...ends);
  return last === Infinity ? undefined : last;
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
    const { feature, why, since, until } = read as Readonly<Record<string, unknown>>;
    return isFeature(feature) && typeof why === 'string' && typeof since === 'number'
      ? { feature, why, since, ...(typeof until === 'number' && { until }) }
      : strongest;
  } catch {
    return strongest;
  }
}

function isFeature(feature: unknown): feature is HoldFeature {
  return holdPrecedence.some((each) => each === feature);
}
