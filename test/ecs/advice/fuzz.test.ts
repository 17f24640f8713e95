import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { adviceOf } from '../../../lib/ecs/advice/advise.ts';
import { readAdvice } from '../../../lib/ecs/advice/read/facts.ts';
import { defaultAdviceSettings } from '../../../lib/ecs/advice/settings.ts';
import { ruleCases } from './cases.ts';
import { now } from './sources.ts';

const sources = ruleCases.flatMap(({ fires, silent }) => [...fires, ...silent]).map(({ known: _known, ...raw }) => raw);

/** Something else in one place of a value. */
function withAnother(value: unknown, other: unknown, choice: number): unknown {
  if (typeof value !== 'object' || value === null || choice === 0) return other;
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  const at = choice % Math.max(1, entries.length);
  const changed = entries.map(
    ([key, held], index) => [key, index === at ? withAnother(held, other, Math.floor(choice / 3)) : held] as const,
  );
  return Array.isArray(value) ? changed.map(([, held]) => held) : Object.fromEntries(changed);
}

test('whatever stands in a file: advice, or a fault with its place', () => {
  const other = fc.oneof(
    fc.constantFrom(null, '', 'x', 0, -1, 1e9, 1e300, -1e300, true, [], {}, [null], [{}], { toString: 0 }),
    fc.jsonValue({ maxDepth: 2 }),
  );
  fc.assert(
    fc.property(fc.constantFrom(...sources), other, fc.nat(), (source, another, choice) => {
      const changed = withAnother(JSON.parse(JSON.stringify(source)), another, choice + 3);
      if (typeof changed !== 'object' || changed === null) return;
      const parts = Object.entries(changed).filter(
        ([, part]) => typeof part === 'object' && part !== null && !Array.isArray(part),
      );
      const read = readAdvice(Object.fromEntries(parts));
      if ('faults' in read) {
        expect(read.faults.every(({ problem }) => problem !== '')).toBe(true);
        return;
      }
      const { findings } = adviceOf(read, defaultAdviceSettings, now);
      expect(JSON.stringify(findings)).not.toMatch(/\bNaN\b|\[object Object\]/);
    }),
    { numRuns: 3000 },
  );
});
