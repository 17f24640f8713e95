import { expect, test } from 'vitest';
import type { Service } from '../../../sim/account/service.ts';
import { updateService } from '../../../sim/account/services/update.ts';
import { failTask } from '../../../sim/account/tasks/fail.ts';
import { breaker, messages, release, releaseMissing, scene, steadyService, story } from './scene.ts';

const ids = (service: Service): string[] => [...service.tasks].map(({ id }) => id);

test('without a place to move in, nothing moves and one message says so', () => {
  const here = scene();
  const service = steadyService(here, { minimumHealthyPercent: 100, maximumPercent: 100 });
  const before = ids(service);
  updateService(here.account, service, { definition: release(here, 'v2') });
  here.run(3_600);
  expect(ids(service)).toEqual(before);
  expect(story(here.events)).toEqual(['DEPLOYMENT_IN_PROGRESS']);
  expect(messages(service).filter((each) => each.includes('minimumHealthyPercent'))).toHaveLength(1);
});

test('no Fargate capacity: told once, tried again, and over when there is some', () => {
  const here = scene();
  const service = steadyService(here, {
    capacityProviderStrategy: [{ provider: 'FARGATE_SPOT', weight: 1, base: 0 }],
  });
  here.account.weather.fargateSpotFull.add('*');
  updateService(here.account, service, { desired: 4 });
  here.run(1_800);
  const failures = here.events.filter(({ detail }) => detail['eventName'] === 'SERVICE_TASK_PLACEMENT_FAILURE');
  expect(failures.map(({ detail }) => detail)).toMatchObject([
    {
      eventType: 'ERROR',
      reason: 'RESOURCE:FARGATE',
      capacityProviderArns: ['arn:aws:ecs:ap-northeast-1:123456789012:capacity-provider/FARGATE_SPOT'],
    },
  ]);
  here.account.weather.fargateSpotFull.clear();
  here.run(1_800);
  expect(service.tasks.size).toBe(4);
  expect(story(here.events).at(-1)).toBe('STEADY_STATE');
});

test('the waits between starts grow to 27 minutes, and a new revision begins at once', () => {
  const here = scene();
  const service = steadyService(here, { desired: 1 });
  updateService(here.account, service, { definition: releaseMissing(here, 'gone') });
  here.run(6 * 3_600);
  const starts = here.events
    .filter(({ detail }) => detail['lastStatus'] === 'PROVISIONING' && detail['version'] === 1)
    .map(({ at }) => at);
  const waits = starts.slice(1).map((at, index) => (at - (starts[index] ?? 0)) / 60_000);
  expect(waits.slice(0, 2).every((minutes) => minutes < 1)).toBe(true);
  expect(waits.slice(3).every((minutes, index) => minutes >= (waits.slice(3)[index - 1] ?? 0) - 0.5)).toBe(true);
  expect(waits.at(-1)).toBeGreaterThan(27);
  expect(waits.at(-1)).toBeLessThan(29);
  const asked = here.account.agenda.now();
  updateService(here.account, service, { definition: release(here, 'v3') });
  here.events.length = 0;
  here.run(120);
  const first = here.events.find(({ detail }) => detail['lastStatus'] === 'PROVISIONING');
  expect((first?.at ?? Infinity) - asked).toBeLessThan(20_000);
  expect(story(here.events)).toEqual(expect.arrayContaining(['DEPLOYMENT_COMPLETED', 'STEADY_STATE']));
});

test('with a breaker a lack of capacity fails a deployment, but only after three quarters of an hour', () => {
  const here = scene();
  const service = steadyService(here, { circuitBreaker: breaker });
  const before = ids(service);
  here.account.weather.fargateFull.add('*');
  updateService(here.account, service, { definition: release(here, 'v2') });
  here.run(44 * 60);
  expect(story(here.events)).toEqual(['DEPLOYMENT_IN_PROGRESS', 'TASK_PLACEMENT_FAILURE']);
  here.run(3 * 60);
  expect(story(here.events).slice(2, 4)).toEqual(['DEPLOYMENT_FAILED', 'DEPLOYMENT_IN_PROGRESS']);
  expect(ids(service)).toEqual(before);
});

test.each([
  { repeats: false, times: 1 },
  { repeats: true, times: 5 },
])('that tasks do not start is told once, or at each attempt: $repeats', ({ repeats, times }) => {
  const here = scene('impaired', { failureEventsRepeat: repeats });
  const service = steadyService(here, { desired: 1 });
  updateService(here.account, service, { definition: releaseMissing(here, 'gone') });
  here.run(420);
  expect(story(here.events).filter((each) => each === 'TASK_START_IMPAIRED')).toHaveLength(times);
  expect(messages(service).filter((each) => each.includes('unable to consistently start'))).toHaveLength(1);
});

test('a task that becomes healthy ends a row of failures', () => {
  const here = scene();
  const service = steadyService(here, { desired: 4, circuitBreaker: breaker });
  updateService(here.account, service, { definition: release(here, 'v2') });
  here.run(25);
  const unlucky = [...service.tasks].filter(({ definition }) => definition.revision === 2).slice(0, 2);
  for (const task of unlucky) {
    failTask(here.account, task, {
      stopCode: 'TaskFailedToStart',
      reason: 'Timeout waiting for network interface provisioning to complete.',
    });
  }
  here.run(20);
  expect(service.deployments[0]).toMatchObject({ failedTasks: 2, rolloutState: 'IN_PROGRESS' });
  here.run(40);
  expect(service.deployments[0]).toMatchObject({ failedTasks: 0, rolloutState: 'IN_PROGRESS' });
});
