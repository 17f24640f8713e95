import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { configurationSchema } from '../../lib/app/config/schema.ts';
import { receiverTypes } from '../../lib/app/config/schema/receivers.ts';
import { faultsOf } from './samples.ts';

const page = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');

test('every key stands in docs/configuration.md', () => {
  const missing = [...Object.keys(configurationSchema.shape), ...receiverTypes].filter(
    (key) => !page.includes(`\`${key}\``),
  );
  expect(missing).toEqual([]);
});

test('every complete file in it is good', () => {
  const files = [...page.matchAll(/```yaml\n([^]*?)```/g)]
    .map((match) => match[1] ?? '')
    .filter((text) => text.includes('receivers:'));
  expect(files.length).toBeGreaterThan(1);
  expect(files.flatMap(faultsOf)).toEqual([]);
});
