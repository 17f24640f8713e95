import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { postsOf } from '../../sim/chat/slack-state.ts';
import type { EcsTaskSet } from '../../lib/core/ecs-reads.ts';
import { minuteMs, secondMs } from '../../lib/core/time.ts';
import type { Team } from './team.ts';
import { night, service, startTeam, taskStopped } from './team.ts';

let team: Team;

beforeEach(async () => {
  team = await startTeam();
});

afterEach(async () => team.close());

let serial = 0;

/** "CodeDeploy Deployment State-change Notification": it names no service. */
function changed(deploymentId: string, state: string, at: number): string {
  return JSON.stringify({
    version: '0',
    id: `00000000-0000-4000-8000-${String((serial += 1)).padStart(12, '0')}`,
    'detail-type': 'CodeDeploy Deployment State-change Notification',
    source: 'aws.codedeploy',
    account: '123456789012',
    time: new Date(at).toISOString(),
    region: 'eu-west-1',
    resources: [],
    detail: { application: 'orders', deploymentGroup: 'orders-bluegreen', deploymentId, state, region: 'eu-west-1' },
  });
}

function deployed(
  id: string,
  more: {
    readonly rollbackOf?: string;
    readonly services?: readonly string[];
    readonly readyWaitMinutes?: number;
  } = {},
): void {
  const { services = ['orders-api'], rollbackOf, readyWaitMinutes } = more;
  team.deployments.set(id, {
    id,
    application: 'orders',
    group: 'orders-bluegreen',
    services: services.map((name) => ({ cluster: 'web', service: name })),
    ...(rollbackOf !== undefined && { rollbackOf }),
    ...(readyWaitMinutes !== undefined && { readyWaitMinutes }),
  });
}

function set(status: string, revision: number): EcsTaskSet {
  return {
    id: `ecs-svc/${revision}`,
    status,
    taskDefinitionArn: `arn:aws:ecs:eu-west-1:123456789012:task-definition/orders-api:${revision}`,
    desired: 4,
    running: 4,
    pending: 0,
    targetGroupArns: [],
    createdAt: night - 100 * minuteMs + revision * minuteMs,
  };
}

function serving(running: number, taskSets: readonly EcsTaskSet[]): void {
  team.services.set(
    'web/orders-api',
    service('orders-api', { running, desired: 4 }, { deploymentController: 'CODE_DEPLOY', taskSets }),
  );
}

const shown = (): readonly string[] =>
  postsOf(team.slack.state, 'C0123456789').map(({ content }) => JSON.stringify(content));

describe('a deployment of CodeDeploy', () => {
  test('that fails is an incident of its service, with its numbers, and a roll-back ends it amber', async () => {
    serving(4, [set('ACTIVE', 42), set('PRIMARY', 41)]);
    deployed('d-NEW');
    await team.engine.hear([changed('d-NEW', 'START', night)]);
    await team.engine.advance(night + 5 * minuteMs);
    await team.engine.hear([changed('d-NEW', 'FAILURE', night + 5 * minuteMs)]);
    await team.engine.advance(night + 6 * minuteMs);
    const [first, ...others] = shown();
    expect(others).toEqual([]);
    expect(first).toContain('[prod] orders-api: CodeDeploy deployment d-NEW failed');
    expect(first).toContain('4/4 healthy');
    expect(first).toContain('CodeDeploy rolls back by itself only if its deployment group is set to');
    expect(first).not.toContain('circuit breaker');

    deployed('d-BACK', { rollbackOf: 'd-NEW' });
    await team.engine.hear([changed('d-BACK', 'START', night + 6 * minuteMs)]);
    await team.engine.advance(night + 7 * minuteMs);
    expect(shown()[0]).toContain('CodeDeploy is rolling back to rev 41');
    serving(4, [set('PRIMARY', 41)]);
    await team.engine.hear([changed('d-BACK', 'SUCCESS', night + 8 * minuteMs)]);
    await team.engine.advance(night + 30 * minuteMs);
    expect(shown()).toHaveLength(1);
    expect(shown()[0]).toContain('orders-api: deployment 42 failed, rolled back to 41');
    expect(team.errors).toEqual([]);
  });

  test('and the tasks it loses are one message', async () => {
    serving(4, [set('ACTIVE', 42), set('PRIMARY', 41)]);
    deployed('d-NEW');
    await team.engine.hear([changed('d-NEW', 'START', night)]);
    await team.engine.hear([taskStopped({ service: 'orders-api', at: night + minuteMs })]);
    await team.engine.advance(night + 2 * minuteMs);
    await team.engine.hear([changed('d-NEW', 'FAILURE', night + 2 * minuteMs)]);
    await team.engine.advance(night + 5 * minuteMs);
    expect(shown()).toHaveLength(1);
    expect(shown()[0]).toMatch(/container app failed.*CodeDeploy deployment d-NEW failed/s);
    // CodeDeploy refuses what ECS offers for its own deployments.
    expect(JSON.stringify(team.slack.state.messages)).not.toContain('update-service');
  });

  test('heard twice is counted once', async () => {
    serving(4, [set('PRIMARY', 41)]);
    deployed('d-NEW');
    const failure = changed('d-NEW', 'FAILURE', night);
    await team.engine.hear([failure, failure]);
    await team.engine.hear([failure]);
    await team.engine.advance(night + 5 * minuteMs);
    expect(shown()).toHaveLength(1);
    expect(shown()[0]).not.toContain('2 times');
  });

  test('that follows a failed one and succeeds ends it as recovered', async () => {
    serving(4, [set('PRIMARY', 41)]);
    deployed('d-BAD');
    deployed('d-FIX');
    await team.engine.hear([changed('d-BAD', 'FAILURE', night)]);
    await team.engine.advance(night + 2 * minuteMs);
    await team.engine.hear([changed('d-FIX', 'START', night + 2 * minuteMs)]);
    await team.engine.advance(night + 9 * minuteMs);
    await team.engine.hear([changed('d-FIX', 'SUCCESS', night + 9 * minuteMs)]);
    await team.engine.advance(night + 30 * minuteMs);
    expect(shown()[0]).toContain('orders-api: recovered, 4/4 healthy');
  });

  test('of which CodeDeploy says nothing is an incident of its application and group', async () => {
    await team.engine.hear([changed('d-NEW', 'FAILURE', night)]);
    await team.engine.advance(night + minuteMs);
    expect(shown()).toHaveLength(1);
    expect(shown()[0]).toContain('orders/orders-bluegreen');
    // What follows is known again: the end reaches both.
    deployed('d-FIX');
    await team.engine.hear([changed('d-FIX', 'SUCCESS', night + 10 * minuteMs)]);
    await team.engine.advance(night + 10 * minuteMs + 30 * secondMs);
    expect(shown()).toHaveLength(1);
    expect(shown()[0]).toContain('orders/orders-bluegreen: recovered');
  });

  test('that deploys no ECS service is nobody’s business here', async () => {
    deployed('d-LAMBDA', { services: [] });
    await team.engine.hear([changed('d-LAMBDA', 'FAILURE', night)]);
    await team.engine.advance(night + 5 * minuteMs);
    expect(shown()).toEqual([]);
  });
});

