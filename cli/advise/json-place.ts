import type { AdvicePath } from '../../lib/ecs/advice/rule.ts';

const white = /\s*/y;
const string = /"(?:[^"\\]|\\.)*"/y;
const scalar = /[^\s,\]}]+/y;

/**
 * The line of a value in a JSON text, from 1: that of its key where it has one. Where the path leads nowhere, the line of
 * the nearest thing around it. The text must be JSON.
 */
export function lineOf(text: string, path: AdvicePath): number {
  let at = skip(text, 0, white);
  let line = lineAt(text, at);
  for (const part of path) {
    const found = entryOf(text, at, part);
    if (found === undefined) return line;
    line = lineAt(text, found.from);
    at = found.value;
  }
  return line;
}

/** The items of a list of a JSON text, each as its own text, and the line it begins in. One walk for all. */
export function itemsIn(text: string, key: string): readonly { readonly text: string; readonly line: number }[] {
  const list = entryOf(text, skip(text, 0, white), key)?.value;
  if (list === undefined) return [];
  let [counted, line] = [0, 1];
  return [...entriesOf(text, list)].map(({ value, end }) => {
    line += text.slice(counted, value).split('\n').length - 1;
    counted = value;
    return { text: text.slice(value, end), line };
  });
}

type Entry = { readonly key: unknown; readonly from: number; readonly value: number; readonly end: number };

function entryOf(text: string, start: number, wanted: string | number): Entry | undefined {
  for (const entry of entriesOf(text, start)) if (entry.key === wanted) return entry;
  return undefined;
}

/** Where the entries of the object or list at a place begin, and where their values do. */
function* entriesOf(text: string, start: number): Generator<Entry> {
  const isList = text[start] === '[';
  if (!isList && text[start] !== '{') return;
  let at = skip(text, start + 1, white);
  for (let index = 0; at < text.length && text[at] !== ']' && text[at] !== '}'; index += 1) {
    const from = at;
    const keyEnd = isList ? at : skip(text, at, string);
    const key: unknown = isList ? index : JSON.parse(text.slice(from, keyEnd));
    const value = isList ? at : skip(text, skip(text, keyEnd, white) + 1, white);
    const end = endOf(text, value);
    yield { key, from, value, end };
    at = skip(text, end, white);
    if (text[at] === ',') at = skip(text, at + 1, white);
  }
}

/** Where the value that begins here ends. */
function endOf(text: string, start: number): number {
  let depth = 0;
  let at = start;
  do {
    const char = text[at];
    if (char === '"') at = skip(text, at, string);
    else if (char === '{' || char === '[') [depth, at] = [depth + 1, at + 1];
    else if (char === '}' || char === ']') [depth, at] = [depth - 1, at + 1];
    else at = char === ',' || char === ':' ? at + 1 : skip(text, at, scalar);
    if (depth > 0) at = skip(text, at, white);
  } while (depth > 0 && at < text.length);
  return at;
}

/** What matches here is passed over. */
function skip(text: string, at: number, pattern: RegExp): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

const lineAt = (text: string, at: number): number => text.slice(0, at).split('\n').length;
