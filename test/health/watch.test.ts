import { describe, expect, test } from 'vitest';
import type { EcsDeployment, EcsService, EcsTask } from '../../lib/core/ecs-reads.ts';
import type { DeploymentChanged, ServiceFound } from '../../lib/core/event.ts';
import { minuteMs } from '../../lib/core/time.ts';
import type { HealthFacts } from '../../lib/health/facts.ts';
import { service } from '../flows/team.ts';
import { Kept, start } from './looks.ts';

const place = { account: '123456789012', region: 'eu-west-1' };
const clusterArn = 'arn:aws:ecs:eu-west-1:123456789012:cluster/web';

const found = (more: Partial<ServiceFound> = {}): ServiceFound => ({
  kind: 'service-found',
  id: 'sweep/1',
  at: start,
  ...place,
  cluster: 'web',
  service: 'api',
  signs: ['short'],
  ...more,
});

type Given = { readonly running: number; readonly desired?: number; readonly healthy?: number } & Partial<
  Pick<EcsService, 'deployments' | 'createdAt' | 'policy' | 'events' | 'pending'>
>;

type Seen = (minute: number) => Given;

const primary = (more: Partial<EcsDeployment> = {}): EcsDeployment => ({
  id: 'ecs-svc/2',
  status: 'PRIMARY',
  taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/api:2',
  desired: 2,
  running: 2,
  pending: 0,
  failedTasks: 0,
  rolloutState: 'COMPLETED',
  createdAt: start - 1e8,
  ...more,
});

const targets = (healthy: number, now: number): Pick<HealthFacts, 'targets'> => ({
  targets: { ok: true, value: { healthy, total: 2, reason: 'Target.FailedHealthChecks' }, at: now },
});

function watched(seen: Seen, event: ServiceFound | DeploymentChanged = found(), until = 40): Kept {
  const record = new Kept('service', 'api', (now) => {
    const { running, desired = 2, healthy, ...more } = seen((now - start) / minuteMs);
    const value = service('api', { running, desired }, { deployments: [primary()], createdAt: start - 1e9, ...more });
    return { service: { ok: true, value, at: now }, ...(healthy !== undefined && targets(healthy, now)) };
  });
  record.hear(event);
  record.until(start + until * minuteMs);
  return record;
}

const minutesTo = (record: Kept, at = 0): number => Math.round(((record.alerts[at]?.at ?? NaN) - start) / minuteMs);

describe('a service that is found not to be as it should', () => {
  test('and is well again is read for a quarter of an hour, and told to nobody', () => {
    const record = watched((minute) => ({ running: minute < 1.5 ? 1 : 2 }));
    expect(record.alerts).toEqual([]);
    expect(record.looks.at(-1)).toBeLessThanOrEqual(16);
    expect(record.looks.length).toBeGreaterThan(13);
  });

  const lasting: readonly (readonly [string, Seen, string, string, number])[] = [
    ['without any task is down', () => ({ running: 0 }), 'nothing_runs', 'down', 3],
    ['without any healthy target is down', () => ({ running: 2, healthy: 0 }), 'no_healthy_target', 'down', 3],
    ['with half its tasks is degraded', () => ({ running: 1 }), 'below_desired', 'degraded', 4],
    ['with half its targets is degraded', () => ({ running: 2, healthy: 1 }), 'targets_unhealthy', 'degraded', 4],
    ['with most of its tasks is at risk', () => ({ running: 3, desired: 4 }), 'below_desired', 'at-risk', 17],
  ];

  test.each(lasting)('%s', (_, seen, cause, level, within) => {
    const record = watched(seen);
    const [first] = record.alerts;
    expect(first).toMatchObject({ status: 'firing', impact: { level }, causes: [{ id: cause }] });
    expect(minutesTo(record)).toBeLessThanOrEqual(within);
  });

  test('names the reason of its targets', () => {
    const [first] = watched(() => ({ running: 2, healthy: 0 })).alerts;
    expect(first?.causes[0]?.fills).toMatchObject({ reason: 'Target.FailedHealthChecks', desired: 2 });
  });

  test('ends when readings show it whole for its quiet time, and not before', () => {
    const record = watched((minute) => ({ running: minute < 20 ? 0 : 2 }));
    expect(record.alerts.map(({ status }) => status).at(-1)).toBe('resolved');
    expect(minutesTo(record, record.alerts.length - 1)).toBeGreaterThanOrEqual(24);
    expect(minutesTo(record, record.alerts.length - 1)).toBeLessThanOrEqual(27);
  });
});

