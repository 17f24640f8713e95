import type { CodePoints } from './code-points.ts';
import { classes, controls, oneCharacter } from './code-points.ts';

/** Why a pattern cannot be tried here. */
export type PatternDoubt = 'pattern-invalid' | 'pattern-java-only' | 'pattern-too-large';

/** A place in a pattern that moves on as it is read, and how many groups are open there. */
export type PatternReader = { readonly characters: readonly string[]; at: number; depth: number };

/** Ends the reading of a pattern. It is thrown and caught inside `parseJavaPattern`. */
export class PatternRefusal extends Error {
  readonly doubt: PatternDoubt;

  constructor(doubt: PatternDoubt) {
    super(doubt);
    this.doubt = doubt;
  }
}

export const peek = ({ characters, at }: PatternReader): string => characters[at] ?? '';

export function takeIf(reader: PatternReader, character: string): boolean {
  if (peek(reader) !== character) return false;
  reader.at += 1;
  return true;
}

/** What the character here stands for behind a backslash. */
export function readEscape(reader: PatternReader): CodePoints {
  const character = peek(reader);
  reader.at += 1;
  if (character === '') throw new PatternRefusal('pattern-invalid');
  const set = Object.hasOwn(classes, character) ? classes[character] : undefined;
  if (set !== undefined) return set;
  const control = Object.hasOwn(controls, character) ? controls[character] : undefined;
  if (control !== undefined) return oneCharacter(control);
  if (/[a-z0-9]/i.test(character)) throw new PatternRefusal('pattern-java-only');
  return oneCharacter(character);
}
