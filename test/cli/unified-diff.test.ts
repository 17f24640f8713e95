import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unifiedDiff } from '../../cli/configuration/unified-diff.ts';

const sides = (before: string, after: string) => unifiedDiff({ name: 'a', text: before }, { name: 'b', text: after });

const numbered = (count: number): string[] => Array.from({ length: count }, (_, at) => `line ${at + 1}`);
const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

describe('a unified diff', () => {
  // The expected hunks are what GNU diff 3.8 -u writes.
  const cases = [
    { name: 'is empty for equal texts', before: 'a\nb\n', after: 'a\nb\n', hunks: [] },
    { name: 'from nothing', before: '', after: 'a\n', hunks: ['@@ -0,0 +1 @@', '+a'] },
    { name: 'to nothing', before: 'a\nb\n', after: '', hunks: ['@@ -1,2 +0,0 @@', '-a', '-b'] },
    { name: 'of one line', before: 'a\n', after: 'b\n', hunks: ['@@ -1 +1 @@', '-a', '+b'] },
    {
      name: 'sees a missing end of the last line',
      before: 'a\n',
      after: 'a',
      hunks: ['@@ -1 +1 @@', '-a', '+a', '\\ No newline at end of file'],
    },
  ];
  test.each(cases)('$name', ({ before, after, hunks }) => {
    expect(sides(before, after).slice(2)).toEqual(hunks);
  });

  test('keeps far changes apart, with three lines around each', () => {
    const before = numbered(30);
    const after = before.with(4, 'five').toSpliced(24, 1);
    expect(sides(textOf(before), textOf(after)).filter((line) => line.startsWith('@@'))).toEqual([
      '@@ -2,7 +2,7 @@',
      '@@ -22,7 +22,6 @@',
    ]);
  });

  test('applied to the one gives the other, whatever they are', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', '- x', '+ y', ''), { maxLength: 30 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        expect(applied(before, sides(textOf(before), textOf(after)))).toEqual(after);
      }),
      { numRuns: 500 },
    );
  });
});

/** What `patch` does: hunks by their line numbers, and what they take out must stand there. */
function applied(before: readonly string[], diff: readonly string[]): string[] {
  const result: string[] = [];
  let at = 0;
  for (const line of diff.slice(2)) {
    const range = /^@@ -(\d+)(?:,(\d+))? \+/.exec(line);
    if (range !== null) {
      const start = range[2] === '0' ? Number(range[1]) : Number(range[1]) - 1;
      result.push(...before.slice(at, start));
      at = start;
    } else if (line.startsWith('+')) result.push(line.slice(1));
    else {
      if (before[at] !== line.slice(1)) throw new Error(`line ${at} is not ${line}`);
      if (line.startsWith(' ')) result.push(line.slice(1));
      at += 1;
    }
  }
  return [...result, ...before.slice(at)];
}