test('a task more than is wanted, PENDING for good, keeps nothing open; one that is still wanted does', () => {
  const surplus = watched((minute) => ({ running: minute < 20 ? 0 : 2, pending: 1 }));
  expect(surplus.alerts.at(-1)?.status).toBe('resolved');
  const wanted = watched((minute) => ({ running: minute < 20 ? 0 : 1, pending: 1 }));
  expect(wanted.alerts.at(-1)?.status).toBe('firing');
});

describe('what is not trouble', () => {
  test('more wanted than before, and still starting', () => {
    const seen: Seen = (minute) => ({ running: minute < 8 ? 2 : 10, desired: 10 });
    expect(watched(seen, found({ desiredBefore: 2 })).alerts).toEqual([]);
    expect(watched(seen).alerts).not.toEqual([]);
  });

  test('but fewer than were wanted before is, also then', () => {
    const seen: Seen = () => ({ running: 0, desired: 10 });
    expect(watched(seen, found({ desiredBefore: 2 })).alerts[0]).toMatchObject({ impact: { level: 'down' } });
  });

  test('and what does not start for long is', () => {
    const record = watched(() => ({ running: 0, desired: 2 }), found({ desiredBefore: 0 }));
    expect(minutesTo(record)).toBeGreaterThanOrEqual(10);
    expect(minutesTo(record)).toBeLessThanOrEqual(14);
  });

  test('a service that was made a moment ago', () => {
    const seen: Seen = (minute) => ({ running: minute < 5 ? 0 : 2, createdAt: start - minuteMs });
    expect(watched(seen).alerts).toEqual([]);
  });

  test('a deployment that goes on well, above its own minimum', () => {
    const deploying: Seen = (minute) => ({
      running: minute < 12 ? 1 : 2,
      policy: { minimumHealthyPercent: 50 },
      deployments: [primary({ rolloutState: minute < 12 ? 'IN_PROGRESS' : 'COMPLETED', createdAt: start })],
    });
    expect(watched(deploying).alerts).toEqual([]);
    const failing: Seen = (minute) => {
      const { deployments = [], ...rest } = deploying(minute);
      return { ...rest, deployments: deployments.map((each) => ({ ...each, failedTasks: 2 })) };
    };
    expect(watched(failing).alerts).not.toEqual([]);
  });

  test('a planned outage of a few minutes', () => {
    const seen =
      (until: number): Seen =>
      (minute) => ({
        running: minute < until ? 0 : 2,
        policy: { minimumHealthyPercent: 0 },
        deployments: [primary({ rolloutState: minute < until ? 'IN_PROGRESS' : 'COMPLETED', createdAt: start })],
      });
    expect(watched(seen(4)).alerts).toEqual([]);
    expect(watched(seen(20)).alerts[0]).toMatchObject({ impact: { level: 'down' } });
  });
});

test('a deployment that never ends is told after an hour', () => {
  const deployments = [primary({ rolloutState: 'IN_PROGRESS', createdAt: start - 61 * minuteMs })];
  const [first] = watched(() => ({ running: 2, deployments }), found({ signs: ['long deployment'] })).alerts;
  expect(first).toMatchObject({ severity: 'warning', impact: { level: 'none' }, causes: [{ id: 'deployment_stuck' }] });
  const staged: Seen = () => ({ running: 2, deployments, policy: { strategy: 'BLUE_GREEN' } });
  expect(watched(staged).alerts).toEqual([]);
});

