import { expect, test } from 'vitest';
import { tally } from '../../lib/app/telemetry.ts';
import { memoryStore } from '../../sim/memory-store.ts';

test('measures have a line for each set of dimensions, and are not added up', async () => {
  const lines: string[] = [];
  const names = { function: 'health', region: 'eu-west-1' };
  const to = { write: (line: string) => void lines.push(line), log: () => undefined, store: memoryStore() };
  const { count, flush } = tally(to, { now: () => 1 }, names);
  count('Decisions', 1);
  count('Decisions', 2);
  count('HealthyPercent|Cluster=web|Service=api', 100);
  count('HealthyPercent|Cluster=web|Service=api', 50);
  count('MissingTasks|Cluster=web', 1);
  await flush();
  const written = lines.map((line): unknown => JSON.parse(line));
  const metric = (dimensions: readonly string[], Name: string, Unit: string) => ({
    CloudWatchMetrics: [{ Dimensions: [dimensions], Metrics: [{ Name, Unit }] }],
  });
  expect(written).toMatchObject([
    { _aws: metric(['Function'], 'Decisions', 'Count'), Function: 'health', Decisions: 3 },
    {
      _aws: metric(['Cluster', 'Service'], 'HealthyPercent', 'Percent'),
      Cluster: 'web',
      Service: 'api',
      HealthyPercent: 50,
    },
    { _aws: metric(['Cluster'], 'MissingTasks', 'Count'), Cluster: 'web', MissingTasks: 1 },
  ]);
});
