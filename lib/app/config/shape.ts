import type * as z from 'zod';
import type { Finding, Path } from './fault.ts';
import { nearest } from './nearest.ts';
import type { configurationSchema } from './schema.ts';
import { show } from './words.ts';
import { isObject } from '../../core/json.ts';

type Schema = typeof configurationSchema;
type Issue = z.core.$ZodIssue;

/** What is wrong with each value by itself, as findings: where zod's words are for programmers, ours are put. */
export function shapeFindings(schema: Schema, root: unknown, issues: readonly Issue[]): Finding[] {
  return issues.flatMap((issue) => findingsOf({ schema, root }, issue, []));
}

type Setting = { readonly schema: z.ZodType; readonly root: unknown };

function findingsOf(setting: Setting, issue: Issue, above: Path): Finding[] {
  const path = [...above, ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(setting, [...path, key]));
    case 'invalid_union':
      return likeliest(issue.errors, valueAt(setting.root, path)).flatMap((inner) => findingsOf(setting, inner, path));
    case 'invalid_key':
      return issue.issues.flatMap((inner) => findingsOf(setting, { ...inner, path: [] }, path)).map(atKey);
    default:
      return [simple(setting, issue, path)];
  }
}

function atKey(finding: Finding): Finding {
  return { ...finding, at: 'key' };
}

function simple({ root }: Setting, issue: Issue, path: Path): Finding {
  const value = valueAt(root, path);
  if (value === undefined) {
    const key = String(path.at(-1));
    return { path, problem: `${key} is missing`, fix: missing[key] ?? `write ${key}: here` };
  }
  const [problem = '', fix] = issue.message.split('\n');
  if (fix !== undefined) return { path, problem, fix };
  const expected = issue.code === 'invalid_type' ? kinds[issue.expected] : undefined;
  return expected
    ? { path, problem: `${show(value)} stands where ${expected.name} belongs`, fix: expected.fix }
    : { path, problem, fix: 'see docs/configuration.md' };
}

const missing: Readonly<Record<string, string>> = {
  receivers: 'write at least one, it is enough: receivers: { alerts: { slack: C… } }',
  to: 'name a receiver, or a list of them',
};

const kinds: Readonly<Record<string, { readonly name: string; readonly fix: string }>> = {
  object: { name: 'a mapping', fix: 'write key: value pairs below it, or in braces: { key: value }' },
  record: { name: 'a mapping', fix: 'write name: { … } pairs below it' },
  array: { name: 'a list', fix: 'write one "- …" line for each, or brackets: [a, b]' },
};

function unknownKey({ schema }: Setting, path: Path): Finding {
  const key = String(path.at(-1));
  const known = keysAt(schema, path.slice(0, -1));
  const meant = nearest(key, known);
  const all = known.length > 0 ? `keys here are ${known.join(', ')}` : 'take it out';
  const problem = `unknown key ${show(key)}`;
  if (key === '<<') return { path, at: 'key', problem, fix: 'YAML 1.2 has no merge keys: write the values out' };
  return meant ? { path, at: 'key', problem, fix: `did you mean "${meant}"?` } : { path, at: 'key', problem, fix: all };
}

/** The branch of a union that was meant: the one that got furthest, else the first. */
function likeliest(branches: readonly (readonly Issue[])[], value: unknown): readonly Issue[] {
  const wanted = Array.isArray(value) ? 'array' : isObject(value) ? 'object' : undefined;
  const refusedAsAWhole = (issues: readonly Issue[]) => issues.some(({ path }) => path.length === 0);
  const further = wanted === undefined ? undefined : branches.find((issues) => !refusedAsAWhole(issues));
  const unknownKeys = branches.find((issues) => issues.some(({ code }) => code === 'unrecognized_keys'));
  return (wanted === 'object' ? unknownKeys : undefined) ?? further ?? branches[0] ?? [];
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => {
    if (Array.isArray(value)) return value[Number(part)];
    return isObject(value) && Object.hasOwn(value, part) ? value[String(part)] : undefined;
  }, root);
}

/** The keys that may stand in the mapping at a path. */
function keysAt(schema: z.ZodType, path: Path): string[] {
  const found = path.reduce<readonly unknown[]>((all, part) => all.flatMap((each) => inside(each, part)), [schema]);
  return [...new Set(found.flatMap(unwrap).flatMap((each) => Object.keys(definition(each)['shape'] ?? {})))];
}

function inside(schema: unknown, part: string | number): unknown[] {
  return unwrap(schema).flatMap((each) => {
    const { type, shape, element, valueType, catchall } = definition(each);
    if (type === 'array') return [element];
    if (type === 'record') return [valueType];
    return type === 'object' && isObject(shape) ? [Object.hasOwn(shape, part) ? shape[String(part)] : catchall] : [];
  });
}

function unwrap(schema: unknown): unknown[] {
  const { type, innerType, in: input, options } = definition(schema);
  if (innerType !== undefined) return unwrap(innerType);
  if (type === 'pipe') return unwrap(input);
  return Array.isArray(options) ? options.flatMap(unwrap) : [schema];
}

function definition(schema: unknown): Readonly<Record<string, unknown>> {
  return isObject(schema) && isObject(schema['def']) ? schema['def'] : {};
}