test('a deployment is news: its service is read every minute for a quarter of an hour', () => {
  const began: DeploymentChanged = {
    kind: 'deployment',
    id: '1',
    at: start,
    ...place,
    serviceArn: 'arn:aws:ecs:eu-west-1:123456789012:service/web/api',
    eventType: 'INFO',
    eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS',
    deploymentId: 'ecs-svc/2',
  };
  const record = watched((minute) => ({ running: minute < 6 ? 2 : 0 }), began);
  expect(record.alerts[0]).toMatchObject({ impact: { level: 'down' }, causes: [{ id: 'nothing_runs' }] });
  expect(minutesTo(record)).toBeLessThanOrEqual(9);
});

describe('what was there before anybody looked', () => {
  test('is told as such, how bad it is included, and its end, too', () => {
    const record = watched((minute) => ({ running: minute < 20 ? 0 : 2 }), found({ isBaseline: true }));
    expect(record.alerts.map(({ isBaseline }) => isBaseline)).not.toContain(undefined);
    expect(record.alerts.at(-1)?.status).toBe('resolved');
  });

  test('is news when it gets worse', () => {
    const record = watched((minute) => ({ running: minute < 20 ? 1 : 0 }), found({ isBaseline: true }));
    const news = record.alerts.find(({ isBaseline }) => isBaseline === undefined);
    expect(news).toMatchObject({ impact: { level: 'down' } });
    expect(record.alerts[0]).toMatchObject({ isBaseline: true, impact: { level: 'degraded' } });
  });
});

describe('what events should have told is read', () => {
  const stopped = (minute: number, more: Partial<EcsTask> = {}): EcsTask => ({
    arn: `arn:aws:ecs:eu-west-1:123456789012:task/web/${minute}`,
    clusterArn,
    taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/api:2',
    lastStatus: 'STOPPED',
    desiredStatus: 'STOPPED',
    group: 'service:api',
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
    startedAt: start + minute * minuteMs - 6000,
    stoppedAt: start + minute * minuteMs,
    containers: [{ name: 'app', exitCode: 1 }],
    ...more,
  });

  const read = (tasks: readonly EcsTask[], events: EcsService['events'] = []): Kept => {
    const record = new Kept('service', 'api', (now) => ({
      service: {
        ok: true,
        value: service('api', { running: 2, desired: 2 }, { deployments: [primary({ id: 'ecs-svc/1' })], events }),
        at: now,
      },
      stopped: { ok: true, value: tasks, at: now },
    }));
    record.hear(found());
    record.until(start + 10 * minuteMs);
    return record;
  };

  test('why tasks stopped, each once', () => {
    const [first, ...others] = read([stopped(-1), stopped(-2), stopped(-3)]).alerts;
    expect(first?.causes).toMatchObject([{ id: 'essential_exit', count: 3, exitCode: 1 }]);
    expect(others.at(-1)).toMatchObject({ status: 'resolved' });
  });

  test('but not what is expected, or long ago', () => {
    const byScheduler = {
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason: 'Scaling activity initiated by (deployment ecs-svc/1)',
    };
    expect(read([stopped(-1, byScheduler), stopped(-30)]).alerts).toEqual([]);
  });

  test('that a deployment failed and was rolled back: no success', () => {
    const said = [
      '(deployment ecs-svc/1) deployment completed.',
      'rolling back to deployment ecs-svc/1.',
      '(deployment ecs-svc/2) deployment failed: tasks failed to start.',
    ].map((words, at) => ({ at: start - (at + 1) * minuteMs, message: `(service api) ${words}` }));
    const { alerts } = read([stopped(-4, { startedBy: 'ecs-svc/2' })], said);
    expect(alerts[0]?.causes.map(({ id }) => id)).toContain('deployment_failed');
    expect(alerts.at(-1)?.status).toBe('rolled-back');
  });

  test('but no success that nobody heard of', () => {
    const said = [{ at: start - minuteMs, message: '(service api) (deployment ecs-svc/1) deployment completed.' }];
    expect(read([], said).alerts).toEqual([]);
  });
});
