import { codePointOf, isIn, lineBreaks } from './code-points.ts';
import { parseJavaPattern } from './java-pattern.ts';
import type { Program } from './program.ts';
import { programOf } from './program.ts';
import type { PatternDoubt } from './reader.ts';

type MatchDoubt = PatternDoubt | 'pattern-anchoring' | 'pattern-too-costly' | 'value-line-break';

export type CompiledPattern = { readonly program: Program } | { readonly doubt: PatternDoubt };

/** What may still be done for one match: the instructions of the machine, counted. */
export type Budget = { left: number };

const stepsPerMatch = 200_000;

export function compilePattern(pattern: string): CompiledPattern {
  const node = parseJavaPattern(pattern);
  if (typeof node === 'string') return { doubt: node };
  const program = programOf(node);
  return program === undefined ? { doubt: 'pattern-too-large' } : { program };
}

/**
 * Whether a value matches. The guide does not say whether the pattern must match the whole value or a part of it: where
 * the two differ, that is the answer. All ways are tried at once, in time proportional to pattern × value.
 */
export function matchPattern(
  compiled: CompiledPattern,
  value: string,
  budget: Budget = { left: stepsPerMatch },
): boolean | MatchDoubt {
  if ('doubt' in compiled) return compiled.doubt;
  const points = Array.from(value, codePointOf);
  // `.` and `$` have rules of their own about line breaks in Java.
  if (points.some((point) => isIn(lineBreaks, point))) return 'value-line-break';
  const whole = accepts(compiled.program, points, { anywhere: false, budget });
  const part = whole === true || accepts(compiled.program, points, { anywhere: true, budget });
  if (whole === undefined || part === undefined) return 'pattern-too-costly';
  return whole === part ? whole : 'pattern-anchoring';
}

type Search = { readonly anywhere: boolean; readonly budget: Budget };

/** Undefined: the budget is used up. */
function accepts(program: Program, points: readonly number[], { anywhere, budget }: Search): boolean | undefined {
  let current = new Set<number>();
  for (let place = 0; place <= points.length; place += 1) {
    if (place === 0 || anywhere) current.add(0);
    follow(program, current, { isStart: place === 0, isEnd: place === points.length, budget });
    if (budget.left <= 0) return undefined;
    if (current.has(program.length - 1) && (anywhere || place === points.length)) return true;
    current = stepOver(program, current, points[place] ?? -1);
  }
  return false;
}

type Place = { readonly isStart: boolean; readonly isEnd: boolean; readonly budget: Budget };

/** Adds every instruction that can be reached without reading a character. */
function follow(program: Program, reached: Set<number>, { isStart, isEnd, budget }: Place): void {
  // A set can be walked while it grows.
  for (const at of reached) {
    budget.left -= 1;
    if (budget.left <= 0) return;
    const instruction = program[at];
    if (instruction?.does === 'fork') for (const to of instruction.to) reached.add(to);
    else if ((instruction?.does === 'start' && isStart) || (instruction?.does === 'end' && isEnd)) reached.add(at + 1);
  }
}

function stepOver(program: Program, reached: ReadonlySet<number>, point: number): Set<number> {
  const next = new Set<number>();
  for (const at of reached) {
    const instruction = program[at];
    if (instruction?.does === 'character' && isIn(instruction.from, point)) next.add(at + 1);
  }
  return next;
}
