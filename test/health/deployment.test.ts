import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EcsDeployment } from '../../lib/core/ecs-reads.ts';
import { minuteMs } from '../../lib/core/time.ts';
import { began, begins, completed, failed, ran, rollsBack, steadied } from '../../lib/health/deployment.ts';
import { corrected } from '../../lib/health/deployment-reading.ts';
import type { DeploymentStory } from '../../lib/health/state.ts';
import { service } from '../flows/team.ts';

const at = Date.parse('2026-11-20T17:00:00Z');
const task = (deploymentId: string, revision: number) => ({
  deploymentId,
  taskDefinitionArn: definition(revision),
  failed: false,
});

const definition = (revision: number): string =>
  `arn:aws:ecs:eu-west-1:123456789012:task-definition/orders-api:${revision}`;

function deployment(id: string, revision: number, more: Partial<EcsDeployment> = {}): EcsDeployment {
  return {
    id,
    status: 'PRIMARY',
    taskDefinitionArn: definition(revision),
    desired: 4,
    running: 4,
    pending: 0,
    failedTasks: 0,
    ...more,
  };
}

describe('the story of a deployment, by events', () => {
  test('failed and rolled back is never a success', () => {
    const story = rollsBack(failed(began('new', at), 'new', at + 1), ['new', 'old'], at + 2);
    expect(completed(story, 'old', at + 3).state).toBe('rolled-back');
    expect(completed(story, 'new', at + 3).state).toBe('rolled-back');
    expect(steadied(story, at + 3)?.state).toBe('rolled-back');
  });

  test('a failure told after its roll-back does not stop the roll-back', () => {
    const story = failed(rollsBack(began('new', at), ['old'], at + 1), 'new', at + 2);
    expect(story.state).toBe('rolling-back');
  });

  test('a deployment right after a failed one is taken for the roll-back, a later one is another', () => {
    const story = failed(began('new', at), 'new', at);
    expect(begins(story, 'other', at + minuteMs).state).toBe('rolling-back');
    expect(begins(story, 'other', at + 10 * minuteMs)).toMatchObject({ id: 'other', state: 'in-progress' });
  });

  test('a roll-back that fails is left broken', () => {
    const story = rollsBack(failed(began('new', at), 'new', at + 1), ['back'], at + 2);
    expect(failed(story, 'back', at + 3 * minuteMs)).toMatchObject({ id: 'new', state: 'rollback-failed' });
    expect(failed(story, undefined, at + 3 * minuteMs).state).toBe('rollback-failed');
    expect(begins(failed(story, 'back', at + 3), 'fix', at + 4)).toMatchObject({ id: 'fix', state: 'in-progress' });
  });

  test('a task of a higher revision proves a new deployment, one of a lower a roll-back, the same neither', () => {
    const own = ran(failed(began('new', at), 'new', at), task('new', 42));
    const story = begins(own, 'other', at + minuteMs);
    expect(story).toMatchObject({ state: 'rolling-back', unproven: true });
    expect(ran(story, task('other', 43))).toMatchObject({ id: 'other', state: 'in-progress' });
    expect(ran(story, task('other', 41))).toMatchObject({ id: 'new', state: 'rolling-back' });
    expect(ran(story, task('other', 41)).unproven).toBeUndefined();
    expect(ran(story, task('other', 42))).toMatchObject({ id: 'new', unproven: true });
  });

  test('what was told to have ended later does not begin again', () => {
    const story = completed(undefined, 'new', at + minuteMs);
    expect(begins(story, 'new', at)).toMatchObject({ id: 'new', state: 'completed', startedAt: at });
    expect(begins(story, 'before', at)).toMatchObject({ id: 'new', state: 'completed' });
    expect(failed(begins(story, 'new', at), 'before', at - 10 * minuteMs)).toMatchObject({
      id: 'new',
      state: 'completed',
    });
  });

  test('whatever the order in which they are told, it is the same story', () => {
    const events = [
      (story: DeploymentStory | undefined) => begins(story, 'old', at - 10 * minuteMs),
      (story: DeploymentStory | undefined) => completed(story, 'old', at - 5 * minuteMs),
      (story: DeploymentStory | undefined) => begins(story, 'new', at),
      (story: DeploymentStory | undefined) => failed(story, 'new', at + minuteMs),
      (story: DeploymentStory | undefined) => rollsBack(story, ['back'], at + minuteMs),
      (story: DeploymentStory | undefined) => completed(story, 'back', at + 3 * minuteMs),
    ];
    const told = (order: readonly ((story: DeploymentStory | undefined) => DeploymentStory)[]) =>
      order.reduce<DeploymentStory | undefined>((story, event) => event(story), undefined);
    const inOrder = told(events);
    expect(inOrder).toMatchObject({ id: 'new', state: 'rolled-back', rollbackIds: ['back'] });
    fc.assert(
      fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (order) => {
        expect(told(order)).toEqual(inOrder);
      }),
    );
  });

  test('steady before the failure proves nothing', () => {
    const story = failed(began('new', at), 'new', at + 10);
    expect(steadied(story, at + 5)?.state).toBe('failed');
  });

  test('one that just completes is a success', () => {
    expect(completed(began('new', at), 'new', at + 1).state).toBe('completed');
    expect(completed(undefined, 'new', at).state).toBe('completed');
  });
});

