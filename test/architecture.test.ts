import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Module } from './architecture/modules.ts';
import {
  exportsOf,
  filesEnding,
  isNode,
  isPureData,
  nameOf,
  nodesOf,
  readModule,
  root,
} from './architecture/modules.ts';

const features = ['health', 'drain', 'scale', 'batch', 'alert'];
const paths = filesEnding('.ts').filter((path) => !path.endsWith('.d.ts'));
const modules = paths.map((path) => readModule(path));
const inLib = modules.filter(({ path }) => path.startsWith('lib/'));

/** Where a module belongs: `core`, `aws`, `world`, a feature, or a folder of the root. */
function placeOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  if (path.startsWith('lib/app/world/')) return 'world';
  return first === 'lib' ? second : first;
}

/** What each place may import, itself aside. What is not named here may import anything, and nobody above imports it. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  core: [],
  ecs: ['core'],
  aws: ['core'],
  channels: ['core'],
  ...Object.fromEntries(features.map((feature) => [feature, ['ecs', 'core']])),
  app: [...features, 'ecs', 'core'],
  world: ['app', ...features, 'ecs', 'core', 'aws', 'channels'],
  handlers: ['app', 'world', ...features, 'ecs', 'core'],
};

function violations(seen: readonly Module[]): string[] {
  return seen.flatMap(({ path, imports, packages }) => {
    const place = placeOf(path);
    const may = allowed[place];
    if (may === undefined) return [];
    const ours = imports.filter((name) => placeOf(name) !== place && !may.includes(placeOf(name)));
    // AWS's shapes and errors stop in lib/aws.
    const foreign = packages.filter((name) => name.startsWith('@aws-sdk/') && place !== 'aws');
    return [...ours, ...foreign].map((name) => `${path} imports ${name}`);
  });
}

describe('imports run one way', () => {
  test('every TypeScript file was read', () => {
    expect(modules.length).toBeGreaterThan(200);
    expect(modules).toHaveLength(paths.length);
    expect(inLib.flatMap(({ imports }) => imports).length).toBeGreaterThan(500);
  });

  test('every import of what is packaged names a file that is there', () => {
    const known = new Set(['.ts', '.tsx', '.js', '.mjs', '.json'].flatMap((ending) => filesEnding(ending)));
    const packaged = modules.filter(({ path }) => path.startsWith('lib/') || path.startsWith('handlers/'));
    const broken = packaged.flatMap(({ path, imports }) =>
      imports.filter((name) => !known.has(name)).map((name) => `${path} imports ${name}`),
    );
    expect(broken).toEqual([]);
  });

  test('no module imports what it may not', () => {
    expect(violations(modules)).toEqual([]);
  });

  const planted: readonly (readonly [rule: string, path: string, source: string])[] = [
    ['core imports nothing of ours', 'lib/core/planted.ts', `import { parseEvent } from '../ecs/events/parse.ts';`],
    ['ecs imports no feature', 'lib/ecs/planted.ts', `import { health } from '../health/feature.ts';`],
    ['features never import each other', 'lib/health/planted.ts', `import { alert } from '../alert/feature.ts';`],
    ['a type is an import, too', 'lib/alert/planted.ts', `import type { S } from '../health/state.ts';`],
    ['a type asked for in place is one, too', 'lib/alert/planted.ts', `type S = import('../health/state.ts').S;`],
    ['a late import is one, too', 'lib/health/planted.ts', `const load = () => import('../aws/ecs.ts');`],
    ['a re-export is one, too', 'lib/ecs/planted.ts', `export * from '../aws/ecs.ts';`],
    ['features import no adapter', 'lib/alert/planted.ts', `import { openS3 } from '../aws/s3.ts';`],
    ['features import no app', 'lib/health/planted.ts', `import { keep } from '../app/keep.ts';`],
    ['aws imports core only', 'lib/aws/planted.ts', `import { parseArn } from '../ecs/arn.ts';`],
    ['channels import core only', 'lib/channels/planted.ts', `import { openSns } from '../aws/sns.ts';`],
    ['only worlds import aws', 'lib/app/planted.ts', `import { openSqs } from '../aws/sqs.ts';`],
    [
      'only worlds import channels',
      'lib/app/config/planted.ts',
      `import { slackChannel } from '../../channels/slack.ts';`,
    ],
    ['handlers import no adapter', 'handlers/planted.ts', `import { openSqs } from '../lib/aws/sqs.ts';`],
    ['the AWS SDK stays in lib/aws', 'lib/app/world/planted.ts', `import { ECSClient } from '@aws-sdk/client-ecs';`],
    ...['sim', 'cli', 'console', 'test', 'bench'].map(
      (outer) =>
        [
          `nothing of lib imports ${outer}`,
          'lib/app/world/planted.ts',
          `import { x } from '../../../${outer}/x.ts';`,
        ] as const,
    ),
    ['handlers import no sim', 'handlers/planted.ts', `import { x } from '../sim/x.ts';`],
    ['an import that cannot be read is refused', 'lib/app/planted.ts', `const load = (name) => import(name);`],
  ];

  test.each(planted)('caught: %s', (_, path, source) => {
    expect(violations([readModule(path, source)])).toHaveLength(1);
  });

  test('what may be imported is not caught', () => {
    const source = `import type { A } from '../../core/alert.ts'; import { s } from '../../aws/s3.ts'; import fs from 'node:fs';`;
    expect(violations([readModule('lib/app/world/planted.ts', source)])).toEqual([]);
  });
});

/** Everything that may import something of ours. */
const importers = [
  ...modules,
  ...['.tsx', '.js', '.mjs'].flatMap((end) => filesEnding(end)).map((path) => readModule(path)),
];
const wordsIn = (source: string): ReadonlySet<string> => new Set(source.match(/\w+/g));

