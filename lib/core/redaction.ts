import type { Fills } from './language.ts';
import type { SecretPattern } from './secret-patterns.ts';
import { emailPattern, namedSecrets, shapedSecrets } from './secret-patterns.ts';

/** What stands where a secret stood. */
export const redactedMark = '[redacted]';

/** `patterns`: more that must not be shown, by the users' own configuration. */
export type RedactionOptions = { readonly patterns?: readonly RegExp[]; readonly emails?: boolean };

/**
 * A text without the secrets that are known by name or look. To do it again changes nothing.
 * It cannot know every secret: what must never be seen must not be logged.
 */
export function redact(text: string, { patterns = [], emails = false }: RedactionOptions = {}): string {
  const all = [...shapedSecrets, ...namedSecrets, ...(emails ? [emailPattern] : [])];
  // What the users wrote may match a mark as well: marks are left out.
  const parts = text
    .split(redactedMark)
    .map((part) => patterns.reduce((left, pattern) => left.replace(pattern, redactedMark), part));
  let after = parts.join(redactedMark);
  for (let pass = 0; pass < mostPasses; pass += 1) {
    const before = after;
    after = all.reduce(without, before);
    if (after === before) break;
  }
  return after;
}

/** Takes secrets out of a text: those known by name or look, and what the users' own patterns match. */
export function redactor(sources: readonly string[]): (text: string) => string {
  const patterns = sources.flatMap((source) => {
    const own = ownPattern(source);
    return 'pattern' in own ? [own.pattern] : [];
  });
  return (text) => redact(text, { patterns });
}

/** The same for the words of others in a cause: its text and what its title is filled with. */
export function redactWords<Words extends { readonly text?: string; readonly fills?: Fills }>(
  words: Words,
  clean: (text: string) => string,
): Words {
  const { text, fills } = words;
  return {
    ...words,
    ...(text !== undefined && { text: clean(text) }),
    ...(fills !== undefined && { fills: cleanFills(fills, clean) }),
  };
}

function cleanFills(fills: Fills, clean: (text: string) => string): Fills {
  return Object.fromEntries(
    Object.entries(fills).map(([name, value]) => [name, typeof value === 'string' ? clean(value) : value]),
  );
}

/** A secret that is gone may bare another that stood right beside it. */
const mostPasses = 6;

/** The beginning of a text, cut so that no part of a mark is left. */
export function cutAt(text: string, length: number): string {
  const head = text.slice(0, length);
  const from = head.lastIndexOf('[');
  const end = head.slice(from);
  const isPart = from >= 0 && end !== redactedMark && redactedMark.startsWith(end);
  return isPart && text.startsWith(redactedMark, from) ? head.slice(0, from) : head;
}

/** Lines of one log: a private key that spans several of them goes, too, also when its beginning is not in sight. */
export function redactLines(lines: readonly string[], options: RedactionOptions = {}): string[] {
  const keyEnd = lines.findIndex((line) => keyEnds.test(line));
  const keyBegin = lines.findIndex((line) => keyBegins.test(line));
  let inKey = keyEnd >= 0 && (keyBegin < 0 || keyBegin > keyEnd) && lines.slice(0, keyEnd).every(isKeyBody);
  return lines.map((line) => {
    const wasInKey = inKey;
    if (keyBegins.test(line)) inKey = !keyEnds.test(line);
    else if (keyEnds.test(line)) inKey = false;
    return wasInKey && !keyBegins.test(line) ? redactedMark : redact(line, options);
  });
}

const keyBegins = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/;
const keyEnds = /-----END [A-Z ]{0,40}PRIVATE KEY-----/;

function isKeyBody(line: string): boolean {
  return /^\s*[\w+/=]{20,80}\s*$/.test(line);
}

function without(text: string, { pattern, shows = '', passes }: SecretPattern): string {
  if (passes === undefined) return text.replace(pattern, `${shows}${redactedMark}`);
  return text.replace(pattern, (match) => (passes(match) ? redactedMark : match));
}

/**
 * A pattern of the users' as an expression, or what is wrong with it. Refused is what cannot be read, what matches the
 * empty text, and a repetition inside a repetition or with a reference back, which can take for ever on an unlucky line.
 */
export function ownPattern(source: string): { readonly pattern: RegExp } | { readonly problem: string } {
  let pattern: RegExp;
  try {
    pattern = new RegExp(source, 'g');
  } catch (error) {
    return { problem: `it is not a regular expression (${error instanceof Error ? error.message : String(error)})` };
  }
  if (pattern.test('')) return { problem: 'it matches the empty text, so everything would be redacted' };
  if (repeatsInsideRepeat(source))
    return { problem: 'it repeats a group that repeats itself, like (a+)+, and could take for ever' };
  return { pattern };
}

/** Whether a group is repeated without limit while something in it is, or a reference back stands anywhere. */
function repeatsInsideRepeat(source: string): boolean {
  const plain = source.replace(/\\[^1-9k]/g, '_').replace(/\[[^\]]*\]/g, '_');
  if (/\\[1-9k]/.test(plain)) return true;
  // Groups as a stack: does anything in this one repeat without limit?
  const groups: boolean[] = [false];
  for (let at = 0; at < plain.length; at += 1) {
    const rest = plain.slice(at, at + 8);
    if (rest.startsWith('(')) groups.push(false);
    else if (rest.startsWith(')')) {
      const repeats = groups.pop() === true;
      if (repeats && isUnlimited(plain.slice(at + 1, at + 9))) return true;
      if (repeats) groups[groups.length - 1] = true;
    } else if (isUnlimited(rest)) groups[groups.length - 1] = true;
  }
  return false;
}

function isUnlimited(text: string): boolean {
  return /^(?:[*+]|\{\d+,\})/.test(text);
}
