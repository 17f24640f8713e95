import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Budget } from '../../../lib/ecs/placement/query/pattern/match.ts';
import { compilePattern, matchPattern } from '../../../lib/ecs/placement/query/pattern/match.ts';

const match = (pattern: string, value: string): boolean | string => matchPattern(compilePattern(pattern), value);

describe('patterns that Java and we read alike', () => {
  test.each([
    ['t2.*', 't2.small', true],
    ['t2.*', 'm5.large', false],
    ['t2\\.small', 't2.small', true],
    ['t2\\.small', 't2-small', false],
    ['t[23]\\.(small|medium)', 't3.medium', true],
    ['t[23]\\.(small|medium)', 't4g.medium', false],
    ['(p[2,3]|g[3,4]|f[1]).*', 'g4dn.xlarge', true],
    ['(?:a|b)+', 'abba', true],
    ['[a-z]{2}-[a-z]+-\\d[a-f]', 'us-east-1a', true],
    ['[^.]+\\.large', 'm5.large', true],
    ['[^a-z0-9.]+', 'm5.large', false],
    ['[\\w.-]+', 'a-b.c_d', true],
    ['[\\D]+', 'abc', true],
    ['[-a]+', 'a-a', true],
    ['[a-]+', 'a-a', true],
    ['a*?b+?', 'aab', true],
    ['a{2}', 'aa', true],
    ['a{2,}', 'aaaa', true],
    ['a{1,3}', 'aaa', true],
    ['a?b', 'b', true],
    ['^m5\\..*$', 'm5.large', true],
    ['\\S+\\s\\S+', 'a b', true],
    ['', '', true],
    ['a|', '', true],
    ['(a*)*', 'aaa', true],
    ['((a|b)*c)+', 'abcbc', true],
    ['a]}', 'a]}', true],
    ['.', '😀', true],
    ['[é-ü]', 'ö', true],
    ['.*', 'anything', true],
    ['.+', '', false],
    ['x', 'abc', false],
    ['a$b', 'a$b', false],
    ['a\\$b', 'a$b', true],
  ])('%s of %j: %s', (pattern, value, expected) => expect(match(pattern, value)).toBe(expected));
});

describe('patterns that cannot be told', () => {
  test.each([
    ['a part of the value', 't2', 't2.small', 'pattern-anchoring'],
    ['a glob', 'us-east-1*', 'us-east-1a', 'pattern-anchoring'],
    ['an alternative that is a part', 'm5|m5.large', 'm5.xlarge', 'pattern-anchoring'],
    ['anchored at one end', '^t2', 't2.small', 'pattern-anchoring'],
    ['possessive', 'a*+b', 'aab', 'pattern-java-only'],
    ['possessive count', 'a{2}+', 'aa', 'pattern-java-only'],
    ['an intersection', '[a-z&&[^b]]', 'a', 'pattern-java-only'],
    ['a nested class', '[a[bc]]', 'a', 'pattern-java-only'],
    ['a flag', '(?i)T2.*', 't2.small', 'pattern-java-only'],
    ['look-ahead', '(?!t2).*', 'm5.large', 'pattern-java-only'],
    ['a named group', '(?<size>large)', 'large', 'pattern-java-only'],
    ['a POSIX class', '\\p{Alpha}+', 'abc', 'pattern-java-only'],
    ['a POSIX class in a class', '[\\p{Alpha}]+', 'abc', 'pattern-java-only'],
    ['a quotation', '\\Qt2.small\\E', 't2.small', 'pattern-java-only'],
    ['a word boundary', '\\bt2', 't2', 'pattern-java-only'],
    ['a back reference', '(a)\\1', 'aa', 'pattern-java-only'],
    ['a repeated anchor', '^*a', 'a', 'pattern-java-only'],
    ['a class that begins with a bracket', '[]a]', 'a', 'pattern-java-only'],
    ['a dash in the middle of a class', '[a-z-9]', 'a', 'pattern-java-only'],
    ['a range to a class', '[a-\\d]', 'a', 'pattern-java-only'],
    ['a dangling star', '*.large', 'm5.large', 'pattern-invalid'],
    ['two stars', 'a**', 'a', 'pattern-invalid'],
    ['a plus in a group', '(+a)', 'a', 'pattern-invalid'],
    ['a brace', 'a{x}', 'a', 'pattern-invalid'],
    ['a brace that never ends', 'a{2', 'a', 'pattern-invalid'],
    ['a count downwards', 'a{3,1}', 'a', 'pattern-invalid'],
    ['a range downwards', '[z-a]', 'a', 'pattern-invalid'],
    ['an open group', '(a', 'a', 'pattern-invalid'],
    ['a group not opened', 'a)', 'a', 'pattern-invalid'],
    ['an open class', '[a', 'a', 'pattern-invalid'],
    ['a backslash at the end', 'a\\', 'a', 'pattern-invalid'],
    ['a backslash at the end of a class', '[a\\', 'a', 'pattern-invalid'],
    ['counts of counts', '((a{100}){100}){100}', 'a', 'pattern-too-large'],
    ['ten thousand characters', '(a{100}){100}', 'a', 'pattern-too-large'],
    ['counts of nothing', '((){1000000}){1000000}', 'a', 'pattern-too-large'],
    ['51 groups', `${'('.repeat(51)}a${')'.repeat(51)}`, 'a', 'pattern-too-large'],
    ['a line break in the value', '.*', 'a\nb', 'value-line-break'],
  ])('%s: %s', (_, pattern, value, expected) => expect(match(pattern, value)).toBe(expected));

  test('a match that takes too long', () => {
    expect(match(`(${'a?'.repeat(150)}){2}b`, 'a'.repeat(1000))).toBe('pattern-too-costly');
  });
});

