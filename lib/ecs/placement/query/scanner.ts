/** A place in a text that moves on as it is read. `steps` counts the characters looked at. */
export type Scanner = { readonly text: string; at: number; steps: number };

export function scannerOf(text: string): Scanner {
  return { text, at: 0, steps: 0 };
}

const blanks: ReadonlySet<string> = new Set([' ', '\t', '\n', '\r', '\f', '\v']);

/** What ends a word that has no quotes around it. */
const stops: ReadonlySet<string> = new Set([...blanks, ...Array.from('()[],\'"=!<>&|')]);

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']' };

export const isAtEnd = ({ text, at }: Scanner): boolean => at >= text.length;

const here = ({ text, at }: Scanner): string => text.charAt(at);

function advance(scanner: Scanner, count = 1): void {
  scanner.at += count;
  scanner.steps += count;
}

export function skipBlanks(scanner: Scanner): void {
  while (blanks.has(here(scanner))) advance(scanner);
}

/** Moves behind `sign` if it stands here. */
export function take(scanner: Scanner, sign: string): boolean {
  scanner.steps += 1;
  if (!scanner.text.startsWith(sign, scanner.at)) return false;
  advance(scanner, sign.length);
  return true;
}

/** The word that starts here, empty if none does. */
export function takeWord(scanner: Scanner): string {
  const start = scanner.at;
  while (!isAtEnd(scanner) && !stops.has(here(scanner))) advance(scanner);
  return scanner.text.slice(start, scanner.at);
}

/** Moves behind a word if exactly this one stands here: `in`, but not the start of `instance`. */
export function takeKeyword(scanner: Scanner, keyword: string): boolean {
  const end = scanner.at + keyword.length;
  const next = scanner.text.charAt(end);
  scanner.steps += 1;
  if (!scanner.text.startsWith(keyword, scanner.at) || (next !== '' && !stops.has(next))) return false;
  advance(scanner, keyword.length);
  return true;
}

/** What stands between single quotes, the first of which is here. Undefined: they are never closed. */
export function takeQuoted(scanner: Scanner): string | undefined {
  const end = scanner.text.indexOf("'", scanner.at + 1);
  if (end < 0) return undefined;
  const value = scanner.text.slice(scanner.at + 1, end);
  advance(scanner, end + 1 - scanner.at);
  return value;
}

/**
 * A regular expression without quotes: up to a blank, to `&&` or `||`, or to a parenthesis that was not opened in it. Such
 * expressions run in production (`=~ (p[2,3]|g[3,4]).*`), though the guide says that a single condition can't contain
 * parentheses. Undefined: a bracket is never closed.
 */
export function takePattern(scanner: Scanner): string | undefined {
  const start = scanner.at;
  const open: string[] = [];
  while (!isAtEnd(scanner)) {
    const sign = here(scanner);
    const closer = closers[sign];
    const inClass = open.at(-1) === ']';
    if (blanks.has(sign) || sign === "'" || sign === '"') break;
    if (sign === '\\' && scanner.at + 1 < scanner.text.length) advance(scanner);
    else if (sign === open.at(-1)) open.pop();
    else if (closer !== undefined && !inClass) open.push(closer);
    else if (open.length === 0 && (sign === ')' || endsPattern(scanner))) break;
    advance(scanner);
  }
  return open.length === 0 ? scanner.text.slice(start, scanner.at) : undefined;
}

const endsPattern = ({ text, at }: Scanner): boolean => text.startsWith('&&', at) || text.startsWith('||', at);
