import { describe, expect, test } from 'vitest';
import { hourMs } from '../../lib/core/time.ts';
import {
  deploymentControllerOf,
  deploymentControllers,
  deploymentKindOf,
} from '../../lib/ecs/deployment-controllers.ts';

type Asked = Parameters<typeof deploymentKindOf>[0];

const cases: readonly { readonly name: string; readonly service: Asked; readonly kind: string }[] = [
  { name: 'nothing named', service: { policy: {} }, kind: 'rolling' },
  { name: 'ECS, rolling', service: { deploymentController: 'ECS', policy: { strategy: 'ROLLING' } }, kind: 'rolling' },
  { name: 'blue/green', service: { deploymentController: 'ECS', policy: { strategy: 'BLUE_GREEN' } }, kind: 'staged' },
  { name: 'linear', service: { deploymentController: 'ECS', policy: { strategy: 'LINEAR' } }, kind: 'staged' },
  { name: 'canary', service: { deploymentController: 'ECS', policy: { strategy: 'CANARY' } }, kind: 'staged' },
  { name: 'CodeDeploy', service: { deploymentController: 'CODE_DEPLOY', policy: {} }, kind: 'code-deploy' },
  { name: 'external', service: { deploymentController: 'EXTERNAL', policy: {} }, kind: 'external' },
];

test.each(cases)('$name is deployed as $kind', ({ service, kind }) => {
  expect(deploymentKindOf(service)).toBe(kind);
  expect(deploymentControllerOf(service).kind).toBe(kind);
});

describe('the table', () => {
  const rows = Object.entries(deploymentControllers);

  test.each(rows)('%s agrees with itself, and says where it is from', (kind, row) => {
    expect(row.kind).toBe(kind);
    expect(row.sources.length).toBeGreaterThan(0);
    // Only what ECS deploys itself can be taken back by ECS, and shows deployments.
    expect(row.undo === 'stop-service-deployment').toBe(row.counts === 'deployments');
    // Where UpdateService refuses a task definition, it deploys none.
    expect(row.refuses.includes('taskDefinition')).toBe(row.redeploy !== 'update-service');
  });

  test('says who ends what: a breaker only for rolling updates, stages of a day', () => {
    expect(rows.filter(([, row]) => row.hasCircuitBreaker).map(([kind]) => kind)).toEqual(['rolling']);
    expect(rows.map(([, { longestMs }]) => longestMs)).toEqual([hourMs, 25 * hourMs, undefined, undefined]);
  });
});
