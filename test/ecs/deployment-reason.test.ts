import { describe, expect, test } from 'vitest';
import type { DeploymentChanged, ServiceAction } from '../../lib/core/event.ts';
import { deploymentReasonOf } from '../../lib/ecs/deployment-reason.ts';
import { findServiceEvent, rollbackTargetOf } from '../../lib/ecs/service-event.ts';

const target = 'ecs-svc/2316150815040302010';

describe('the words of a deployment event', () => {
  test.each([
    ['ECS deployment ecs-svc/4815162342108642975 in progress.', { rollsBack: false }],
    ['ECS deployment ecs-svc/4815162342108642975 completed.', { rollsBack: false }],
    ['ECS deployment circuit breaker: tasks failed to start.', { judge: 'circuit-breaker', rollsBack: false }],
    ['ECS deployment circuit breaker: task failed to start.', { judge: 'circuit-breaker', rollsBack: false }],
    [
      `ECS deployment circuit breaker: rolling back to deploymentId ${target}.`,
      { judge: 'circuit-breaker', rollsBack: true, rollbackTo: target },
    ],
    [
      'ECS deployment circuit breaker: rolling back to deploymentId deploymentID.',
      { judge: 'circuit-breaker', rollsBack: true, rollbackTo: 'deploymentID' },
    ],
    ['ECS deployment failed: alarm detected.', { judge: 'alarm', rollsBack: false }],
    [
      `ECS deployment alarm: rolling back to deployment ${target}`,
      { judge: 'alarm', rollsBack: true, rollbackTo: target },
    ],
    [`(service orders-api) ROLLING BACK to deployment ${target}.`, { rollsBack: true, rollbackTo: target }],
    ['ECS deployment rolled back.', { rollsBack: true }],
    ['Rollback in progress.', { rollsBack: true }],
    ['Rolling update of backend-1 in progress.', { rollsBack: false }],
    ['the alarming-service is slow', { rollsBack: false }],
    ['', { rollsBack: false }],
    [undefined, { rollsBack: false }],
  ])('%j', (reason, said) => expect(deploymentReasonOf(reason)).toEqual(said));
});

const base = {
  id: '5a0e7d1c-6b2f-4f7d-8c3b-9e1d2f3a4b5c',
  at: Date.UTC(2026, 10, 20, 17, 11),
  account: '123456789012',
  region: 'ap-northeast-1',
  serviceArn: 'arn:aws:ecs:ap-northeast-1:123456789012:service/web/orders-api',
  eventType: 'INFO',
} as const;

const told: readonly [kind: string, tell: (eventName: string, reason: string) => DeploymentChanged | ServiceAction][] =
  [
    ['deployment', (eventName, reason) => ({ ...base, kind: 'deployment', deploymentId: target, eventName, reason })],
    [
      'service action',
      (eventName, reason) => ({
        ...base,
        kind: 'service-action',
        containerInstanceArns: [],
        capacityProviderArns: [],
        eventName,
        reason,
      }),
    ],
  ];

describe.each(told)('as a %s event', (_, tell) => {
  test('the beginning of a roll-back is a roll-back, not a deployment', () => {
    const event = tell(
      'SERVICE_DEPLOYMENT_IN_PROGRESS',
      `ECS deployment circuit breaker: rolling back to deploymentId ${target}.`,
    );
    expect(findServiceEvent(event)).toMatchObject({ meaning: 'rollback', id: 'deployment_rollback' });
    expect(rollbackTargetOf(event)).toBe(target);
  });

  test('a roll-back that names no target is one, too', () => {
    const event = tell('SERVICE_DEPLOYMENT_IN_PROGRESS', 'ECS deployment failed: rolling back.');
    expect(findServiceEvent(event)).toMatchObject({ meaning: 'rollback' });
    expect(rollbackTargetOf(event)).toBeUndefined();
  });

  test.each([
    ['ECS deployment failed: alarm detected.', 'deployment_alarm'],
    ['ECS deployment circuit breaker: tasks failed to start.', 'deployment_failed'],
    ['ECS deployment circuit breaker: tasks failed to start, rolling back.', 'deployment_failed'],
  ])('failed: %s', (reason, id) => {
    const event = tell('SERVICE_DEPLOYMENT_FAILED', reason);
    expect(findServiceEvent(event)).toMatchObject({ meaning: 'deployment-failed', id });
    expect(rollbackTargetOf(event)).toBeUndefined();
  });

  test('the end of a deployment is its end, whatever its words', () => {
    const event = tell('SERVICE_DEPLOYMENT_COMPLETED', `rolled back to deployment ${target}`);
    expect(findServiceEvent(event)).toEqual({ meaning: 'deployment-completed' });
    expect(rollbackTargetOf(event)).toBeUndefined();
  });
});
