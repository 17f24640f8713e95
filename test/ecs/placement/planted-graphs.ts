import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { planted } from '../../soak/planting.ts';
import { casesOf } from './cluster-cases.ts';
import type * as EngineAgreement from './engine-agreement.ts';
import type { PlacementBug } from './planted-bugs.ts';
import { engineBugs, simulatorBugs } from './planted-bugs.ts';

// Started as a process of its own: loads engine, simulator and comparison anew for each planted bug, and prints for each
// the number of the first case in which the two disagree. One line of JSON a bug.

const project = join(import.meta.dirname, '..', '..', '..');
const projectUrl = pathToFileURL(`${project}/`).href;
const bugs: readonly PlacementBug[] = [...engineBugs, ...simulatorBugs];
const sources = new Map<string, string>();

/** What a file says with a bug in it, or without. */
function sourceOf(path: string, bug: PlacementBug | undefined): string {
  if (bug !== undefined && relative(project, path) === bug.file) {
    return stripTypeScriptTypes(planted(readFileSync(path, 'utf8'), bug));
  }
  const source = sources.get(path) ?? stripTypeScriptTypes(readFileSync(path, 'utf8'));
  sources.set(path, source);
  return source;
}

const numberIn = (url: string | undefined): string | null =>
  url === undefined ? null : new URL(url).searchParams.get('bug');

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    const number = numberIn(context.parentURL);
    const isOurs = resolved.url.startsWith(projectUrl) && resolved.url.endsWith('.ts');
    return number !== null && isOurs ? { ...resolved, url: `${resolved.url}?bug=${number}` } : resolved;
  },
  load(url, context, next) {
    const number = url.startsWith(projectUrl) ? numberIn(url) : null;
    if (number === null) return next(url, context);
    return { format: 'module', source: sourceOf(fileURLToPath(url), bugs[Number(number)]), shortCircuit: true };
  },
});

const [mostCases = 0, seed = 1] = process.argv.slice(2).map(Number);
const cases = [...casesOf(mostCases, seed)];

function firstShown(compare: (typeof EngineAgreement)['compare']): number | undefined {
  const at = cases.findIndex((given) => compare(given).disagreement !== undefined);
  return at < 0 ? undefined : at + 1;
}

for (const number of bugs.keys()) {
  const { compare } = (await import(`./engine-agreement.ts?bug=${number}`)) as typeof EngineAgreement;
  process.stdout.write(`${JSON.stringify({ number, found: firstShown(compare) })}\n`);
}
