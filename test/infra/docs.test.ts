import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesEnding, root } from '../architecture/modules.ts';
import { actionsOf, functions, resourcesOf, stack, statementsOf } from './stack.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The cells of every row of every table of a page. */
function rowsOf(page: string): string[][] {
  return page
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[\s|:-]+$/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
}

const codeOf = (text = ''): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

describe('docs/permissions.md', () => {
  const [general = '', ...sections] = read('docs/permissions.md').split(/^## /m);
  const everywhere = rowsOf(general).flatMap(([actions]) => codeOf(actions));

  test.each(functions)('lists exactly what %s may do', (name) => {
    const section = sections.find((each) => each.startsWith(`${name}\n`)) ?? '';
    const listed = rowsOf(section).flatMap(([actions]) => codeOf(actions));
    expect([...new Set([...everywhere, ...listed])].sort()).toEqual(actionsOf(statementsOf(name)));
  });

  test('has a section for every function, and a reason for every row', () => {
    expect(sections.map((each) => each.slice(0, each.indexOf('\n')))).toEqual([...functions]);
    for (const [actions, where, why] of [general, ...sections].flatMap(rowsOf)) {
      expect({ actions, where: where !== '', why: why !== '' }).toEqual({ actions, where: true, why: true });
    }
  });
});

describe('docs/deploy.md', () => {
  const page = read('docs/deploy.md');

  test('lists every parameter with its default', () => {
    const listed = rowsOf(/## Parameters(.*?)\n## /s.exec(page)?.[1] ?? '').slice(1);
    expect(listed.flatMap(([name]) => codeOf(name))).toEqual(Object.keys(stack.Parameters));
    for (const [name = '', value = ''] of listed) {
      const written = codeOf(value)[0] ?? '';
      expect([name, written]).toEqual([name, String(stack.Parameters[codeOf(name)[0] ?? '']?.['Default'])]);
    }
  });

  test('counts the alarms and their metrics as they are', () => {
    const alarms = resourcesOf('AWS::CloudWatch::Alarm');
    const metrics = alarms.flatMap(([, { Properties }]) =>
      (Properties['Metrics'] as readonly object[]).filter((metric) => 'MetricStat' in metric),
    );
    expect(page).toContain(`${metrics.length} metrics in ${alarms.length} alarms`);
    expect(page).toMatch(new RegExp(`metrics in .*\\| ${(metrics.length * 0.1).toFixed(2)} +\\|`));
  });

  test('adds up what idling costs', () => {
    const rows = rowsOf(/## What it costs(.*?)\n## /s.exec(page)?.[1] ?? '').slice(1);
    const costs = rows.map((cells) => Number(cells.at(-1)?.replaceAll('*', '')));
    const total = costs.pop();
    expect(costs.reduce((sum, cost) => sum + cost, 0)).toBeCloseTo(total ?? 0, 5);
  });
});

describe('docs/decisions/toolchain.md', () => {
  test('lists every dependency once, with the licence it says it has', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
      string,
      Record<string, string>
    >;
    const rows = rowsOf(read('docs/decisions/toolchain.md')).slice(1);
    const listed = rows.map(([name, , , licence]) => [codeOf(name)[0] ?? '', licence]);
    const packages = Object.keys({ ...dependencies, ...devDependencies }).map((name) => {
      const { license } = JSON.parse(read(`node_modules/${name}/package.json`)) as { license: string };
      return [name, license];
    });
    expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(packages));
    expect(listed).toHaveLength(packages.length);
  });
});

describe('alarms', () => {
  test('look at metrics of ours that the code writes', () => {
    const names = [
      ...JSON.stringify(resourcesOf('AWS::CloudWatch::Alarm')).matchAll(/"Watchkeeper","MetricName":"(\w+)"/g),
    ];
    const source = filesEnding('.ts', join(root, 'lib')).map(read).join('\n');
    expect(names.length).toBeGreaterThan(3);
    for (const [, name = ''] of names) expect(source).toContain(`'${name}'`);
  });
});

test('links between the pages lead somewhere', () => {
  const pages = filesEnding('.md').filter((path) => path.startsWith('docs/') || path === 'README.md');
  const broken = pages.flatMap((path) =>
    [...read(path).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
      .map(([, link = '']) => join(path, '..', link))
      .filter((target) => !existsSync(join(root, target)))
      .map((target) => `${path}: ${target}`),
  );
  expect(broken).toEqual([]);
});
