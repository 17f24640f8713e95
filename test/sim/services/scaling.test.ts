import { describe, expect, test } from 'vitest';
import type { Service } from '../../../sim/account/service.ts';
import { deleteService, setProtection, updateService } from '../../../sim/account/services/update.ts';
import { scene, steadyService, story } from './scene.ts';

describe('scale-in', () => {
  const zonesOf = (service: Service): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const { zone = '', desiredStatus } of service.tasks) {
      if (desiredStatus === 'RUNNING') counts[zone.at(-1) ?? ''] = (counts[zone.at(-1) ?? ''] ?? 0) + 1;
    }
    return counts;
  };

  test('the fullest zone gives first, though its tasks are the newest', () => {
    const here = scene();
    const { fargateFull } = here.account.weather;
    fargateFull.add('ap-northeast-1d');
    const service = steadyService(here, { desired: 2 });
    fargateFull.add('ap-northeast-1a').add('ap-northeast-1c').delete('ap-northeast-1d');
    updateService(here.account, service, { desired: 6 });
    here.run(300);
    expect(zonesOf(service)).toEqual({ a: 1, c: 1, d: 4 });
    here.events.length = 0;
    updateService(here.account, service, { desired: 3 });
    here.run(300);
    expect(zonesOf(service)).toEqual({ a: 1, c: 1, d: 1 });
    expect(story(here.events)).toEqual(['STEADY_STATE']);
  });

  test('protected tasks stay, and it is said that they do', () => {
    const here = scene();
    const service = steadyService(here, { desired: 4 });
    const kept = [...service.tasks].slice(0, 3);
    for (const task of kept) setProtection(here.account, task, 120);
    updateService(here.account, service, { desired: 1 });
    here.run(1_800);
    expect([...service.tasks]).toEqual(kept);
    expect(story(here.events)).toEqual(['TASKSET_SCALE_IN_FAILURE_BY_TASK_PROTECTION']);
    here.run(7_200);
    expect(service.tasks.size).toBe(1);
  });

  test('only a computed change of the count is told', () => {
    const here = scene();
    const service = steadyService(here);
    const by = { role: 'deploy', session: 'gha-deploy-shop' };
    updateService(here.account, service, { desired: 3, by });
    here.run(300);
    updateService(here.account, service, { desired: 2, computed: true });
    here.run(300);
    expect(story(here.events)).toEqual(['STEADY_STATE', 'DESIRED_COUNT_UPDATED', 'STEADY_STATE']);
    expect(here.account.trail).toMatchObject([{ name: 'UpdateService', resource: service.arn, ...by }]);
  });
});

test('a deleted service drains and is gone', () => {
  const here = scene();
  const service = steadyService(here);
  expect(() => deleteService(here.account, service)).toThrow('scaled above 0');
  deleteService(here.account, service, { force: true });
  expect(service.status).toBe('DRAINING');
  here.run(300);
  expect([service.status, service.tasks.size]).toEqual(['INACTIVE', 0]);
  expect(() => updateService(here.account, service, { desired: 2 })).toThrow('not ACTIVE');
  expect(story(here.events)).toEqual([]);
});

test('a steady service says so every six hours', () => {
  const here = scene();
  steadyService(here);
  here.run(25 * 3_600);
  expect(story(here.events)).toEqual(['STEADY_STATE', 'STEADY_STATE', 'STEADY_STATE', 'STEADY_STATE']);
});

test('a strategy of providers is kept to by base and weight', () => {
  const here = scene();
  const service = steadyService(here, {
    desired: 9,
    capacityProviderStrategy: [
      { provider: 'FARGATE', weight: 1, base: 1 },
      { provider: 'FARGATE_SPOT', weight: 3, base: 0 },
    ],
  });
  const spot = [...service.tasks].filter(({ capacityProvider }) => capacityProvider === 'FARGATE_SPOT');
  expect(spot).toHaveLength(6);
  expect([...service.tasks].every(({ launchType }) => launchType === 'FARGATE')).toBe(true);
});

test('a look that finds nothing new says nothing', () => {
  const here = scene();
  const service = steadyService(here);
  for (const task of service.tasks) setProtection(here.account, task, undefined);
  here.run(600);
  expect(story(here.events)).toEqual([]);
});
