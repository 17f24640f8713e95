import { describe, expect, test } from 'vitest';
import { readFacts, readsFrom } from '../../cli/replay/facts.ts';
import type { EcsService, EcsTaskSet } from '../../lib/core/ecs-reads.ts';
import type { AwsEvent } from '../../lib/core/event.ts';
import type { HealthReads } from '../../lib/health/facts.ts';
import { gather } from '../../lib/health/gather.ts';
import { defaultHealthPolicy } from '../../lib/health/policy.ts';
import { recordsOf } from '../../lib/health/subject.ts';
import { parseEvent } from '../../lib/ecs/events/parse.ts';
import { samplesOf } from '../ecs/events/samples.ts';
import { service, taskStopped } from '../flows/team.ts';

const at = Date.parse('2026-11-20T17:00:00Z');

const context = { policy: defaultHealthPolicy, now: at };

type Groups = Readonly<Record<string, readonly string[]>>;

/** Nothing but the service and its targets is known. */
function readsOf(given: EcsService, groups: Groups): HealthReads {
  return {
    ...readsFrom(readFacts(undefined), () => at).health,
    service: async () => ({ ok: true, value: given, at }),
    targets: async (arn) => ({ ok: true, value: (groups[arn] ?? []).map((state) => ({ state })), at }),
  };
}

function failed(): AwsEvent {
  const parsed = parseEvent(taskStopped({ service: 'orders-api', at }));
  if (!('event' in parsed)) throw new Error(JSON.stringify(parsed));
  return parsed.event;
}

const set = (status: string, targetGroup: string): EcsTaskSet => ({
  id: status,
  status,
  taskDefinitionArn: '',
  desired: 2,
  running: 2,
  pending: 0,
  targetGroupArns: [targetGroup],
});

type Case = {
  readonly name: string;
  readonly groups: Groups;
  readonly sets?: readonly EcsTaskSet[];
  readonly healthy: number;
};

const cases: readonly Case[] = [
  { name: 'in the worst of several groups', groups: { a: ['healthy', 'healthy'], b: ['healthy'] }, healthy: 1 },
  { name: 'not in the second group of a blue/green service', groups: { a: ['healthy', 'healthy'], b: [] }, healthy: 2 },
  { name: 'not in a group no listener uses', groups: { a: ['healthy'], b: ['unused', 'unused'] }, healthy: 1 },
  { name: 'in the only group, though it is empty', groups: { a: [] }, healthy: 0 },
  {
    name: 'where CodeDeploy sends production traffic, not where the new tasks fail',
    groups: { a: ['healthy', 'healthy'], b: ['unhealthy', 'initial'] },
    sets: [set('ACTIVE', 'b'), set('PRIMARY', 'a')],
    healthy: 2,
  },
];

describe('healthy targets are counted', () => {
  test.each(cases)('$name', async ({ groups, sets = [], healthy }) => {
    const counts = { running: 2, desired: 2 };
    const given = service('orders-api', counts, { targetGroupArns: Object.keys(groups), taskSets: sets });
    const asked = { key: 'k', events: [failed()], state: undefined };
    const facts = (await gather([asked], readsOf(given, groups), context)).get('k');
    expect(facts?.targets).toMatchObject({ value: { healthy } });
  });
});

const retirement = samplesOf('task-retirement').flatMap(({ body }) => {
  const parsed = parseEvent(body);
  return 'event' in parsed && parsed.event.kind === 'task-retirement' ? [parsed.event] : [];
});

test('a service whose tasks Fargate retires is read for how it is deployed, and for nothing else', async () => {
  const [event] = retirement;
  if (event === undefined) throw new Error('no sample');
  const key = 'health#eu-west-1#123456789012/web/service/orders-api';
  const read = readsOf(service('orders-api', { running: 2, desired: 2 }, { deploymentController: 'EXTERNAL' }), {});
  const asked = { key, events: [event], state: undefined };
  const facts = (await gather([asked], read, context)).get(key);
  expect(facts?.retiring).toMatchObject({ value: { deploymentController: 'EXTERNAL' } });
  expect(facts).not.toHaveProperty('service');
});

const health = samplesOf('container-instance-health').flatMap(({ body }) => {
  const parsed = parseEvent(body);
  return 'event' in parsed && parsed.event.kind === 'container-instance-health' ? [parsed.event] : [];
});

test.each(['IMPAIRED', 'OK', 'INITIALIZING', 'INSUFFICIENT_DATA'])('an instance that is %s', async (status) => {
  const event = health.find(({ overallStatus }) => overallStatus === status);
  if (event === undefined) throw new Error('no sample');
  const [key = ''] = recordsOf(event, defaultHealthPolicy);
  const read = readsOf(service('orders-api', { running: 2, desired: 2 }), {});
  const facts = (await gather([{ key, events: [event], state: undefined }], read, context)).get(key);
  expect(facts?.instance !== undefined).toBe(status === 'IMPAIRED');
});
