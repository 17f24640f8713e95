import { afterEach, describe, expect, test } from 'vitest';
import { postsOf } from '../../sim/chat/slack-state.ts';
import { hourMs, minuteMs } from '../../lib/core/time.ts';
import type { EcsDeployment, EcsService } from '../../lib/core/ecs-reads.ts';
import type { Team } from './team.ts';
import { night, service, startTeam } from './team.ts';

let team: Team;

afterEach(async () => team.close());

const arn = 'arn:aws:ecs:eu-west-1:123456789012:service/web/orders-api';

function event(detailType: string, at: number, detail: Readonly<Record<string, string>>): string {
  return JSON.stringify({
    version: '0',
    id: `${at}-${detailType.length}`,
    'detail-type': detailType,
    source: 'aws.ecs',
    account: '123456789012',
    time: new Date(at).toISOString(),
    region: 'eu-west-1',
    resources: [arn],
    detail,
  });
}

const begun = (at: number): string =>
  event('ECS Deployment State Change', at, {
    eventType: 'INFO',
    eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS',
    deploymentId: 'ecs-svc/1',
  });

const unplaced = (at: number, reason: string): string =>
  event('ECS Service Action', at, {
    eventType: 'ERROR',
    eventName: 'SERVICE_TASK_PLACEMENT_FAILURE',
    reason,
  });

const noPort = (at: number): string => unplaced(at, 'RESOURCE:PORTS');

const deployment = (rolloutState?: string): EcsDeployment => ({
  id: 'ecs-svc/1',
  status: 'PRIMARY',
  taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/orders-api:42',
  desired: 3,
  running: 2,
  pending: 0,
  failedTasks: 0,
  ...(rolloutState !== undefined && { rolloutState }),
});

const readAs = (rolloutState?: string): EcsService =>
  service('orders-api', { running: 2, desired: 3 }, { deployments: [deployment(rolloutState)] });

type Case = {
  readonly name: string;
  /** When a deployment began, before the failure. */
  readonly beganMs?: number;
  readonly read?: EcsService;
  readonly failing: boolean;
};

const cases: readonly Case[] = [
  { name: 'no deployment, nothing readable', failing: false },
  { name: 'a deployment of a few minutes ago', beganMs: 10 * minuteMs, failing: true },
  { name: 'a deployment of hours ago whose end was lost, nothing readable', beganMs: 3 * hourMs, failing: false },
  { name: 'a deployment of hours ago that goes on', beganMs: 3 * hourMs, read: readAs('IN_PROGRESS'), failing: true },
  { name: 'a deployment that has completed', beganMs: 10 * minuteMs, read: readAs('COMPLETED'), failing: false },
  { name: 'a service that scales out behind a Classic Load Balancer', read: readAs(), failing: false },
];

describe('a task that cannot be placed is a failing deployment only while one goes on', () => {
  test.each(cases)('$name', async ({ beganMs, read, failing }) => {
    team = await startTeam();
    if (read !== undefined) team.services.set('web/orders-api', read);
    if (beganMs !== undefined) await team.engine.hear([begun(night)]);
    const at = night + (beganMs ?? 0);
    await team.engine.advance(at);
    await team.engine.hear([noPort(at)]);
    await team.engine.advance(at + minuteMs);
    const [post, ...others] = postsOf(team.slack.state, 'C0123456789');
    expect(others).toEqual([]);
    const shown = JSON.stringify(post?.content);
    expect(shown).toContain('host port is taken on every instance');
    expect(/deployment failing|Deploy fails/.test(shown)).toBe(failing);
  });
});

test.each([
  ['RESOURCE:PORTS', 'it does not end by itself'],
  ['RESOURCE:FARGATE', 'it ends as soon as there is capacity'],
  [
    'Capacity is unavailable at this time. Please try again later or in a different availability zone',
    'it ends as soon',
  ],
])('whether %s ends by itself', async (reason, next) => {
  team = await startTeam();
  await team.engine.hear([unplaced(night, reason)]);
  await team.engine.advance(night + minuteMs);
  const [post] = postsOf(team.slack.state, 'C0123456789');
  expect(JSON.stringify(post?.content)).toContain(next);
});
