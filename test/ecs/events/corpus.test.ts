import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseEvent } from '../../../lib/ecs/events/parse.ts';

/** A directory of published events that is not part of the repository: `<kind>/*.json` and `sequences/*.jsonl`. */
const corpus = process.env['EVENT_CORPUS'];

if (corpus === undefined) process.stdout.write('EVENT_CORPUS is not set: published events are not parsed\n');

/** Events published incomplete: they may be faulty, and must only not throw. */
const incomplete = 'partial';

const files =
  corpus === undefined || !existsSync(corpus)
    ? []
    : readdirSync(corpus, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .flatMap(({ name }) => readdirSync(join(corpus, name)).map((file) => `${name}/${file}`))
        .filter((file) => /\.jsonl?$/.test(file));

function bodiesOf(file: string): readonly string[] {
  const text = readFileSync(join(corpus ?? '', file), 'utf8');
  return file.endsWith('.jsonl') ? text.trim().split('\n') : [text];
}

const ours =
  /^(task-state-change|container-instance-state-change|service-action|deployment-state-change|sequences)\/|ecs-task-patching-retirement/;

describe.skipIf(corpus === undefined)('published events', () => {
  test('there are some', () => expect(files.length).toBeGreaterThan(100));

  test.each(files.filter((file) => !file.startsWith(incomplete)))('%s is an event, or ignored for a reason', (file) => {
    for (const body of bodiesOf(file)) {
      const parsed = parseEvent(body);
      if (ours.test(file) || file.includes('hook-state-change')) expect(parsed).toHaveProperty('event');
      else
        expect(parsed).toMatchObject({
          ignored: expect.stringMatching(/^no feature listens to (this )?"[\w -]+" of [\w.]+$/),
        });
    }
  });

  test.each(files.filter((file) => file.startsWith(incomplete)))('%s gets an answer', (file) => {
    for (const body of bodiesOf(file)) expect(Object.keys(parseEvent(body)).length).toBeGreaterThan(0);
  });
});