/** Of the exports of some modules those that no other module both imports from and names. */
function unasked(seen: readonly Module[], by: readonly Module[]): { readonly module: Module; readonly name: string }[] {
  const importedFrom = new Map<string, string[]>();
  for (const { imports, source } of by) {
    for (const name of imports) importedFrom.set(name, [...(importedFrom.get(name) ?? []), source]);
  }
  return seen.flatMap((module) => {
    const words = (importedFrom.get(module.path) ?? []).map(wordsIn);
    return exportsOf(module)
      .filter((name) => !words.some((each) => each.has(name)))
      .map((name) => ({ module, name }));
  });
}

const told = ({ module: { path }, name }: ReturnType<typeof unasked>[number]): string => `${path} exports ${name}`;

test('what the functions import is installed with them, and not only for development', () => {
  const { dependencies } = JSON.parse(read('package.json')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const packages = new Set(inLib.flatMap((module) => module.packages).filter((name) => !name.startsWith('node:')));
  // Of AWS Lambda there are only types.
  const missing = [...packages].filter((name) => name !== 'aws-lambda' && dependencies[name] === undefined);
  expect(packages.size).toBeGreaterThan(10);
  expect(missing).toEqual([]);
});

describe('nothing is there that nobody asks for', () => {
  test('every export is imported', () => {
    const asked = modules.filter(({ path }) => /^(lib|cli|sim|console|test)\//.test(path));
    expect(asked.flatMap(exportsOf).length).toBeGreaterThan(2000);
    expect(unasked(asked, importers).map(told)).toEqual([]);
  });

  test('what only tests import is at least part of what its own module does', () => {
    const shipped = modules.filter(({ path }) => /^(lib|cli)\//.test(path));
    const others = importers.filter(({ path }) => !/^(test|bench)\//.test(path));
    const alone = unasked(shipped, others).filter(
      ({ module: { source }, name }) => (source.match(new RegExp(`\\b${name}\\b`, 'g')) ?? []).length < 2,
    );
    expect(alone.map(told)).toEqual([]);
  });

  test('caught: an export that is imported by nobody, or for another name', () => {
    const planted = readModule('lib/core/planted.ts', 'export const a = 1; export type B = 2; const c = 3;');
    const other = readModule('lib/core/other.ts', `import type { B } from './planted.ts';`);
    expect(unasked([planted], [planted, other]).map(told)).toEqual(['lib/core/planted.ts exports a']);
  });
});

/** Calls that make a decision depend on when and where it is taken. */
function impurities({ path, syntax }: Module): string[] {
  return [...nodesOf(syntax)].flatMap((node) => {
    if (node.type === 'NewExpression' && nameOf(node['callee']) === 'Date') {
      return (node['arguments'] as readonly unknown[]).length === 0 ? [`${path}: new Date()`] : [];
    }
    const name = node.type === 'MemberExpression' ? nameOf(node) : '';
    return ['Date.now', 'Math.random', 'process.env', 'performance.now'].includes(name) ? [`${path}: ${name}`] : [];
  });
}

describe('the code keeps to its rules', () => {
  test('the clock, chance and the environment are read in one place', () => {
    const elsewhere = inLib.filter(({ path }) => path !== 'lib/app/environment.ts');
    expect(elsewhere.flatMap(impurities)).toEqual([]);
    const planted = 'const a = [Date.now(), new Date(), Math.random(), process.env.HOME, new Date(0)];';
    expect(impurities(readModule('lib/core/planted.ts', planted))).toHaveLength(4);
  });

  test('exports have names', () => {
    const unnamed = [...inLib, ...modules.filter(({ path }) => path.startsWith('handlers/'))].filter(({ syntax }) =>
      [...nodesOf(syntax)].some(({ type }) => type === 'ExportDefaultDeclaration'),
    );
    expect(unnamed.map(({ path }) => path)).toEqual([]);
  });

  test('files are named by nouns, in kebab-case, and by what is in them', () => {
    const ours = paths.filter((path) => !path.endsWith('.config.ts'));
    const odd = ours.filter((path) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.ts$/.test(basename(path)));
    expect(odd).toEqual([]);
    const empty = ours.filter((path) => /(^|[/-])(utils?|helpers?|common|managers?|misc|index)([./-]|$)/.test(path));
    expect(empty).toEqual([]);
  });

  test('a file fits on a few screens, unless it is data', () => {
    const long = modules.filter(
      ({ path, source, syntax }) =>
        !path.startsWith('test/') && !path.startsWith('bench/') && lines(source) > 250 && !isPureData(syntax),
    );
    expect(long.map(({ path, source }) => `${path}: ${lines(source)} lines`)).toEqual([]);
    expect(isPureData(readModule('planted.ts', 'export const rows = [{ a: /x/, b: [1, `t`] }] as const;').syntax)).toBe(
      true,
    );
    expect(isPureData(readModule('planted.ts', 'export const rows = [make()];').syntax)).toBe(false);
  });

  test('a handler is a line of the table of contents', () => {
    const long = modules.filter(({ path, source }) => path.startsWith('handlers/') && lines(source) > 15);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  test('nothing outside the project is named', () => {
    const outside = /\/work\/|\.\.\/shared|\bissues?\s*#\d+|\(#\d+\)/i;
    const texts = ['README.md', ...filesEnding('.md').filter((path) => path.startsWith('docs/'))].filter(isThere);
    const named = [...texts, ...inLib.map(({ path }) => path)].filter((path) => outside.test(read(path)));
    expect(named).toEqual([]);
    expect(outside.test('see ../shared/events')).toBe(true);
  });

  test('every node of a module is seen', () => {
    const { syntax } = readModule('planted.ts', 'const f = () => { if (a) { return [{ b: c(d) }]; } return e; };');
    const names = [...nodesOf(syntax)].filter((node) => isNode(node) && node.type === 'Identifier').map(nameOf);
    expect(names).toEqual(['f', 'a', 'b', 'c', 'd', 'e']);
  });
});

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const isThere = (path: string): boolean => filesEnding(basename(path)).includes(path);
const lines = (source: string): number => source.trimEnd().split('\n').length;
