import { expect, test } from 'vitest';
import { updateService } from '../../../sim/account/services/update.ts';
import { addTargetGroup } from '../../../sim/account/targets.ts';
import {
  breaker,
  fargateService,
  messages,
  neverHealthy,
  release,
  scene,
  statusesOf,
  steadyService,
  story,
} from './scene.ts';

test('with a target group the old task goes when the new one is healthy there', () => {
  const here = scene();
  const healthCheck = { intervalS: 10, healthyThreshold: 3, unhealthyThreshold: 2, path: '/health' };
  const group = addTargetGroup(here.account, 'web', { deregistrationDelayS: 60, healthCheck });
  const targets = [{ targetGroupArn: group.arn, container: 'app', containerPort: 8080 }];
  const service = steadyService(here, { targets, desired: 2 });
  expect([...group.targets.values()].map(({ state }) => state)).toEqual(['healthy', 'healthy']);
  updateService(here.account, service, { definition: release(here, 'v2') });
  const least = { healthy: 2 };
  here.run(600, () => {
    const healthy = [...group.targets.values()].filter(({ state }) => state === 'healthy').length;
    least.healthy = Math.min(least.healthy, healthy);
  });
  expect(least.healthy).toBe(2);
  expect(group.targets.size).toBe(2);
  expect(messages(service)).toContain(`(service web) deregistered 2 targets in (target-group ${group.arn})`);
  const gone = here.events.find(({ detail }) => detail['lastStatus'] === 'DEACTIVATING');
  const stopping = here.events.find(({ detail }) => detail['lastStatus'] === 'STOPPING');
  expect((stopping?.at ?? 0) - (gone?.at ?? 0)).toBeGreaterThanOrEqual(60_000);
});

test.each([
  { name: 'a status code', httpCode: 503, reason: 'Health checks failed with these codes: [503]' },
  { name: 'a time-out', httpCode: undefined, reason: 'Request timed out' },
])('targets that fail with $name stop their tasks', ({ httpCode, reason }) => {
  const here = scene();
  const healthCheck = { intervalS: 10, healthyThreshold: 3, unhealthyThreshold: 2, path: '/health' };
  const group = addTargetGroup(here.account, 'web', { deregistrationDelayS: 5, healthCheck });
  const targets = [{ targetGroupArn: group.arn, container: 'app', containerPort: 8080 }];
  const service = steadyService(here, { targets, desired: 2, circuitBreaker: breaker });
  const definition = release(here, 'v2', httpCode === undefined ? {} : { httpCode });
  neverHealthy(here, 'shop:v2');
  updateService(here.account, service, { definition });
  here.run(900);
  const stopped = here.events.find(({ detail }) => detail['lastStatus'] === 'STOPPED');
  expect(stopped?.detail).toMatchObject({
    stopCode: 'ServiceSchedulerInitiated',
    stoppedReason: `Task failed ELB health checks in (target-group ${group.arn})`,
  });
  const id = String(stopped?.detail['taskArn']).slice(-32);
  expect(messages(service)).toContain(
    `(service web) (task ${id}) (port 8080) is unhealthy in (target-group ${group.arn}) due to (reason ${reason})`,
  );
  expect(statusesOf(here)).toEqual(['SUCCESSFUL', 'ROLLBACK_SUCCESSFUL']);
});

test.each([
  { name: 'in the grace period', healthCheckGracePeriodS: 120, failures: 0 },
  { name: 'without one', healthCheckGracePeriodS: 0, failures: 2 },
])('a slow start fails its targets $name', ({ healthCheckGracePeriodS, failures }) => {
  const here = scene();
  const healthCheck = { intervalS: 10, healthyThreshold: 2, unhealthyThreshold: 2, path: '/health' };
  const group = addTargetGroup(here.account, 'web', { deregistrationDelayS: 5, healthCheck });
  const targets = [{ targetGroupArn: group.arn, container: 'app', containerPort: 8080 }];
  const definition = release(here, 'slow', { healthyAfterMs: 60_000 });
  const service = fargateService(here, definition, { targets, healthCheckGracePeriodS });
  here.run(80);
  expect(messages(service).filter((each) => each.includes('is unhealthy in'))).toHaveLength(failures);
  here.run(120);
  expect(story(here.events).includes('STEADY_STATE')).toBe(failures === 0);
});
