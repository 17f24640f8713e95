import type { Fault } from '../../core/event.ts';
import type { Instant } from '../../core/time.ts';
import { isObject } from '../../core/json.ts';
import { instantOf } from './timestamp.ts';

/** An object of a message, and where in the message it stands: `at`, and `index` where that is a list. */
export type Fields = {
  readonly value: Readonly<Record<string, unknown>>;
  readonly at: string;
  readonly index?: number;
};

/** What makes a message unreadable. Caught once, at the door. */
export class MalformedError extends Error {
  override readonly name = 'MalformedError';
  readonly fault: Fault;

  constructor(path: string, problem: string) {
    super(`${path}: ${problem}`);
    this.fault = { path, problem };
  }
}

/** AWS leaves keys out where it has nothing to say; a null or an empty text is read as the same. */
export function optionalText(fields: Fields, key: string): string | undefined {
  const value = fields.value[key];
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (value === undefined || value === null) return undefined;
  throw mismatch(fields, key, 'text');
}

export function text(fields: Fields, key: string): string {
  const value = fields.value[key];
  if (typeof value === 'string' && value !== '') return value;
  if (value === '') throw new MalformedError(pathOf(fields, key), 'is empty');
  throw mismatch(fields, key, 'text');
}

const wholeNumber = /^-?\d{1,15}$/;

/** A number; digits as text, which older shapes have, are read as one. */
export function optionalNumber(fields: Fields, key: string): number | undefined {
  const value = fields.value[key];
  if (typeof value === 'number') return value;
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && wholeNumber.test(value)) return Number(value);
  throw mismatch(fields, key, 'a number');
}

export function optionalFlag(fields: Fields, key: string): boolean | undefined {
  const value = fields.value[key];
  if (typeof value === 'boolean') return value;
  if (value === undefined || value === null) return undefined;
  throw mismatch(fields, key, 'true or false');
}

/** A time that cannot be read is as good as none. */
export function optionalInstant(fields: Fields, key: string): Instant | undefined {
  const value = fields.value[key];
  return typeof value === 'string' ? instantOf(value) : undefined;
}

export function instant(fields: Fields, key: string): Instant {
  const written = text(fields, key);
  const at = instantOf(written);
  if (at !== undefined) return at;
  throw new MalformedError(pathOf(fields, key), `expected a time, got "${written.slice(0, 40)}"`);
}

export function object(fields: Fields, key: string): Fields {
  const value = fields.value[key];
  if (isObject(value)) return { value, at: pathOf(fields, key) };
  throw mismatch(fields, key, 'an object');
}

/** Reads each object of a list; absent is empty. */
export function objects<Item>(fields: Fields, key: string, read: (item: Fields) => Item): readonly Item[] {
  const at = pathOf(fields, key);
  return list(fields, key).map((value, index) => {
    if (isObject(value)) return read({ value, at, index });
    throw new MalformedError(`${at}[${index}]`, `expected an object, got ${nameOf(value)}`);
  });
}

export function texts(fields: Fields, key: string): readonly string[] {
  return list(fields, key).map((value, index) => {
    if (typeof value === 'string') return value;
    throw new MalformedError(`${pathOf(fields, key)}[${index}]`, `expected text, got ${nameOf(value)}`);
  });
}

const nothing: readonly unknown[] = [];

function list(fields: Fields, key: string): readonly unknown[] {
  const value = fields.value[key];
  if (Array.isArray(value)) return value;
  if (value === undefined || value === null) return nothing;
  throw mismatch(fields, key, 'a list');
}

function mismatch(fields: Fields, key: string, expected: string): MalformedError {
  const value = fields.value[key];
  const absent = value === undefined || value === null;
  return new MalformedError(pathOf(fields, key), absent ? 'is missing' : `expected ${expected}, got ${nameOf(value)}`);
}

function pathOf({ at, index }: Fields, key: string): string {
  const place = index === undefined ? at : `${at}[${index}]`;
  return place === '' ? key : `${place}.${key}`;
}

export function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'string' ? 'text' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
