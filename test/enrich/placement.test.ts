import { describe, expect, test } from 'vitest';
import type { Alert } from '../../lib/core/alert.ts';
import type { ClusterItems } from '../../lib/core/cluster-reads.ts';
import type { Read } from '../../lib/core/ports.ts';
import { minuteMs } from '../../lib/core/time.ts';
import type { EnrichmentContext, EnrichmentReads, Look } from '../../lib/alert/enrich/look.ts';
import { lookUpPlacement } from '../../lib/alert/enrich/placement.ts';
import { asksForPlacement } from '../../lib/alert/enrich/placement-causes.ts';
import type { PlacementFinding } from '../../lib/alert/enrichment.ts';
import { levelOf } from '../alert/desk.ts';
import { definitionItem, instanceItem, serviceItem } from '../ecs/placement/cluster-items.ts';

const now = Date.parse('2026-11-20T17:00:00Z');

const failing = (reason: string): Alert => {
  const level = levelOf('api', { at: now });
  const [cause] = level.causes;
  if (cause === undefined) throw new Error('an alert without a cause');
  return { ...level, causes: [{ ...cause, id: 'placement_failure', fills: { reason } }] };
};

const items = (leftMiB: number, service: object = {}) =>
  ({
    cluster: {},
    containerInstances: ['a', 'b'].map((name) => instanceItem({ name, leftMiB })),
    services: [serviceItem('api', service)],
    taskDefinitions: [definitionItem('api')],
    tasks: [],
    instanceTypes: [],
    subnets: [],
  }) as unknown as ClusterItems;

const ok = (value: ClusterItems): Read<ClusterItems> => ({ ok: true, value, at: now });

async function looked(
  about: Alert,
  answer: Read<ClusterItems>,
  context: Partial<EnrichmentContext> = {},
): Promise<{ readonly finding: PlacementFinding; readonly asked: readonly unknown[] }> {
  const asked: unknown[] = [];
  const cluster = async (scope: unknown): Promise<Read<ClusterItems>> => {
    asked.push(scope);
    return answer;
  };
  const look: Look = {
    alert: about,
    reads: { placement: { cluster } } as unknown as EnrichmentReads,
    context: { now, language: 'en', who: 'role', logs: 'tail', ...context },
    last: context.firstLookAt !== undefined,
  };
  return { finding: await lookUpPlacement(look), asked };
}

describe('the verdict on a task that found no place', () => {
  test('names what is missing, what becomes of it, every instance, and what would make room', async () => {
    const { finding, asked } = await looked(failing('RESOURCE:MEMORY'), ok(items(960)));
    expect(asked).toEqual([{ cluster: 'web', services: ['api'] }]);
    expect(finding).toMatchObject({ state: 'found', agrees: true, needs: '1024 MiB', readAt: now });
    if (finding.state !== 'found') return;
    expect(finding.room).toMatch(/^no room for one more copy on 2 instances.*64 .*short/);
    expect(finding.outlook).toMatch(/waits until others leave/);
    expect(finding.table.join('\n')).toMatch(/i-a.*\n.*i-b/);
    expect(finding.changes[0]).toMatchObject({ change: expect.stringMatching(/960/), admits: 'admits 2 more' });
  });

  test('is in the language of the messages', async () => {
    const { finding } = await looked(failing('RESOURCE:MEMORY'), ok(items(960)), { language: 'ja' });
    expect(finding.state === 'found' && finding.room).toMatch(/配置/);
  });

  test.each([
    ['ECS named something that no instance lacks', 'RESOURCE:GPU', 960, false],
    ['there is room by now', 'RESOURCE:MEMORY', 4096, false],
    ['ECS named nothing', '', 960, true],
    ['ECS named the port without its protocol', 'RESOURCE:MEMORY', 960, true],
  ])('%s', async (_, reason, leftMiB, agrees) => {
    const { finding } = await looked(failing(reason), ok(items(leftMiB)));
    expect(finding).toMatchObject({ state: 'found', agrees });
  });

  test('of a cluster without room is about the service that would find none', async () => {
    const about: Alert = {
      ...failing(''),
      subject: { account: '123456789012', region: 'eu-west-1', cluster: 'web', kind: 'cluster', name: 'web' },
    };
    const causes = about.causes.map((cause) => ({ ...cause, id: 'no_room_for_deployment', fills: { service: 'api' } }));
    const { finding } = await looked({ ...about, causes }, ok(items(512)));
    expect(finding).toMatchObject({ state: 'found', room: expect.stringMatching(/^api: no room/) });
    expect(finding).not.toHaveProperty('agrees');
  });

  test.each([
    ['on Fargate', ok(items(960, { launchType: 'FARGATE' })), { state: 'none', reason: 'fargate' }],
    ['of a service that is not there', ok({ ...items(960), services: [] }), { state: 'none', reason: 'unreadable' }],
    ['that may not be read', { ok: false, reason: 'denied' }, { state: 'none', reason: 'denied' }],
    ['that cannot be read just now', { ok: false, reason: 'throttled' }, { state: 'not-yet' }],
    [
      'that does not have the shape AWS documents',
      ok({ ...items(960), containerInstances: [{ status: 7 }] }),
      { state: 'none', reason: 'unreadable' },
    ],
  ] as const)('%s', async (_, answer, expected) => {
    expect((await looked(failing('RESOURCE:MEMORY'), answer)).finding).toMatchObject(expected);
  });

  test('that could not be read to the end is given up', async () => {
    const late = { firstLookAt: now - 10 * minuteMs };
    const { finding } = await looked(failing(''), { ok: false, reason: 'throttled' }, late);
    expect(finding).toEqual({ state: 'none', reason: 'unreadable' });
  });
});

test('only what has found no place, or would find none, is asked about', () => {
  expect(asksForPlacement(failing(''))).toBe(true);
  expect(asksForPlacement(levelOf('api', { at: now }))).toBe(false);
  const family = { ...failing('').subject, kind: 'family' } as const;
  expect(asksForPlacement({ ...failing(''), subject: family })).toBe(false);
});
