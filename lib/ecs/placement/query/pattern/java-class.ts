import type { CodePoints } from './code-points.ts';
import { codePointOf, complement } from './code-points.ts';
import type { PatternReader } from './reader.ts';
import { PatternRefusal, readEscape } from './reader.ts';

/** The characters of a class such as `[a-z0-9_]` or `[^.]`, whose opening bracket has been read. */
export function readClass(reader: PatternReader): CodePoints {
  const negated = reader.characters[reader.at] === '^';
  if (negated) reader.at += 1;
  const set: (readonly [number, number])[] = [];
  for (;;) {
    const character = reader.characters[reader.at];
    if (character === undefined) throw new PatternRefusal('pattern-invalid');
    if (character === ']' && set.length > 0) break;
    set.push(...readMember(reader, set.length === 0));
  }
  reader.at += 1;
  return negated ? complement(set) : set;
}

function readMember(reader: PatternReader, isFirst: boolean): CodePoints {
  const first = readCharacter(reader);
  const [dash, last] = reader.characters.slice(reader.at, reader.at + 2);
  if (first === undefined) return readEscape(reader);
  if (dash !== '-' || last === ']' || last === undefined) {
    // A dash between two members means one thing at an edge and another in the middle, not the same everywhere.
    if (first === codePointOf('-') && !isFirst && dash !== ']') throw new PatternRefusal('pattern-java-only');
    return [[first, first]];
  }
  reader.at += 1;
  const end = readCharacter(reader);
  if (end === undefined) throw new PatternRefusal('pattern-java-only');
  if (end < first) throw new PatternRefusal('pattern-invalid');
  return [[first, end]];
}

/** One character that stands for itself. Undefined: the reader stands behind a backslash, before the letter of a class. */
function readCharacter(reader: PatternReader): number | undefined {
  const character = reader.characters[reader.at] ?? '';
  const next = reader.characters[reader.at + 1] ?? '';
  // Java nests and intersects classes; a bracket at the start is not the same for all.
  if (character === '[' || character === ']' || (character === '&' && next === '&')) {
    throw new PatternRefusal('pattern-java-only');
  }
  reader.at += 1;
  if (character !== '\\') return codePointOf(character);
  if (/[a-z0-9]/i.test(next)) return undefined;
  reader.at += 1;
  if (next === '') throw new PatternRefusal('pattern-invalid');
  return codePointOf(next);
}
