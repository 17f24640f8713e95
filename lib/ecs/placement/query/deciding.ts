import type { QueryVerdict } from './evaluate.ts';
import { evaluateQuery } from './evaluate.ts';
import type { QueryInstance } from './instance.ts';
import { foldQuery } from './parts.ts';
import type { Query } from './query.ts';

/**
 * What is left of a query without the parts that its answer for an instance does not hang on: of an `and` that is not met,
 * those that are not; of an `or` that is not met, all. It has the same answer as the whole.
 */
export function decidingPart(query: Query, instance: QueryInstance): Query {
  return foldQuery<Decided>(query, (each, parts) => {
    switch (each.kind) {
      case 'condition':
        return { part: each, answer: evaluateQuery(each, instance).answer };
      case 'not':
        return negated(each, parts);
      case 'and':
        return joined(each, parts, 'no');
      case 'or':
        return joined(each, parts, 'yes');
    }
  }).part;
}

type Answer = QueryVerdict['answer'];
type Decided = { readonly part: Query; readonly answer: Answer };

const opposites = { yes: 'no', no: 'yes', unverifiable: 'unverifiable' } as const;

function negated(whole: Query, [inner]: readonly Decided[]): Decided {
  if (inner === undefined) return { part: whole, answer: 'yes' };
  const part: Query = inner.part.kind === 'not' ? inner.part.part : { kind: 'not', part: inner.part };
  return { part, answer: opposites[inner.answer] };
}

type Joint = Extract<Query, { readonly kind: 'and' | 'or' }>;

/** One part that settles it does so whatever the others are; else one that is open leaves the whole open. */
function joined({ kind }: Joint, parts: readonly Decided[], settling: 'yes' | 'no'): Decided {
  const answer =
    [settling, 'unverifiable' as const].find((one) => parts.some((each) => each.answer === one)) ?? opposites[settling];
  const deciding = parts.filter((each) => each.answer === answer).map(({ part }) => part);
  const [only] = deciding;
  return { part: only !== undefined && deciding.length === 1 ? only : { kind, parts: deciding }, answer };
}
