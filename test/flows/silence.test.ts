import { describe, expect, test } from 'vitest';
import type { AlertLine } from '../../cli/replay/replay.ts';
import type { EcsService } from '../../lib/core/ecs-reads.ts';
import { action, agent, codeDeploy, crash, told } from './stream.ts';
import { service } from './team.ts';

const stopped = (seconds: number, stopCode: string, stoppedReason: string): string =>
  crash(seconds, { number: 1, revision: 41, more: { stopCode, stoppedReason } });

const spot = stopped(0, 'SpotInterruption', 'Your Spot Task was interrupted.');
const byHand = stopped(0, 'UserInitiated', 'Task stopped by user');

const reads = (
  running: number,
  desired: number,
  more: Partial<EcsService> = {},
): Readonly<Record<string, EcsService>> => ({
  'web/orders-api': service('orders-api', { running, desired }, more),
});

describe('a task that stops without a failure', () => {
  test.each([
    ['a Spot task', spot, /Spot capacity/],
    ['one stopped by hand', byHand, /nothing has come of it yet/],
  ])('%s, and is not replaced: the service is down', async (_, event, next) => {
    const [first] = await told([event], reads(0, 1));
    expect(first).toMatchObject({ impact: 'down' });
    expect(first?.title).toMatch(/a lost task was not replaced/);
    expect(first?.next).toMatch(next);
  });

  test('one of several that is not replaced puts the service at risk', async () => {
    expect((await told([byHand], reads(3, 4)))[0]?.impact).toBe('at-risk');
  });

  test.each([
    ['replaced', reads(4, 4)],
    ['of a service that is wanted no more', reads(0, 0)],
    ['of a service nobody can read', {}],
  ])('and is %s, is told to nobody', async (_, services) => {
    expect(await told([byHand], services)).toEqual([]);
  });

  test('costs one reading, and the surplus of a scale-in none', async () => {
    let count = 0;
    const counting: Readonly<Record<string, EcsService>> = {
      get 'web/orders-api'() {
        count += 1;
        return service('orders-api', { running: 4, desired: 4 });
      },
    };
    const scaleIn = stopped(5, 'ServiceSchedulerInitiated', 'Scaling activity initiated by (deployment ecs-svc/1)');
    await told([byHand, stopped(2, 'UserInitiated', 'Task stopped by user'), scaleIn], counting);
    expect(count).toBe(1);
  });
});

describe('an agent that is disconnected', () => {
  test('for a moment is told to nobody', async () => {
    expect(await told([agent(0, true), agent(60, false), agent(180, true)])).toEqual([]);
  });

  test('for long puts its instance at risk, until it is back', async () => {
    const alerts = await told([agent(60, false), agent(3000, true)]);
    expect(alerts[0]).toMatchObject({ status: 'firing', impact: 'at-risk' });
    expect(alerts[0]?.title).toMatch(/i-0123456789abcdef0: the ECS agent is disconnected/);
    expect(Date.parse(alerts[0]?.at ?? '') - Date.parse('2026-11-20T17:01:00Z')).toBeGreaterThan(10 * 60_000);
    expect(alerts.at(-1)).toMatchObject({ status: 'resolved' });
  });
});

describe('CodeDeploy, where nothing of it can be read', () => {
  const elb = (seconds: number): string =>
    crash(seconds, {
      number: 1,
      revision: 42,
      more: {
        group: 'service:orders',
        stopCode: 'ServiceSchedulerInitiated',
        stoppedReason:
          'Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/green/73e2d6bc24d8a067)',
      },
    });
  const stream = [codeDeploy(0, 'START'), elb(200), codeDeploy(400, 'FAILURE')];
  const keys = (alerts: readonly AlertLine[]): readonly string[] => [...new Set(alerts.map(({ key }) => key))];

  test('one message tells of the service that the names mean, and what CodeDeploy will do', async () => {
    const alerts = await told(stream);
    expect(keys(alerts)).toEqual(['123456789012/eu-west-1/web/service/orders']);
    expect(alerts.map(({ next }) => next).join('\n')).not.toMatch(/ECS replaces/);
    expect(alerts.at(-1)?.causes.map(({ id }) => id)).toEqual(['elb_health', 'codedeploy_failed']);
  });

  test('names that may mean several services mean none', async () => {
    expect(keys(await told([codeDeploy(0, 'FAILURE', 'web-orders-api')]))).toEqual([
      '123456789012/eu-west-1/-/service/AppECS-web-orders-api/DgpECS-web-orders-api',
    ]);
  });

  test('but the only one of them that there is', async () => {
    const there = { 'web/orders-api': service('orders-api', { running: 1, desired: 1 }) };
    expect(keys(await told([codeDeploy(0, 'FAILURE', 'web-orders-api')], there))).toEqual([
      '123456789012/eu-west-1/web/service/orders-api',
    ]);
  });
});

describe('what happens by itself', () => {
  test.each([
    ['SERVICE_TASK_CONFIGURATION_FAILURE', "The Amazon ECS service-linked role doesn't exist.", /nothing is known/],
    ['SERVICE_SOMETHING_NEW', undefined, /nothing is known/],
    ['SERVICE_HEALTH_UNKNOWN', undefined, /nothing is known/],
    ['SERVICE_TASK_PLACEMENT_FAILURE', 'RESOURCE:MEMORY', /silently and without limit/],
    ['SERVICE_TASK_START_IMPAIRED', undefined, /intervals that grow/],
    ['ECS_OPERATION_THROTTLED', undefined, /as soon as the API lets it/],
  ])('after %s: only what is known', async (name, reason, next) => {
    const [first] = await told([action(0, name, { eventType: 'ERROR', ...(reason !== undefined && { reason }) })]);
    expect(first?.next).toMatch(next);
  });
});

test('nothing healthy is told as down once, and never as degraded', async () => {
  const alerts = await told(
    [crash(50, { number: 1, revision: 41 }), crash(70, { number: 1, revision: 41 })],
    reads(0, 2),
  );
  expect(alerts.map(({ impact }) => impact)).not.toContain('degraded');
  expect(alerts.filter(({ change }) => change === 'worse')).toHaveLength(1);
  expect(alerts.at(-1)?.impact).toBe('down');
});
