import type { Allowance, BudgetUse, Budgets } from '../core/ports.ts';
import type { Item } from './dynamodb-item.ts';
import type { Table } from './dynamodb.ts';
import { numberOf, readPlace, tryUpdate } from './dynamodb-update.ts';

const sk = 'budget';

/**
 * A budget is one item: an attribute per holder (`h#`) and the part it holds of (`in#`), and their sums (`held`, `p#` for
 * each part). One conditional update each way, idempotent by holder; nothing lapses by itself.
 */
export function dynamoBudgets(table: Table): Budgets {
  return {
    claim: async (budget, holder, amount) => {
      const { key, limit, part } = budget;
      if (amount > limit || amount > (part?.limit ?? amount)) {
        return numberOf(await readPlace(table, { key, sk }), `h#${holder}`) !== undefined;
      }
      const attempt = await tryUpdate(table, claimOf(budget, holder, amount));
      return attempt.done || numberOf(attempt.item, `h#${holder}`) !== undefined;
    },
    release: async (key, holder) => {
      const item = await readPlace(table, { key, sk });
      const amount = numberOf(item, `h#${holder}`);
      if (amount === undefined) return;
      const part = item[`in#${holder}`]?.S;
      await tryUpdate(table, {
        key,
        sk,
        expression: `REMOVE #holder, #in ADD held :less, releases :one${part === undefined ? '' : ', #part :less'}`,
        condition: '#holder = :amount',
        names: {
          '#holder': `h#${holder}`,
          '#in': `in#${holder}`,
          ...(part !== undefined && { '#part': `p#${part}` }),
        },
        values: { ':less': -amount, ':amount': amount, ':one': 1 },
      });
    },
    read: async (key) => useOf(await readPlace(table, { key, sk })),
  };
}

function claimOf({ key, limit, part, releases }: Allowance, holder: string, amount: number) {
  const conditions = [
    'attribute_not_exists(#holder)',
    '(attribute_not_exists(held) OR held <= :room)',
    ...(part === undefined ? [] : ['(attribute_not_exists(#part) OR #part <= :partRoom)']),
    ...(releases === undefined ? [] : [releases === 0 ? 'attribute_not_exists(releases)' : 'releases = :releases']),
  ];
  return {
    key,
    sk,
    expression: `SET #holder = :amount${part === undefined ? '' : ', #in = :part'} ADD held :amount${part === undefined ? '' : ', #part :amount'}`,
    condition: conditions.join(' AND '),
    names: {
      '#holder': `h#${holder}`,
      ...(part !== undefined && { '#in': `in#${holder}`, '#part': `p#${part.name}` }),
    },
    values: {
      ':amount': amount,
      ':room': limit - amount,
      ...(part !== undefined && { ':part': part.name, ':partRoom': part.limit - amount }),
      ...((releases ?? 0) > 0 && { ':releases': releases ?? 0 }),
    },
  };
}

function useOf(item: Item): BudgetUse {
  const holders = Object.keys(item).filter((name) => name.startsWith('h#'));
  return {
    holders: new Map(
      holders.map((name) => {
        const part = item[`in#${name.slice(2)}`]?.S;
        return [name.slice(2), { amount: numberOf(item, name) ?? 0, ...(part !== undefined && { part }) }];
      }),
    ),
    releases: numberOf(item, 'releases') ?? 0,
  };
}