describe('a deployment of CodeDeploy that is ready', () => {
  const threads = (): string => JSON.stringify(team.slack.state.messages.map(({ content }) => content));

  test('and waits for its traffic says until when, what happens then, and how it is answered; the end is no recovery', async () => {
    serving(8, [set('ACTIVE', 42), set('PRIMARY', 41)]);
    deployed('d-NEW', { readyWaitMinutes: 60 });
    await team.engine.hear([changed('d-NEW', 'START', night), changed('d-NEW', 'READY', night + minuteMs)]);
    await team.engine.advance(night + 3 * minuteMs);
    const [first, ...others] = shown();
    expect(others).toEqual([]);
    expect(first).toContain('CodeDeploy deployment d-NEW waits for its traffic');
    expect(first).toMatch(/CodeDeploy waits for an answer; at 18:01 UTC it stops the deployment/);
    expect(threads()).toContain(
      'aws deploy continue-deployment --region eu-west-1 --deployment-id d-NEW --deployment-wait-type READY_WAIT',
    );
    expect(threads()).toContain(
      'aws deploy stop-deployment --region eu-west-1 --deployment-id d-NEW --auto-rollback-enabled',
    );
    // No event tells of the answer; the new task set serves.
    serving(8, [set('PRIMARY', 42), set('ACTIVE', 41)]);
    await team.engine.advance(night + 5 * minuteMs);
    expect(shown()[0]).toContain('the pause was answered, the deployment goes on');
    await team.engine.hear([changed('d-NEW', 'SUCCESS', night + 20 * minuteMs)]);
    await team.engine.advance(night + 40 * minuteMs);
    expect(shown()).toHaveLength(1);
  });

  test('and that nobody answers: a reminder, and what became of it', async () => {
    serving(8, [set('ACTIVE', 42), set('PRIMARY', 41)]);
    deployed('d-NEW', { readyWaitMinutes: 30 });
    await team.engine.hear([changed('d-NEW', 'START', night), changed('d-NEW', 'READY', night + minuteMs)]);
    await team.engine.advance(night + 25 * minuteMs);
    expect(threads()).toContain('nobody has answered the pause at READY');
    serving(4, [set('PRIMARY', 41)]);
    await team.engine.hear([changed('d-NEW', 'STOP', night + 31 * minuteMs)]);
    await team.engine.advance(night + 33 * minuteMs);
    expect(shown()).toHaveLength(1);
    expect(shown()[0]).toContain('CodeDeploy deployment d-NEW was stopped');
  });

  test('and shifts its traffic by itself is told to nobody', async () => {
    serving(8, [set('ACTIVE', 42), set('PRIMARY', 41)]);
    deployed('d-NEW');
    await team.engine.hear([changed('d-NEW', 'START', night), changed('d-NEW', 'READY', night + minuteMs)]);
    await team.engine.advance(night + 10 * minuteMs);
    expect(shown()).toEqual([]);
  });
});

test('tasks of an external controller that fail: ECS takes nothing back, and no command of its is offered', async () => {
  const taskSets = [set('ACTIVE', 42), set('PRIMARY', 41)];
  team.services.set(
    'web/orders-api',
    service('orders-api', { running: 4, desired: 4 }, { deploymentController: 'EXTERNAL', taskSets }),
  );
  await team.engine.hear([taskStopped({ service: 'orders-api', at: night })]);
  await team.engine.advance(night + 2 * minuteMs);
  expect(shown()).toHaveLength(1);
  expect(shown()[0]).toContain('container app failed (exit 1)');
  expect(JSON.stringify(team.slack.state.messages)).not.toMatch(/stop-service-deployment|update-service/);
});
