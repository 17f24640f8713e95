import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { ParserPlugin } from '@babel/parser';
import { parse } from '@babel/parser';

export const root = join(import.meta.dirname, '..', '..');

type Node = { readonly type: string; readonly [key: string]: unknown };

/** A file of ours as the rules see it: its path from the root (`lib/core/alert.ts`) and what it says. */
export type Module = {
  readonly path: string;
  readonly source: string;
  /** Our own modules it imports, as paths from the root. Type-only imports count. */
  readonly imports: readonly string[];
  /** The packages it imports, `node:fs` included. */
  readonly packages: readonly string[];
  readonly syntax: Node;
};

const skipped = new Set(['node_modules', '.git', 'dist', 'release', 'coverage', '.serverless']);

/** Every file below the root whose name ends with `ending`, by a walk through the folders. */
export function filesEnding(ending: string, folder = root): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesEnding(ending, path);
    return entry.name.endsWith(ending) ? [relative(root, path)] : [];
  });
}

export function readModule(path: string, source = readFileSync(join(root, path), 'utf8')): Module {
  const plugins: ParserPlugin[] = path.endsWith('.tsx') ? ['typescript', 'jsx'] : ['typescript'];
  const syntax = parse(source, { sourceType: 'module', plugins }).program as unknown as Node;
  const names = [...importsOf(syntax)];
  const imports = names.filter(isOurs).map((name) => (name === unreadable ? name : join(dirname(path), name)));
  return { path, source, imports, packages: names.filter((name) => !isOurs(name)), syntax };
}

/** Stands for an import whose name is computed: it fits no rule. */
const unreadable = './an import that cannot be read';
const isOurs = (name: string): boolean => name.startsWith('.');

/** Static and dynamic imports, re-exports, and `import('…')` in types. */
function importsOf(syntax: Node): Set<string> {
  const names = new Set<string>();
  for (const node of nodesOf(syntax)) {
    const said = node.type === 'TSImportType' ? node['argument'] : node['source'];
    if (isText(said) && importing.has(node.type)) names.add(said.value);
    const called = node['callee'];
    if (node.type === 'CallExpression' && isNode(called) && called.type === 'Import') {
      const [argument] = node['arguments'] as readonly unknown[];
      names.add(isText(argument) ? argument.value : unreadable);
    }
  }
  return names;
}

const importing = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
]);

/** Every node below, the first one included. */
export function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const [key, value] of Object.entries(node)) {
    if (key === 'loc') continue;
    for (const each of Array.isArray(value) ? value : [value]) if (isNode(each)) yield* nodesOf(each);
  }
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function isText(value: unknown): value is { readonly value: string } {
  return isNode(value) && value.type === 'StringLiteral';
}

/** The name of what is called or read, as far as it is plain: `Date.now`, `process.env`. */
export function nameOf(node: unknown): string {
  if (!isNode(node)) return '';
  if (node.type === 'Identifier') return String(node['name']);
  if (node.type !== 'MemberExpression' || node['computed'] === true) return '';
  return `${nameOf(node['object'])}.${nameOf(node['property'])}`;
}

/** The names a module exports, as far as each is declared where it is exported. */
export function exportsOf({ syntax }: Module): string[] {
  return (syntax['body'] as readonly Node[])
    .filter(({ type }) => type === 'ExportNamedDeclaration')
    .map(({ declaration }) => declaration)
    .filter(isNode)
    .flatMap((declared) => (isList(declared['declarations']) ? declared['declarations'] : [declared]))
    .map((each) => (isNode(each) ? nameOf(each['id']) : ''))
    .filter((name) => name !== '');
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** Literals, lists and objects of literals, and regular expressions: nothing that happens. */
export function isPureData(syntax: Node): boolean {
  return (syntax['body'] as readonly Node[]).every(isDataStatement);
}

function isDataStatement(node: Node): boolean {
  if (node.type === 'ImportDeclaration' || node.type.startsWith('TS')) return true;
  if (node.type === 'ExportNamedDeclaration') {
    return isNode(node['declaration']) ? isDataStatement(node['declaration']) : true;
  }
  if (node.type !== 'VariableDeclaration') return false;
  return (node['declarations'] as readonly Node[]).every((each) => isDatum(each['init']));
}

const literals = new Set(['StringLiteral', 'NumericLiteral', 'BooleanLiteral', 'NullLiteral', 'RegExpLiteral']);

function isDatum(node: unknown): boolean {
  if (!isNode(node)) return false;
  if (literals.has(node.type)) return true;
  switch (node.type) {
    case 'Identifier':
      return true;
    case 'ArrayExpression':
      return (node['elements'] as readonly unknown[]).every(isDatum);
    case 'ObjectExpression':
      return (node['properties'] as readonly Node[]).every((each) =>
        each.type === 'ObjectProperty'
          ? isDatum(each['value'])
          : each.type === 'SpreadElement' && isDatum(each['argument']),
      );
    case 'TemplateLiteral':
      return (node['expressions'] as readonly unknown[]).every(isDatum);
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return isDatum(node['expression']);
    default:
      return false;
  }
}