describe('an event that does not name its deployment', () => {
  test('is about the one that goes on', () => {
    const story = began('new', at);
    expect(begins(story, undefined, at + 1)).toEqual(story);
    expect(failed(story, undefined, at + 1)).toMatchObject({ id: 'new', state: 'failed' });
    expect(completed(story, undefined, at + 1)).toMatchObject({ id: 'new', state: 'completed' });
    expect(rollsBack(failed(story, 'new', at), [], at + 1)).toMatchObject({ id: 'new', state: 'rolling-back' });
  });

  test('is about another one where none goes on', () => {
    const story = completed(began('old', at), 'old', at + 1);
    expect(failed(story, undefined, at + 2)).toMatchObject({ id: '', state: 'failed' });
    expect(completed(story, undefined, at + 2)).toEqual(story);
  });

  test('gets its name from the next one that has it', () => {
    const story = begins(undefined, undefined, at);
    expect(begins(story, 'new', at + 1)).toEqual(began('new', at));
    expect(failed(story, 'new', at + 1)).toMatchObject({ id: 'new', state: 'failed', startedAt: at });
    expect(completed(story, 'new', at + 1)).toMatchObject({ id: 'new', state: 'completed', startedAt: at });
  });

  test('and that comes late changes nothing', () => {
    const story = completed(failed(began('new', at), 'new', at + 1), 'new', at + 10);
    expect(failed(story, undefined, at + 5)).toEqual(story);
  });
});

describe('the story of a deployment, by what DescribeServices shows', () => {
  const inProgress: DeploymentStory = {
    ...began('new', at),
    taskDefinitionArn: definition(42),
    previousTaskDefinitionArn: definition(41),
  };
  const read = (deployments: readonly EcsDeployment[]) =>
    service('orders-api', { running: 4, desired: 4 }, { deployments });

  test('an end whose event was lost is found', () => {
    expect(corrected(inProgress, read([deployment('new', 42, { rolloutState: 'FAILED' })]), at)?.state).toBe('failed');
    expect(corrected(inProgress, read([deployment('new', 42, { rolloutState: 'COMPLETED' })]), at)?.state).toBe(
      'completed',
    );
  });

  test('another deployment that puts the old revision back after a failure is a roll-back', () => {
    const story = failed(inProgress, 'new', at);
    expect(corrected(story, read([deployment('back', 41, { rolloutState: 'IN_PROGRESS' })]), at)?.state).toBe(
      'rolling-back',
    );
    expect(corrected(story, read([deployment('back', 41, { rolloutState: 'COMPLETED' })]), at)?.state).toBe(
      'rolled-back',
    );
  });

  test('another revision after a failure is a new deployment', () => {
    const story = failed(inProgress, 'new', at);
    const next = corrected(story, read([deployment('fix', 43, { rolloutState: 'COMPLETED' })]), at);
    expect(next).toMatchObject({ id: 'fix', state: 'completed' });
  });

  test('a service at rest has no deployment to tell of', () => {
    expect(corrected(undefined, read([deployment('old', 41, { rolloutState: 'COMPLETED' })]), at)).toBeUndefined();
  });

  test('without a rollout state, it goes on while what it replaces is still there', () => {
    const old = deployment('old', 41, { status: 'ACTIVE' });
    expect(corrected(undefined, read([deployment('new', 42)]), at)).toBeUndefined();
    expect(corrected(inProgress, read([deployment('new', 42)]), at)?.state).toBe('completed');
    expect(corrected(undefined, read([deployment('new', 42), old]), at)).toMatchObject({
      id: 'new',
      state: 'in-progress',
    });
  });

  test('what no event named is named by the reading', () => {
    const story = begins(undefined, undefined, at);
    expect(corrected(story, read([deployment('new', 42, { rolloutState: 'IN_PROGRESS' })]), at)).toMatchObject({
      id: 'new',
      state: 'in-progress',
      startedAt: at,
    });
  });

  const thresholds = [
    { desired: 1, threshold: undefined, expected: 3 },
    { desired: 6, threshold: undefined, expected: 3 },
    { desired: 25, threshold: undefined, expected: 13 },
    { desired: 1000, threshold: undefined, expected: 200 },
    { desired: 10, threshold: { type: 'COUNT', value: 7 }, expected: 7 },
    { desired: 10, threshold: { type: 'BOUNDED_PERCENT', value: 10 }, expected: 3 },
    { desired: 9, threshold: { type: 'BOUNDED_PERCENT', value: 50 }, expected: 5 },
    { desired: 10, threshold: { type: 'UNBOUNDED_PERCENT', value: 10 }, expected: 1 },
  ] as const;

  test.each(thresholds)(
    'the circuit breaker of $desired tasks trips at $expected',
    ({ desired, threshold, expected }) => {
      const circuitBreaker = { enabled: true, rollback: true, ...(threshold !== undefined && { threshold }) };
      const read6 = service(
        'orders-api',
        { running: desired, desired },
        { deployments: [deployment('new', 42)], policy: { circuitBreaker } },
      );
      expect(corrected(inProgress, read6, at)).toMatchObject({ breaker: 'rollback', breakerThreshold: expected });
    },
  );
});
