import type { Condition, Query } from './query.ts';

const partsOf = (query: Query): readonly Query[] => {
  if (query.kind === 'condition') return [];
  return query.kind === 'not' ? [query.part] : query.parts;
};

/**
 * One value for a query from the values of its parts, innermost first. It does not call itself: an expression of 2,000
 * characters can be nested nearly as deep.
 */
export function foldQuery<Value extends object | string>(
  query: Query,
  valueOf: (query: Query, parts: readonly Value[]) => Value,
): Value {
  const waiting = [query];
  const outermostFirst: Query[] = [];
  for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
    outermostFirst.push(each);
    for (const part of partsOf(each)) waiting.push(part);
  }
  const values: Value[] = [];
  for (const each of outermostFirst.reverse()) {
    values.push(valueOf(each, values.splice(values.length - partsOf(each).length)));
  }
  const [value] = values;
  if (value === undefined) throw new Error('a query without parts');
  return value;
}

/** Every condition, in the order written. */
export function conditionsOf(query: Query): readonly Condition[] {
  return foldQuery<readonly Condition[]>(query, (each, parts) => (each.kind === 'condition' ? [each] : parts.flat()));
}
