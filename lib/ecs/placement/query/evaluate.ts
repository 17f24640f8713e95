import type { Finding } from './comparison.ts';
import { attributeFinding, fieldFinding } from './condition-finding.ts';
import type { DoubtCode } from './doubts.ts';
import type { QueryInstance } from './instance.ts';
import { foldQuery } from './parts.ts';
import type { Condition, Query } from './query.ts';

/** Why, and of which condition. `doubtTexts` has the words. */
type QueryDoubt = { readonly code: DoubtCode; readonly condition: Condition };

export type QueryVerdict =
  | { readonly answer: 'yes' }
  | { readonly answer: 'no' }
  | { readonly answer: 'unverifiable'; readonly doubt: QueryDoubt };

const yes: QueryVerdict = { answer: 'yes' };
const no: QueryVerdict = { answer: 'no' };

/**
 * Whether an instance satisfies a query. Where the guide leaves the answer open, or a fact is not known, and the rest of
 * the query does not settle it: unverifiable, with the first condition that leaves it open.
 */
export function evaluateQuery(query: Query, instance: QueryInstance): QueryVerdict {
  return foldQuery<QueryVerdict>(query, (each, parts) => {
    switch (each.kind) {
      case 'condition':
        return verdictOf(each, findingOf(each, instance));
      case 'not':
        return parts.map(opposite)[0] ?? yes;
      case 'and':
        return joined(parts, no, yes);
      case 'or':
        return joined(parts, yes, no);
    }
  });
}

function findingOf(condition: Condition, instance: QueryInstance): Finding {
  const { subject } = condition;
  return subject.field === 'attribute'
    ? attributeFinding(condition, instance.attributes, subject.name)
    : fieldFinding(condition, instance, subject.field);
}

function verdictOf(condition: Condition, finding: Finding): QueryVerdict {
  if (typeof finding === 'boolean') return finding ? yes : no;
  return { answer: 'unverifiable', doubt: { code: finding, condition } };
}

function opposite(verdict: QueryVerdict): QueryVerdict {
  if (verdict.answer === 'unverifiable') return verdict;
  return verdict.answer === 'yes' ? no : yes;
}

/** One part that settles it does so whatever the others are. */
function joined(parts: readonly QueryVerdict[], settling: QueryVerdict, otherwise: QueryVerdict): QueryVerdict {
  if (parts.some(({ answer }) => answer === settling.answer)) return settling;
  return parts.find(({ answer }) => answer === 'unverifiable') ?? otherwise;
}
