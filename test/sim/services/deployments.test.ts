import { describe, expect, test } from 'vitest';
import type { Service } from '../../../sim/account/service.ts';
import { updateService } from '../../../sim/account/services/update.ts';
import type { TaskDefinition } from '../../../sim/account/task-definition.ts';
import type { Scene } from './scene.ts';
import {
  breaker,
  fargateService,
  messages,
  neverHealthy,
  release,
  releaseMissing,
  scene,
  statusesOf,
  steadyService,
  story,
} from './scene.ts';

type Story = {
  readonly name: string;
  readonly with: Parameters<typeof steadyService>[1];
  readonly next: (here: Scene) => TaskDefinition;
  readonly minutes: number;
  readonly events: readonly string[];
  /** Of the second roll-out. */
  readonly status: string;
  readonly state: string;
  readonly revision: number;
};

const stories: readonly Story[] = [
  {
    name: 'a good image is rolled out',
    with: { desired: 4 },
    next: (here) => release(here, 'v2'),
    minutes: 5,
    events: ['DEPLOYMENT_COMPLETED', 'DEPLOYMENT_IN_PROGRESS', 'STEADY_STATE'],
    status: 'SUCCESSFUL',
    state: 'COMPLETED',
    revision: 2,
  },
  {
    name: 'an image that is not there is rolled back',
    with: { circuitBreaker: breaker },
    next: (here) => releaseMissing(here, 'gone'),
    minutes: 30,
    events: [
      'DEPLOYMENT_COMPLETED',
      'DEPLOYMENT_FAILED',
      'DEPLOYMENT_IN_PROGRESS',
      'DEPLOYMENT_IN_PROGRESS',
      'STEADY_STATE',
      'TASK_START_IMPAIRED',
    ],
    status: 'ROLLBACK_SUCCESSFUL',
    state: 'COMPLETED',
    revision: 1,
  },
  {
    name: 'one that crashes after its start is rolled back',
    with: { circuitBreaker: breaker },
    next: (here) => release(here, 'v2', { ends: { afterMs: 9_000, exitCode: 1 } }),
    minutes: 15,
    events: [
      'DEPLOYMENT_COMPLETED',
      'DEPLOYMENT_FAILED',
      'DEPLOYMENT_IN_PROGRESS',
      'DEPLOYMENT_IN_PROGRESS',
      'STEADY_STATE',
    ],
    status: 'ROLLBACK_SUCCESSFUL',
    state: 'COMPLETED',
    revision: 1,
  },
  {
    name: 'without roll-back it fails and stays',
    with: { circuitBreaker: { enabled: true, rollback: false } },
    next: (here) => release(here, 'v2', { ends: { afterMs: 9_000, exitCode: 1 } }),
    minutes: 60,
    events: ['DEPLOYMENT_FAILED', 'DEPLOYMENT_IN_PROGRESS'],
    status: 'STOPPED',
    state: 'FAILED',
    revision: 2,
  },
  {
    name: 'without a breaker it hangs, and the waits grow',
    with: {},
    next: (here) => releaseMissing(here, 'gone'),
    minutes: 300,
    events: ['DEPLOYMENT_IN_PROGRESS', 'TASK_START_IMPAIRED'],
    status: 'IN_PROGRESS',
    state: 'IN_PROGRESS',
    revision: 2,
  },
  {
    name: 'a failing container health check is rolled back',
    with: { circuitBreaker: breaker },
    next: (here) => {
      const healthCheck = { command: ['CMD', 'true'], intervalS: 10, retries: 3 };
      const definition = release(here, 'v2', {}, { healthCheck });
      neverHealthy(here, 'shop:v2');
      return definition;
    },
    minutes: 30,
    events: [
      'DEPLOYMENT_COMPLETED',
      'DEPLOYMENT_FAILED',
      'DEPLOYMENT_IN_PROGRESS',
      'DEPLOYMENT_IN_PROGRESS',
      'STEADY_STATE',
    ],
    status: 'ROLLBACK_SUCCESSFUL',
    state: 'COMPLETED',
    revision: 1,
  },
];

