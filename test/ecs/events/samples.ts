import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const eventsDirectory = join(import.meta.dirname, '../../../events');

/** Kinds that only drain listens to, with a parser of its own. */
export const hostKinds = [
  'drain-request',
  'instance-state',
  'lifecycle-action',
  'maintenance',
  'rebalance-recommendation',
  'spot-interruption',
];

/** And those of scaling and of jobs. */
const otherKinds = new Set(['alarm', 'run-request', 'slot-trigger']);

/** Sample events of one file each, by kind; not the faulty ones, and not the stories, which hold many. */
export const sampleKinds = readdirSync(eventsDirectory, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'malformed' && entry.name !== 'stories')
  .map((entry) => entry.name)
  .filter((name) => !hostKinds.includes(name) && !otherKinds.has(name))
  .sort();

type Sample = { readonly name: string; readonly body: string };

/** `<kind>/<case>` and its text. */
export function samplesOf(kind: string): readonly Sample[] {
  return readdirSync(join(eventsDirectory, kind))
    .filter((file) => file.endsWith('.json') && file !== 'expectations.json')
    .sort()
    .map((file) => ({
      name: `${kind}/${file.replace('.json', '')}`,
      body: readFileSync(join(eventsDirectory, kind, file), 'utf8'),
    }));
}

/** The events of one story, one a line. */
export function storyLines(name: string): readonly string[] {
  return readFileSync(join(eventsDirectory, 'stories', `${name}.jsonl`), 'utf8')
    .trim()
    .split('\n');
}

export const storyNames = readdirSync(join(eventsDirectory, 'stories'))
  .filter((file) => file.endsWith('.jsonl'))
  .map((file) => file.replace('.jsonl', ''))
  .sort();
