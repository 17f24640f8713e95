// Writes a release into release/: one zip per function, named by its content, the template that takes them from a
// bucket, the Terraform module that brings both to an account, and the checksums of all.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { functions, title } from '../infra/names.js';
import { releaseTemplate } from './release-template.mjs';
import { zip } from './zip.mjs';

const root = join(import.meta.dirname, '..');
const release = join(root, 'release');

/** The files of a function under the paths its handler is named by (`dist/health/index.handler`); no source maps. */
async function filesOf(name) {
  const folder = join('dist', name);
  const names = (await readdir(join(root, folder))).filter((file) => !file.endsWith('.map'));
  return new Map(
    await Promise.all(names.map(async (file) => [`${folder}/${file}`, await readFile(join(root, folder, file))])),
  );
}

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

async function writeZip(name) {
  const bytes = zip(await filesOf(name));
  const file = `${name}-${sha256(bytes).slice(0, 16)}.zip`;
  await writeFile(join(release, file), bytes);
  return [`${title(name)}LambdaFunction`, file];
}

async function writeChecksums() {
  const files = (await readdir(release, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name).slice(release.length + 1)).toSorted();
  const lines = await Promise.all(
    paths.map(async (path) => `${sha256(await readFile(join(release, path)))}  ${path}\n`),
  );
  await writeFile(join(release, 'SHA256SUMS'), lines.join(''));
  return lines;
}

execFileSync('node', ['scripts/build.mjs'], { cwd: root, stdio: 'inherit' });
execFileSync('serverless', ['package'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
const packaged = JSON.parse(
  await readFile(join(root, '.serverless', 'cloudformation-template-update-stack.json'), 'utf8'),
);
const stackName = packaged.Resources.TickLambdaFunction.Properties.FunctionName.replace(/-tick$/, '');

await rm(release, { recursive: true, force: true });
await mkdir(release);
const zips = Object.fromEntries(await Promise.all(functions.map(writeZip)));
const template = releaseTemplate(packaged, { zips, stackName });
await writeFile(join(release, 'template.json'), `${JSON.stringify(template, null, 2)}\n`);
const module = (await readdir(join(root, 'infra', 'terraform'))).filter((file) => file.endsWith('.tf'));
for (const file of module) await cp(join(root, 'infra', 'terraform', file), join(release, 'terraform', file));
process.stdout.write((await writeChecksums()).join(''));
