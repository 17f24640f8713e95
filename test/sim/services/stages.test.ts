import { describe, expect, test } from 'vitest';
import { minuteMs } from '../../../lib/core/time.ts';
import { setAlarm } from '../../../sim/account/deployments/alarms.ts';
import { continueDeployment } from '../../../sim/account/deployments/stages.ts';
import type { PauseHook, Service } from '../../../sim/account/service.ts';
import { countsOf } from '../../../sim/account/services/standing.ts';
import { updateService } from '../../../sim/account/services/update.ts';
import { addTargetGroup } from '../../../sim/account/targets.ts';
import type { Scene } from './scene.ts';
import { neverHealthy, release, releaseMissing, scene, statusesOf, steadyService, story } from './scene.ts';

const rollOutOf = ({ account }: Scene, service: Service) =>
  account.serviceDeployments.get(service.deployments[0]?.serviceDeploymentArn ?? '');

const revisionsOf = ({ tasks }: Service): readonly number[] => [...tasks].map(({ definition }) => definition.revision);

type Staged = Scene & { readonly service: Service };

function staged(pauseHooks: readonly PauseHook[] = [], more: Partial<Service> = {}): Staged {
  const here = scene('stages');
  const [blue, green] = ['blue', 'green'].map((name) =>
    addTargetGroup(here.account, name, { deregistrationDelayS: 15 }),
  );
  const service = steadyService(here, {
    strategy: 'BLUE_GREEN',
    bakeMinutes: 5,
    pauseHooks,
    targets: [
      {
        targetGroupArn: blue?.arn ?? '',
        ...(green !== undefined && { alternateTargetGroupArn: green.arn }),
        container: 'app',
        containerPort: 8080,
      },
    ],
    ...more,
  });
  return { ...here, service };
}

const pause = (action: PauseHook['action'] = 'ROLLBACK'): PauseHook => ({
  stage: 'POST_TEST_TRAFFIC_SHIFT',
  timeoutMinutes: 30,
  action,
});

describe('a blue/green deployment', () => {
  test('goes through its stages, both revisions run until the last, and it completes', () => {
    const { service, ...here } = staged();
    updateService(here.account, service, { definition: release(here, 'v2') });
    const seen: string[] = [rollOutOf(here, service)?.stage?.name ?? ''];
    here.run(1_200, () => {
      const name = rollOutOf(here, service)?.stage?.name;
      if (name !== undefined && seen.at(-1) !== name) seen.push(name);
      if (name === 'BAKE_TIME') expect(countsOf(service).running).toBe(4);
    });
    expect(seen).toEqual([
      'PRE_SCALE_UP',
      'SCALE_UP',
      'POST_SCALE_UP',
      'TEST_TRAFFIC_SHIFT',
      'POST_TEST_TRAFFIC_SHIFT',
      'PRE_PRODUCTION_TRAFFIC_SHIFT',
      'PRODUCTION_TRAFFIC_SHIFT',
      'POST_PRODUCTION_TRAFFIC_SHIFT',
      'BAKE_TIME',
      'CLEAN_UP',
    ]);
    expect(statusesOf(here)).toEqual(['SUCCESSFUL', 'SUCCESSFUL']);
    expect(revisionsOf(service)).toEqual([2, 2]);
  });

  test.each([
    ['answered with CONTINUE, goes on', 'CONTINUE', 'ROLLBACK', ['HOOK_AWAITING_ACTION', 'HOOK_SUCCEEDED'], 2],
    ['answered with ROLLBACK, goes back', 'ROLLBACK', 'CONTINUE', ['HOOK_AWAITING_ACTION', 'HOOK_FAILED'], 1],
    ['not answered, goes back', undefined, 'ROLLBACK', ['HOOK_AWAITING_ACTION', 'HOOK_TIMED_OUT'], 1],
    ['not answered, goes on where it is set to', undefined, 'CONTINUE', ['HOOK_AWAITING_ACTION', 'HOOK_TIMED_OUT'], 2],
  ] as const)('that is paused and %s', (_, answer, action, events, revision) => {
    const { service, ...here } = staged([pause(action)]);
    updateService(here.account, service, { definition: release(here, 'v2') });
    here.run(600);
    const rollOut = rollOutOf(here, service);
    expect(rollOut).toMatchObject({ status: 'IN_PROGRESS', stage: { name: 'POST_TEST_TRAFFIC_SHIFT' } });
    const [hook] = rollOut?.hooks ?? [];
    expect(hook?.expiresAt).toBe((rollOut?.stage?.since ?? 0) + 30 * minuteMs);
    if (answer !== undefined)
      continueDeployment(here.account, rollOut?.arn ?? '', { hookId: hook?.id ?? '', action: answer });
    here.run(3_000);
    const told = here.events.filter(({ detailType }) => detailType === 'ECS Hook State Change');
    expect(told.map(({ detail }) => detail['eventName'])).toEqual(events);
    expect(revisionsOf(service)).toEqual([revision, revision]);
    expect(statusesOf(here).at(-1)).toBe(revision === 2 ? 'SUCCESSFUL' : 'ROLLBACK_SUCCESSFUL');
    expect(() =>
      continueDeployment(here.account, rollOut?.arn ?? '', { hookId: hook?.id ?? '', action: 'CONTINUE' }),
    ).toThrow('not awaiting');
  });

  test('that goes back keeps the tasks of blue', () => {
    const { service, ...here } = staged([pause()]);
    const blue = [...service.tasks].map(({ id }) => id);
    updateService(here.account, service, { definition: release(here, 'v2') });
    here.run(3_600);
    expect([...service.tasks].map(({ id }) => id)).toEqual(blue);
    expect(service.deployments).toHaveLength(1);
  });

  test.each([
    ['cannot be pulled', (here: Scene) => releaseMissing(here, 'gone')],
    [
      'is never healthy',
      (here: Scene) => {
        const definition = release(here, 'v2');
        neverHealthy(here, 'shop:v2');
        return definition;
      },
    ],
  ])('whose green %s stays in its stage for a day, and goes back then', (_, next) => {
    const { service, ...here } = staged();
    updateService(here.account, service, { definition: next(here) });
    here.run(23 * 3_600);
    expect(rollOutOf(here, service)?.stage?.name).toBe('SCALE_UP');
    expect([...service.tasks].filter(({ definition }) => definition.revision === 1)).toHaveLength(2);
    here.run(2 * 3_600);
    expect(statusesOf(here).at(-1)).toBe('ROLLBACK_SUCCESSFUL');
  });
});

describe('an alarm of a deployment', () => {
  const alarms = { names: ['shop-5xx'], enabled: true, rollback: true };

  test('that goes off while it goes on ends it, and it is rolled back', () => {
    const here = scene('alarms');
    const service = steadyService(here, { alarms });
    updateService(here.account, service, { definition: release(here, 'v2') });
    here.run(30);
    setAlarm(here.account, 'shop-5xx', 'ALARM');
    here.run(600);
    expect(story(here.events)).toContain('DEPLOYMENT_FAILED');
    expect(statusesOf(here).at(-1)).toBe('ROLLBACK_SUCCESSFUL');
  });

  test('that was in ALARM when it began is not watched', () => {
    const here = scene('alarms');
    const service = steadyService(here, { alarms });
    setAlarm(here.account, 'shop-5xx', 'ALARM');
    updateService(here.account, service, { definition: release(here, 'v2') });
    here.run(600);
    expect(statusesOf(here).at(-1)).toBe('SUCCESSFUL');
  });
});
