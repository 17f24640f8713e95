import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { causes, findCause } from '../../../lib/ecs/stops/catalogue.ts';
import { diagnose } from '../../../lib/ecs/stops/diagnosis.ts';
import { foldText, matches, parsePattern } from '../../../lib/ecs/stops/text-pattern.ts';
import { expectations, readTaskEvent, sampleFiles, samplesDirectory } from './samples.ts';

const samples = sampleFiles.map((file) => ({
  file,
  task: readTaskEvent(readFileSync(join(samplesDirectory, file), 'utf8')),
}));

/** What the samples of a cause say: all texts of each. */
const spoken = (id: string) =>
  samples
    .filter(({ file }) => expectations[file]?.cause === id)
    .map(({ task }) => [task.stoppedReason ?? '', ...task.containers.map(({ reason }) => reason ?? '')].map(foldText));

describe('the samples of stopped tasks', () => {
  test('are at least 100, each with an expectation, and no expectation without a sample', () => {
    expect(sampleFiles.length).toBeGreaterThanOrEqual(100);
    expect(Object.keys(expectations).sort()).toEqual([...sampleFiles]);
  });

  test.each(samples)('$file', ({ file, task }) => {
    const { cause, failure, severity, culprit } = diagnose(task) ?? {};
    expect({ cause, failure, severity, ...(culprit !== undefined && { culprit }) }).toEqual(expectations[file]);
  });

  test('have ids of their own, masked accounts, and a taskArn equal to resources[0]', () => {
    const ids = new Set<string>();
    for (const { file } of samples) {
      const event = JSON.parse(readFileSync(join(samplesDirectory, file), 'utf8'));
      ids.add(event.id);
      expect(['123456789012', '111122223333']).toContain(event.account);
      expect(event.resources).toEqual([event.detail.taskArn]);
    }
    expect(ids.size).toBe(samples.length);
  });
});

describe('the samples reach every row', () => {
  const alternatives = causes.flatMap(({ id, match }) =>
    match.split(' ;; ').map((alternative) => ({ id, alternative })),
  );

  test.each(alternatives)('$id: $alternative', ({ id, alternative }) => {
    const pattern = parsePattern(alternative);
    expect(spoken(id).some((texts) => texts.some((one) => matches(pattern, one)))).toBe(true);
  });

  test('and no expectation names a cause that is not in the catalogue', () => {
    expect(Object.values(expectations).filter(({ cause }) => findCause(cause) === undefined)).toEqual([]);
  });
});
