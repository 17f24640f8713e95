import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isUnchanged } from '../../lib/app/next-record.ts';
import type { KeptRecord } from '../../lib/core/record.ts';

const recordWith = (state: unknown): KeptRecord => ({
  key: 'health#eu-west-1#one',
  v: 1,
  version: 7,
  writeId: 'one',
  state,
  todo: [],
  dueAt: 5,
});

const states = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.jsonValue({ maxDepth: 3 }));

test('a record is unchanged when what would be stored is, whatever the order of its keys', () => {
  fc.assert(
    fc.property(states, states, (one, other) => {
      const turned = Object.fromEntries(Object.entries(one).toReversed());
      expect(isUnchanged(recordWith(one), { ...recordWith({ ...turned, gone: undefined }), version: 8 })).toBe(true);
      const isEqual = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
      expect(isUnchanged(recordWith(one), recordWith(other))).toBe(isEqual);
    }),
  );
});

test.each([
  { name: 'something more', after: { a: 1, b: 2 } },
  { name: 'something less', after: {} },
  { name: 'a list for a structure', after: { a: [] } },
  { name: 'another value', after: { a: 2 } },
])('$name is a change', ({ after }) => {
  expect(isUnchanged(recordWith({ a: 1 }), recordWith(after))).toBe(false);
});

/** As JSON.stringify writes it, whatever the order of the keys. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each]) => [key, sorted(each)]);
}
