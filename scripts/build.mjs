// Builds each function of handlers/ into dist/<name>/: an ES module split into chunks, its package.json, and the
// checked configuration as watchkeeper.json.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { readConfiguration } from '../lib/app/config/load.ts';
import { bundling } from './bundling.ts';

const root = join(import.meta.dirname, '..');
const configurationFile = process.env.WATCHKEEPER_YML ?? join(root, 'watchkeeper.yml');

async function checkedConfiguration() {
  const text = await readFile(configurationFile, 'utf8').catch((error) => {
    if (error.code !== 'ENOENT') throw error;
    console.error(`${configurationFile}  does not exist: put it there, or name another file in WATCHKEEPER_YML`);
    return process.exit(1);
  });
  const result = readConfiguration(text);
  if (!('faults' in result)) return JSON.stringify(result.configuration, null, 2);
  for (const { line, column, path, problem, fix } of result.faults) {
    console.error(`${basename(configurationFile)}:${line}:${column}  ${path}  ${problem} — ${fix}`);
  }
  console.error(`${result.faults.length} faults: nothing was built`);
  return process.exit(1);
}

async function sourceName() {
  const files = (await readdir(join(root, 'lib'), { recursive: true }))
    .filter((file) => file.endsWith('.ts'))
    .toSorted();
  const hash = createHash('sha256');
  for (const file of files) hash.update(await readFile(join(root, 'lib', file)));
  return hash.digest('hex').slice(0, 12);
}

async function buildFunction(file, { configuration, name }) {
  const feature = basename(file, '.ts');
  const outdir = join(root, 'dist', feature);
  await mkdir(outdir, { recursive: true });
  const { metafile } = await build({
    ...bundling,
    entryPoints: { index: join(root, 'handlers', file) },
    outdir,
    chunkNames: 'chunk-[hash]',
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    define: { WATCHKEEPER_BUILD: JSON.stringify(name) },
  });
  await writeFile(join(outdir, 'package.json'), '{"type":"module"}\n');
  await writeFile(join(outdir, 'watchkeeper.json'), `${configuration}\n`);
  const outputs = Object.entries(metafile.outputs).filter(([path]) => path.endsWith('.js'));
  const bytes = outputs.reduce((sum, [, output]) => sum + output.bytes, 0);
  const first = (await stat(join(outdir, 'index.js'))).size;
  console.log(
    `${feature.padEnd(8)} ${Math.round(bytes / 1024)} KiB in ${outputs.length} chunks, entry ${Math.round(first / 1024)} KiB`,
  );
}

const configuration = await checkedConfiguration();
const name = await sourceName();
await rm(join(root, 'dist'), { recursive: true, force: true });
const handlers = (await readdir(join(root, 'handlers'))).filter((file) => file.endsWith('.ts')).toSorted();
await Promise.all(handlers.map(async (file) => buildFunction(file, { configuration, name })));
