import { expect, test } from 'vitest';
import { stopServiceDeployment } from '../../../sim/account/deployments/stop.ts';
import { updateService } from '../../../sim/account/services/update.ts';
import { release, scene, statusesOf, steadyService } from './scene.ts';

test('a newer deployment supersedes the one in progress', () => {
  const here = scene();
  const service = steadyService(here);
  updateService(here.account, service, { definition: release(here, 'v2') });
  here.run(25);
  updateService(here.account, service, { definition: release(here, 'v3') });
  here.run(600);
  expect(statusesOf(here)).toEqual(['SUCCESSFUL', 'STOPPED', 'SUCCESSFUL']);
  expect([...service.tasks].map(({ definition }) => definition.revision)).toEqual([3, 3]);
  expect(service.deployments).toHaveLength(1);
  const completed = here.events.filter(({ detail }) => detail['eventName'] === 'SERVICE_DEPLOYMENT_COMPLETED');
  expect(completed.map(({ detail }) => detail['deploymentId'])).toEqual([service.deployments[0]?.id]);
});

test.each([
  { type: 'ROLLBACK', status: 'ROLLBACK_SUCCESSFUL', revisions: [1, 1] },
  { type: 'ABORT', status: 'STOPPED', revisions: [] },
] as const)('a person stops a deployment: $type', ({ type, status, revisions }) => {
  const here = scene();
  const service = steadyService(here);
  updateService(here.account, service, { definition: release(here, 'v2') });
  here.run(25);
  const arn = service.deployments[0]?.serviceDeploymentArn ?? '';
  stopServiceDeployment(here.account, arn, type);
  expect(() => stopServiceDeployment(here.account, arn, 'ROLLBACK')).toThrow('cannot be stopped');
  here.run(20);
  expect(service.deployments.some(({ rolloutState }) => rolloutState === 'FAILED')).toBe(true);
  here.run(1_200);
  expect(here.account.serviceDeployments.get(arn)?.status).toBe(status);
  const left = [...service.tasks].map(({ definition }) => definition.revision);
  if (type === 'ROLLBACK') expect(left).toEqual(revisions);
  else expect(new Set(left)).toContain(2);
});
