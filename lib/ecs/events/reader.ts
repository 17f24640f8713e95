import type { Fault } from '../../core/event.ts';
import type { Instant } from '../../core/time.ts';

/** An object of a message, and where in the message it stands. */
export type Fields = { readonly at: string; readonly value: Readonly<Record<string, unknown>> };

/** What makes a message unreadable. Caught once, at the door. */
export class MalformedError extends Error {
  override readonly name = 'MalformedError';
  readonly fault: Fault;

  constructor(path: string, problem: string) {
    super(`${path}: ${problem}`);
    this.fault = { path, problem };
  }
}

/** AWS leaves keys out where it has nothing to say; a null is read as the same. */
export function optionalText(fields: Fields, key: string): string | undefined {
  const value = fields.value[key];
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return undefined;
  throw new MalformedError(pathOf(fields, key), `expected text, got ${nameOf(value)}`);
}

export function text(fields: Fields, key: string): string {
  const value = optionalText(fields, key);
  if (value !== undefined && value !== '') return value;
  throw new MalformedError(pathOf(fields, key), value === undefined ? 'is missing' : 'is empty');
}

/** A number; digits as text, which older shapes have, are read as one. */
export function optionalNumber(fields: Fields, key: string): number | undefined {
  const value = fields.value[key];
  if (typeof value === 'number') return value;
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && /^-?\d{1,15}$/.test(value)) return Number(value);
  throw new MalformedError(pathOf(fields, key), `expected a number, got ${nameOf(value)}`);
}

export function optionalFlag(fields: Fields, key: string): boolean | undefined {
  const value = fields.value[key];
  if (typeof value === 'boolean') return value;
  if (value === undefined || value === null) return undefined;
  throw new MalformedError(pathOf(fields, key), `expected true or false, got ${nameOf(value)}`);
}

/** ISO 8601 with any number of fraction digits. One that cannot be read is as good as none. */
export function optionalInstant(fields: Fields, key: string): Instant | undefined {
  const value = fields.value[key];
  if (typeof value !== 'string') return undefined;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : at;
}

export function instant(fields: Fields, key: string): Instant {
  const written = text(fields, key);
  const at = Date.parse(written);
  if (!Number.isNaN(at)) return at;
  throw new MalformedError(pathOf(fields, key), `expected a time, got "${written.slice(0, 40)}"`);
}

export function object(fields: Fields, key: string): Fields {
  const value = fields.value[key];
  if (isObject(value)) return { at: pathOf(fields, key), value };
  const problem = value === undefined || value === null ? 'is missing' : `expected an object, got ${nameOf(value)}`;
  throw new MalformedError(pathOf(fields, key), problem);
}

/** The objects of a list; absent is empty. */
export function objects(fields: Fields, key: string): readonly Fields[] {
  return list(fields, key).map((value, index) => {
    const at = `${pathOf(fields, key)}[${index}]`;
    if (!isObject(value)) throw new MalformedError(at, `expected an object, got ${nameOf(value)}`);
    return { at, value };
  });
}

export function texts(fields: Fields, key: string): readonly string[] {
  return list(fields, key).map((value, index) => {
    if (typeof value === 'string') return value;
    throw new MalformedError(`${pathOf(fields, key)}[${index}]`, `expected text, got ${nameOf(value)}`);
  });
}

function list(fields: Fields, key: string): readonly unknown[] {
  const value = fields.value[key];
  if (Array.isArray(value)) return value;
  if (value === undefined || value === null) return [];
  throw new MalformedError(pathOf(fields, key), `expected a list, got ${nameOf(value)}`);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function pathOf(fields: Fields, key: string): string {
  return fields.at === '' ? key : `${fields.at}.${key}`;
}

export function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'string' ? 'text' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** Leaves out what is absent, so that an absent key stays absent. */
export function present<Shape extends object>(shape: Shape): { [Key in keyof Shape]: Exclude<Shape[Key], undefined> } {
  for (const key of Object.keys(shape)) if (Reflect.get(shape, key) === undefined) Reflect.deleteProperty(shape, key);
  return shape as { [Key in keyof Shape]: Exclude<Shape[Key], undefined> };
}