/** Patterns that this JavaScript reads as Java does: another matcher to compare with. */
const simplePattern: fc.Arbitrary<string> = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\.', '\\d', '\\w', ''),
    fc.tuple(tie('pattern'), tie('pattern')).map(([one, other]) => `${one}${other}`),
    fc.tuple(tie('pattern'), tie('pattern')).map(([one, other]) => `(${one}|${other})`),
    fc
      .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{2,}', '*?'))
      .map(([one, times]) => `(?:${one})${times}`),
  ),
})).pattern;

describe('any pattern', () => {
  test('matches what JavaScript says, where whole and part agree', () => {
    fc.assert(
      fc.property(simplePattern, fc.stringMatching(/^[ab.1-]{0,6}$/), (pattern, value) => {
        const whole = new RegExp(`^(?:${pattern})$`).test(value);
        const part = new RegExp(pattern).test(value);
        expect(match(pattern, value)).toBe(whole === part ? whole : 'pattern-anchoring');
      }),
      { numRuns: 5000 },
    );
  });

  test('is read, and matched or refused', () => {
    const piece = fc.constantFrom(...Array.from('()[]{}*+?|^$.\\-&,:!<>=abd019 é'), '\\p', '(?', '{2,', '[^', '&&');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.string({ maxLength: 20 }), (pieces, value) => {
        const found = match(pieces.join(''), value);
        expect(typeof found === 'boolean' || /^(pattern|value)-/.test(found)).toBe(true);
      }),
      { numRuns: 10_000 },
    );
  });

  /** Each takes time without end in a matcher that goes back and tries again. */
  test.each([
    ['(a+)+b', (size: number) => 'a'.repeat(size)],
    ['(a|a)*b', (size: number) => 'a'.repeat(size)],
    ['(.*)*,(.*)*,x', (size: number) => ','.repeat(size)],
    ['([a-z]+)*\\d', (size: number) => 'a'.repeat(size)],
  ])('%s takes steps in proportion to the value', (pattern, value) => {
    const compiled = compilePattern(pattern);
    const stepsOf = (size: number): number => {
      const budget: Budget = { left: 10_000_000 };
      expect(matchPattern(compiled, value(size), budget)).toBe(false);
      return 10_000_000 - budget.left;
    };
    const [once, twice, fourTimes] = [200, 400, 800].map(stepsOf);
    expect(once).toBeGreaterThan(200);
    expect(twice).toBeLessThan(2.2 * (once ?? 0));
    expect(fourTimes).toBeLessThan(4.4 * (once ?? 0));
  });
});
