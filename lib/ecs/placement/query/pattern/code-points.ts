/** A set of characters: code points from the first to the last of each pair, both included. */
export type CodePoints = readonly (readonly [first: number, last: number])[];

const lastCodePoint = 0x10ffff;

export const codePointOf = (character: string): number => character.codePointAt(0) ?? 0;

export const oneCharacter = (character: string): CodePoints => [[codePointOf(character), codePointOf(character)]];

export const isIn = (set: CodePoints, point: number): boolean =>
  set.some(([first, last]) => point >= first && point <= last);

/** Every character that is not in the set. */
export function complement(set: CodePoints): CodePoints {
  const gaps: [number, number][] = [];
  let next = 0;
  for (const [first, last] of set.toSorted(([a], [b]) => a - b)) {
    if (first > next) gaps.push([next, first - 1]);
    next = Math.max(next, last + 1);
  }
  return next > lastCodePoint ? gaps : [...gaps, [next, lastCodePoint]];
}

const pairs = (...ranges: readonly string[]): CodePoints =>
  ranges.map((range) => [codePointOf(range.slice(0, 1)), codePointOf(range.slice(-1))]);

const digits = pairs('09');
const words = pairs('az', 'AZ', '09', '_');
const spaces = pairs(' ', '\t\r');

/** What java.util.regex.Pattern ends a line with, and `.` does not match. A checked value has none of them. */
export const lineBreaks = pairs('\n', '\r', '\u0085', '\u2028\u2029');

/** The classes that mean the same in Java without flags and here: ASCII alone. */
export const classes: Readonly<Record<string, CodePoints>> = {
  d: digits,
  D: complement(digits),
  w: words,
  W: complement(words),
  s: spaces,
  S: complement(spaces),
};

/** Letters that stand for a character behind a backslash. */
export const controls: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

export const anyCharacter = complement(lineBreaks);
