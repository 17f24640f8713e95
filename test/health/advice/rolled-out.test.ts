import { expect, test } from 'vitest';
import { minuteMs } from '../../../lib/core/time.ts';
import { rolledOutIn } from '../../../lib/health/advice/rolled-out.ts';

const at = Date.parse('2026-11-20T17:00:00Z');
const set = (revision: number, minutes: number): object => ({
  id: `ecs-svc/${revision}`,
  taskDefinition: `orders:${revision}`,
  createdAt: new Date(at + minutes * minuteMs).toISOString(),
});
const begun = [{ service: 'orders', deploymentId: 'd-NEW', at }];
const ofCodeDeploy = (...taskSets: readonly object[]) => ({
  serviceName: 'orders',
  taskDefinition: 'orders:1',
  deploymentController: { type: 'CODE_DEPLOY' },
  deployments: [],
  taskSets,
});

test.each([
  {
    name: 'of ECS it is the primary deployment',
    service: {
      serviceName: 'orders',
      taskDefinition: 'orders:2',
      deployments: [
        { id: 'ecs-svc/1', status: 'ACTIVE' },
        { id: 'ecs-svc/2', status: 'PRIMARY', rolloutState: 'IN_PROGRESS' },
      ],
    },
    expected: { id: 'ecs-svc/2', isGoingOn: true, replaces: true, revision: 'orders:2' },
  },
  {
    name: 'of CodeDeploy the newest task set, whatever the service names',
    service: ofCodeDeploy(set(1, -600), set(2, 0.2)),
    expected: { id: 'd-NEW', isGoingOn: true, replaces: true, revision: 'orders:2' },
  },
  {
    name: 'of CodeDeploy nothing yet, as long as its task set is not there',
    service: ofCodeDeploy(set(1, -600)),
    expected: { isYetToCome: true, revision: 'orders:1' },
  },
  {
    name: 'of CodeDeploy what is left when it is over',
    service: ofCodeDeploy(set(2, 0.2)),
    expected: { id: 'd-NEW', isGoingOn: false, replaces: false, revision: 'orders:2' },
  },
])('$name', ({ service, expected }) => {
  const { service: seen, deployment, ...rest } = rolledOutIn(service, begun);
  expect({ ...deployment, ...rest, revision: seen['taskDefinition'] }).toEqual(expected);
});