describe('roll-outs', () => {
  test.each(stories)('$name', ({ with: settings, next, minutes, events, status, state, revision }) => {
    const here = scene();
    const service = steadyService(here, settings);
    updateService(here.account, service, { definition: next(here) });
    here.run(minutes * 60);
    const told = story(here.events);
    expect(told[0]).toBe('DEPLOYMENT_IN_PROGRESS');
    expect(told.toSorted()).toEqual(events);
    expect(statusesOf(here)).toEqual(['SUCCESSFUL', status]);
    expect(service.deployments[0]).toMatchObject({ rolloutState: state, definition: { revision } });
  });
});

const ids = (service: Service): string[] => [...service.tasks].map(({ id }) => id);

test('the messages of a roll-back are those of a published one, in its order', () => {
  const here = scene();
  const service = steadyService(here, { desired: 1, circuitBreaker: breaker });
  const [first] = ids(service);
  updateService(here.account, service, { definition: release(here, 'v2', { ends: { afterMs: 9_000, exitCode: 1 } }) });
  here.run(600);
  const plain = messages(service).map((each) =>
    each.replaceAll(/\(task \w+\)/gu, '(task)').replaceAll(/ecs-svc\/\d+/gu, 'ID'),
  );
  const last = plain.slice(plain.indexOf('(service web) has reached a steady state.') + 1);
  expect(last.filter((each) => !/has (?:started|stopped)/u.test(each))).toEqual([
    '(service web) (deployment ID) deployment failed: tasks failed to start.',
    '(service web) rolling back to deployment ID.',
    '(service web) (deployment ID) deployment completed.',
    '(service web) has reached a steady state.',
  ]);
  const replaced = messages(service).indexOf(`(service web) has stopped 1 running tasks: (task ${first}).`);
  expect(replaced).toBe(messages(service).length - 3);
});

test('a failed event carries the time its deployment last moved, long before', () => {
  const here = scene();
  const service = steadyService(here, { desired: 1, circuitBreaker: breaker });
  updateService(here.account, service, { definition: release(here, 'v2', { ends: { afterMs: 9_000, exitCode: 1 } }) });
  here.run(1_800);
  const failed = here.events.find(({ detail }) => detail['eventName'] === 'SERVICE_DEPLOYMENT_FAILED');
  expect(failed?.detail).toMatchObject({
    eventType: 'ERROR',
    reason: 'ECS deployment circuit breaker: tasks failed to start.',
  });
  const moved = Date.parse(String(failed?.detail['updatedAt']));
  expect((failed?.at ?? 0) - moved).toBeGreaterThan(60_000);
  const [, back] = here.events.filter(({ detail }) => detail['eventName'] === 'SERVICE_DEPLOYMENT_IN_PROGRESS');
  expect(back?.detail['reason']).toBe(
    `ECS deployment circuit breaker: rolling back to deploymentId ${String(back?.detail['deploymentId'])}.`,
  );
});

test('a first deployment that fails has nothing to go back to', () => {
  const here = scene();
  const service = fargateService(here, releaseMissing(here, 'gone'), { circuitBreaker: breaker });
  here.run(3_600);
  expect(story(here.events).filter((each) => each.startsWith('DEPLOYMENT'))).toEqual([
    'DEPLOYMENT_IN_PROGRESS',
    'DEPLOYMENT_FAILED',
  ]);
  const [only] = here.account.serviceDeployments.values();
  expect(only).toMatchObject({
    status: 'ROLLBACK_FAILED',
    statusReason: 'No rollback candidate was found to run the rollback.',
  });
  const count = here.account.tasks.size;
  here.run(3_600);
  expect(service.tasks.size).toBe(0);
  expect(here.account.tasks.size).toBeLessThanOrEqual(count);
});
