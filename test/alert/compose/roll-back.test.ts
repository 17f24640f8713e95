import { expect, test } from 'vitest';
import type { Alert, DeploymentChapter } from '../../../lib/core/alert.ts';
import { rollBackOf } from '../../../lib/alert/compose/roll-back.ts';

const subject: Alert['subject'] = {
  account: '123456789012',
  region: 'eu-west-1',
  cluster: 'web',
  kind: 'service',
  name: 'api',
};
const codeDeploy = { codeDeploy: { application: 'api', group: 'api', deploymentId: 'd-1' } };

/** Everything a command may need is known. */
const chapter = (kind: DeploymentChapter['kind'], state: DeploymentChapter['state']): DeploymentChapter => ({
  id: 'ecs-svc/2',
  state,
  serviceDeploymentArn: 'arn:aws:ecs:eu-west-1:123456789012:service-deployment/web/api/1',
  taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/api:2',
  previousTaskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/api:1',
  ...(kind !== undefined && { kind }),
});

test.each([
  ['rolling', 'in-progress', 'stop-service-deployment'],
  ['rolling', 'failed', 'update-service'],
  ['rolling', 'rolling-back', 'update-service'],
  ['rolling', 'completed', undefined],
  ['staged', 'in-progress', 'stop-service-deployment'],
  ['staged', 'failed', 'update-service'],
  ['code-deploy', 'in-progress', 'code-deploy'],
  ['code-deploy', 'failed', undefined],
  ['external', 'in-progress', undefined],
  ['external', 'failed', undefined],
  [undefined, 'in-progress', 'stop-service-deployment'],
] as const)('a deployment of kind %s that is %s is taken back by %s', (kind, state, expected) => {
  const pointers = kind === 'code-deploy' ? codeDeploy : {};
  expect(rollBackOf({ subject, deployment: chapter(kind, state), pointers })).toBe(expected);
});

test('where nobody could read how it is deployed, what CodeDeploy tells of is taken back by CodeDeploy', () => {
  const asked = { subject, deployment: chapter(undefined, 'in-progress'), pointers: codeDeploy };
  expect(rollBackOf(asked)).toBe('code-deploy');
});

test('a call whose object is not known is offered to nobody', () => {
  const { serviceDeploymentArn: _, previousTaskDefinitionArn: __, ...bare } = chapter('rolling', 'in-progress');
  expect(rollBackOf({ subject, deployment: bare, pointers: {} })).toBeUndefined();
  expect(
    rollBackOf({ subject: { ...subject, cluster: '-' }, deployment: chapter('rolling', 'failed'), pointers: {} }),
  ).toBeUndefined();
});
