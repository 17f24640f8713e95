import * as z from 'zod';
import { nearest } from './nearest.ts';
import { secretIn } from './secret.ts';
import { isObject } from '../../core/json.ts';

/** zod keeps one text for each issue: the problem is its first line, the fix its second. */
export function says(problem: string, fix: string): string {
  return `${problem}\n${fix}`;
}

/** A value as the file shows it, short, and never a secret. */
export function show(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'string') return secretIn(value) ? 'a secret' : JSON.stringify(cut(value));
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Date) return 'a date';
  return typeof value === 'object' ? 'a mapping' : (JSON.stringify(value) ?? 'nothing');
}

function cut(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** How a value is written: `name` with its article, `fix` what to write instead. */
type Word<Value> = {
  readonly name: string;
  readonly fix: string;
  readonly pattern: RegExp;
  readonly read: (text: string) => Value | undefined;
  readonly examples: readonly string[];
  /** A better word on a text that is not of the form. */
  readonly complain?: (text: string) => { readonly problem: string; readonly fix: string } | undefined;
  /** A time of the day: YAML 1.1 makes a number of it. */
  readonly isTime?: boolean;
};

/** A text of one form. What is wrong with it is said in its own terms, whatever stands there instead. */
export function written<Value>(word: Word<Value>) {
  const error = (issue: { readonly input?: unknown }) => complaint(word, issue.input);
  return z
    .string({ error })
    .regex(word.pattern, { error })
    .meta({ examples: [...word.examples] })
    .transform((text, context) => {
      const value = word.read(text);
      if (value !== undefined) return value;
      context.issues.push({ code: 'custom', message: complaint(word, text), input: text });
      return z.NEVER;
    });
}

function complaint({ name, fix, complain, isTime }: Word<unknown>, input: unknown): string {
  const better = typeof input === 'string' ? complain?.(input) : undefined;
  if (better) return says(better.problem, better.fix);
  if (isTime && typeof input === 'number' && input >= 60 && input < 1440) return sexagesimal(input);
  return trap(input, fix) ?? says(`${show(input)} is not ${name}`, fix);
}

/** `22:00` is 22 × 60 + 0 to YAML 1.1: https://yaml.org/type/int.html */
function sexagesimal(input: number): string {
  const time = `${Math.floor(input / 60)}:${String(input % 60).padStart(2, '0')}`;
  return says(`${input} is what YAML 1.1 makes of ${time} without quotes`, `write "${time}"`);
}

/** What other readers of YAML, or YAML itself, make of something that was meant to be text. */
function trap(input: unknown, fix: string): string | undefined {
  if (input === null) {
    return says(
      'nothing is written here',
      `${fix}; a # after a space starts a comment, so put a value with # in quotes`,
    );
  }
  if (typeof input === 'boolean') {
    return says(`this was read as ${input}: YAML 1.1 takes off, no, on and yes for that`, fix);
  }
  if (isObject(input) && Object.keys(input).join() === 'team') {
    return says('{team} without quotes is a mapping in YAML', 'write "{team}", with the quotes');
  }
  return undefined;
}

/** One of a few words. `named` is what they are: "modes". */
export function choice<const Values extends readonly [string, ...string[]]>(named: string, values: Values) {
  const all = `${named} are ${values.join(' | ')}`;
  return z.enum(values, {
    error: ({ input }) => {
      const meant = typeof input === 'string' ? nearest(input, values) : undefined;
      return (
        trap(input, all) ??
        says(`${show(input)} is none of the ${named}`, meant ? `${all} — did you mean "${meant}"?` : all)
      );
    },
  });
}

/** One value, or a list of them; a list in the end. */
export function oneOrMore<Item extends z.ZodType>(item: Item) {
  return z
    .union([
      item,
      z.array(item).min(1, { error: says('the list is empty', 'name at least one, or leave the key out') }),
    ])
    .transform((value): z.output<Item>[] => (Array.isArray(value) ? value : [value]));
}

export const nonEmpty = z
  .string({
    error: ({ input }) => trap(input, 'write a text') ?? says(`${show(input)} is not text`, 'put it in quotes'),
  })
  .min(1, { error: says('the text is empty', 'write a text, or leave the key out') });

export const flag = z.boolean({
  error: ({ input }) => says(`${show(input)} is neither true nor false`, 'write true or false'),
});
