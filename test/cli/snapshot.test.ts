import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSnapshot, snapshotKeys } from '../../lib/ecs/placement/snapshot.ts';
import { awsError } from '../../sim/wire.ts';
import { cli, directory, jsonLines } from './run.ts';
import { webCluster } from './web-cluster.ts';

const web = webCluster();
const region = 'ap-northeast-1';
const live = { region, ecs: web.answers({ mostPerPage: 3 }) };

test('writes raw items, each list complete, and tells of its progress on stderr', async () => {
  const cwd = directory({});
  const { code, out, err } = await cli(['snapshot', '--cluster', 'web', '--out', 'web.json'], { ...live, cwd });
  expect({ code, out }).toEqual({ code: 0, out: '' });
  expect(err).toContain('web: 12 container instances\n');
  expect(err).toContain('web: 5 services\n');
  expect(err).toContain('watchkeeper: alarms could not be read');
  expect(err).toMatch(/written to web\.json\n$/);
  const text = readFileSync(join(cwd, 'web.json'), 'utf8');
  const value = JSON.parse(text) as Record<string, unknown>;
  expect(Object.keys(value)).toEqual(
    expect.arrayContaining([...snapshotKeys, 'takenAt', 'stoppedTasks', 'targetHealth']),
  );
  const read = readSnapshot(value);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  expect([read.cluster, read.instances.length, read.services.length]).toEqual(['web', 12, 5]);
  // One item a line.
  expect(text.split('\n').length).toBeGreaterThan(12 + read.tasks.length);
});

test('holds no secret', async () => {
  const { out } = await cli(['snapshot'], live);
  expect(JSON.stringify([...web.world.account.taskDefinitions.values()])).toContain('hunter2');
  expect(out).not.toContain('hunter2');
  expect(out).toContain('"family":"orders-api"');
});

test('without --out it is on stdout, and nothing else is', async () => {
  const { code, out } = await cli(['snapshot', '--cluster', 'web'], live);
  expect(code).toBe(0);
  expect(Object.keys(JSON.parse(out) as object)).toContain('containerInstances');
});

test('--json says what was written', async () => {
  const { out } = await cli(['snapshot', '--out', 'web.json', '--json'], { ...live, cwd: directory({}) });
  expect(jsonLines(out)).toMatchObject([
    { type: 'snapshot', file: 'web.json', containerInstances: 12, services: 5, unread: [] },
  ]);
});

test('what could not be read is left out and said: exit code 1', async () => {
  const denied = () => {
    throw awsError('AccessDeniedException');
  };
  const cwd = directory({});
  const ran = await cli(['snapshot', '--out', 'web.json'], {
    ...live,
    cwd,
    ecs: { ...live.ecs, 'ECS.DescribeServices': denied },
  });
  expect(ran.code).toBe(1);
  expect(ran.err).toContain('services could not be read (describe services of web: AccessDeniedException)');
  expect(ran.err).toMatch(/watchkeeper: the snapshot is not whole: see above\n$/);
  expect(JSON.parse(readFileSync(join(cwd, 'web.json'), 'utf8'))).not.toHaveProperty('services');
});

test.each([
  ['no such cluster', ['--cluster', 'nope'], 1, /there is no cluster nope in ap-northeast-1 — there are web/],
  [
    'a file that cannot be written',
    ['--out', 'no/such/folder/web.json'],
    2,
    /no\/such\/folder\/web\.json cannot be written \(ENOENT\)/,
  ],
] as const)('%s', async (_, args, code, says) => {
  const ran = await cli(['snapshot', ...args], { ...live, cwd: directory({}) });
  expect(ran).toMatchObject({ code, out: '' });
  expect(ran.err).toMatch(says);
});
