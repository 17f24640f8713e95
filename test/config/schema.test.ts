import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { editorSchema } from '../../lib/app/config/editor-schema.ts';

const root = new URL('../../', import.meta.url);

test('watchkeeper.schema.json is fresh (else: node scripts/schema.mjs)', () => {
  const written: unknown = JSON.parse(readFileSync(new URL('watchkeeper.schema.json', root), 'utf8'));
  expect(written).toEqual(JSON.parse(JSON.stringify(editorSchema())));
});

test('the editor sees every section, with a word on each', () => {
  const { properties, required } = editorSchema();
  expect(required).toEqual(['receivers']);
  const silent = Object.entries(properties as Record<string, { description?: string }>)
    .filter(([, { description }]) => description === undefined)
    .map(([name]) => name);
  expect(silent).toEqual([]);
});

test('what starts with a function is free of yaml and zod', async () => {
  const built = await build({
    stdin: {
      contents: `
        export { alertPolicy } from './lib/app/config/alert-policy.ts';
        export { healthPolicy } from './lib/app/config/health-policy.ts';
        export { liveConfiguration } from './lib/app/config/live.ts';
        export { fileConfiguration } from './lib/app/config/file.ts';`,
      resolveDir: root.pathname,
      loader: 'ts',
    },
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    outdir: 'out',
  });
  const outputs = Object.values(built.metafile.outputs);
  const start = outputs.find(({ entryPoint }) => entryPoint === '<stdin>');
  const inputs = (output: (typeof outputs)[number] | undefined) => Object.keys(output?.inputs ?? {});
  const eager = start?.imports.filter(({ kind }) => kind === 'import-statement').map(({ path }) => path) ?? [];
  const atStart = [...inputs(start), ...eager.flatMap((path) => inputs(built.metafile.outputs[path]))];
  expect(atStart.length).toBeGreaterThan(5);
  expect(atStart.filter((path) => /node_modules/.test(path))).toEqual([]);
  expect(outputs.flatMap(inputs).some((path) => /node_modules\/zod/.test(path))).toBe(true);
});
