import type { CodePoints } from './code-points.ts';
import { anyCharacter, oneCharacter } from './code-points.ts';
import { readClass } from './java-class.ts';
import type { PatternDoubt, PatternReader } from './reader.ts';
import { PatternRefusal, peek, readEscape, takeIf } from './reader.ts';

export type PatternNode =
  | { readonly kind: 'character'; readonly from: CodePoints }
  | { readonly kind: 'start' | 'end' }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly PatternNode[] }
  /** `most` is Infinity for `*`, `+` and `{n,}`. */
  | { readonly kind: 'repeat'; readonly part: PatternNode; readonly least: number; readonly most: number };

/** Deeper nesting than anybody writes; keeps the reader off the end of the stack. */
const deepest = 50;

/**
 * Reads what java.util.regex and we understand alike: characters, `.`, classes, `\d \w \s` and their opposites, groups,
 * alternatives, quantifiers, `^` and `$`. Refused as Java's own: possessive quantifiers, flags, look-around, back
 * references, `&&` and nested classes, `\p`, `\Q`, `\b` and other letters behind a backslash.
 * (https://docs.oracle.com/javase/8/docs/api/java/util/regex/Pattern.html)
 */
export function parseJavaPattern(pattern: string): PatternNode | PatternDoubt {
  const reader: PatternReader = { characters: Array.from(pattern), at: 0, depth: 0 };
  try {
    const node = readChoice(reader);
    // A parenthesis that nobody opened.
    return reader.at < reader.characters.length ? 'pattern-invalid' : node;
  } catch (refusal) {
    if (refusal instanceof PatternRefusal) return refusal.doubt;
    throw refusal;
  }
}

function readChoice(reader: PatternReader): PatternNode {
  reader.depth += 1;
  if (reader.depth > deepest) throw new PatternRefusal('pattern-too-large');
  const parts = [readSequence(reader)];
  while (takeIf(reader, '|')) parts.push(readSequence(reader));
  reader.depth -= 1;
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: 'choice', parts };
}

function readSequence(reader: PatternReader): PatternNode {
  const parts: PatternNode[] = [];
  while (!['', '|', ')'].includes(peek(reader))) parts.push(readQuantified(reader));
  return { kind: 'sequence', parts };
}

function readQuantified(reader: PatternReader): PatternNode {
  const part = readAtom(reader);
  const times = readQuantifier(reader);
  if (times === undefined) return part;
  if (part.kind === 'start' || part.kind === 'end') throw new PatternRefusal('pattern-java-only');
  if (takeIf(reader, '+')) throw new PatternRefusal('pattern-java-only');
  // A reluctant quantifier changes what is captured, not whether there is a match.
  takeIf(reader, '?');
  return { kind: 'repeat', part, least: times[0], most: times[1] };
}

const quantifiers: Readonly<Record<string, readonly [number, number]>> = {
  '*': [0, Infinity],
  '+': [1, Infinity],
  '?': [0, 1],
};

function readQuantifier(reader: PatternReader): readonly [number, number] | undefined {
  const sign = peek(reader);
  if (sign === '{') return readCount(reader);
  const times = Object.hasOwn(quantifiers, sign) ? quantifiers[sign] : undefined;
  if (times !== undefined) reader.at += 1;
  return times;
}

function readCount(reader: PatternReader): readonly [number, number] {
  const end = reader.characters.indexOf('}', reader.at);
  const inside = reader.characters.slice(reader.at + 1, Math.max(end, 0)).join('');
  const [, least = '', comma = '', most = ''] = /^(\d{1,9})(,?)(\d{0,9})$/.exec(inside) ?? [];
  if (end < 0 || least === '') throw new PatternRefusal('pattern-invalid');
  reader.at = end + 1;
  const upper = comma === '' ? Number(least) : most === '' ? Infinity : Number(most);
  if (upper < Number(least)) throw new PatternRefusal('pattern-invalid');
  return [Number(least), upper];
}

function readAtom(reader: PatternReader): PatternNode {
  const character = peek(reader);
  reader.at += 1;
  switch (character) {
    case '(':
      return readGroup(reader);
    case '[':
      return { kind: 'character', from: readClass(reader) };
    case '\\':
      return { kind: 'character', from: readEscape(reader) };
    case '.':
      return { kind: 'character', from: anyCharacter };
    case '^':
      return { kind: 'start' };
    case '$':
      return { kind: 'end' };
    case '*':
    case '+':
    case '?':
    case '{':
      // "Dangling meta character": a glob such as `*.large` is no pattern of Java.
      throw new PatternRefusal('pattern-invalid');
    default:
      return { kind: 'character', from: oneCharacter(character) };
  }
}

function readGroup(reader: PatternReader): PatternNode {
  if (takeIf(reader, '?') && !takeIf(reader, ':')) throw new PatternRefusal('pattern-java-only');
  const inside = readChoice(reader);
  if (!takeIf(reader, ')')) throw new PatternRefusal('pattern-invalid');
  return inside;
}
