import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Hold } from '../../lib/core/hold.ts';
import { holdPrecedence, yieldsTo } from '../../lib/core/hold.ts';

const hold = (holder: string, feature: Hold['feature'], since = 1): Hold => ({ holder, feature, why: 'a test', since });

test.each([
  {
    name: 'a person goes before a drain',
    mine: hold('drain', 'drain'),
    other: hold('person/ann', 'person', 9),
    yields: true,
  },
  { name: 'a drain before scaling', mine: hold('scale', 'scale', 1), other: hold('drain', 'drain', 9), yields: true },
  { name: 'a roll-back before a drain', mine: hold('drain', 'drain'), other: hold('stop', 'stop', 9), yields: true },
  { name: 'nothing weaker', mine: hold('drain', 'drain', 9), other: hold('scale', 'scale', 1), yields: false },
  {
    name: 'the earlier of two persons',
    mine: hold('person/bob', 'person', 2),
    other: hold('person/ann', 'person', 1),
    yields: true,
  },
  { name: 'nobody yields to itself', mine: hold('drain', 'drain', 9), other: hold('drain', 'drain', 1), yields: false },
])('$name', ({ mine, other, yields }) => {
  expect(yieldsTo(mine, [other])).toEqual(yields ? other : undefined);
});

test('of any number exactly one goes on, and all others yield to it', () => {
  const aHold = fc.record({
    holder: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    feature: fc.constantFrom(...holdPrecedence),
    why: fc.constant('a test'),
    since: fc.integer({ min: 0, max: 3 }),
  });
  fc.assert(
    fc.property(fc.uniqueArray(aHold, { selector: ({ holder }) => holder, minLength: 1 }), (all) => {
      const going = all.filter((mine) => yieldsTo(mine, all) === undefined);
      expect(going).toHaveLength(1);
      for (const mine of all) if (mine !== going[0]) expect(yieldsTo(mine, all)).toEqual(going[0]);
    }),
  );
});
