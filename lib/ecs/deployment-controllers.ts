import type { EcsService } from '../core/ecs-reads.ts';
import { hourMs } from '../core/time.ts';

const deploymentKinds = ['rolling', 'staged', 'code-deploy', 'external'] as const;

/** How a service is deployed. `staged`: ECS's own blue/green, linear and canary. */
type DeploymentKind = (typeof deploymentKinds)[number];

/** What a controller does, and what it leaves to others. Pages of the ECS developer guide, or of its API reference. */
export type DeploymentController = {
  readonly kind: DeploymentKind;
  /** Where what is wanted and runs of a deployment stands in DescribeServices. */
  readonly counts: 'deployments' | 'task-sets';
  /** By which events a deployment is seen. `none`: by reading only. */
  readonly seenBy: 'deployment-events' | 'codedeploy-events' | 'none';
  /** Whether its deployments go through lifecycle stages, and wait for hooks. */
  readonly hasStages: boolean;
  /** Whether a circuit breaker can end its deployments. */
  readonly hasCircuitBreaker: boolean;
  /** How a deployment that goes on is taken back; `code-deploy`: StopDeployment of CodeDeploy, by people. */
  readonly undo: 'stop-service-deployment' | 'code-deploy' | 'none';
  /** How the revision before is deployed again, when the deployment is over. */
  readonly redeploy: 'update-service' | 'code-deploy' | 'task-set';
  /** A deployment that goes on for longer is stuck; absent: only its controller knows. */
  readonly longestMs?: number;
  /** Whether UpdateService sets how many are wanted, and what stands against it. */
  readonly desired: { readonly isSettable: true } | { readonly isSettable: false; readonly why: string };
  /** What UpdateService refuses. */
  readonly refuses: readonly string[];
  readonly sources: readonly string[];
};

const ofCodeDeploy = [
  'taskDefinition',
  'networkConfiguration',
  'loadBalancers',
  'platformVersion',
  'forceNewDeployment',
];

export const deploymentControllers: Readonly<Record<DeploymentKind, DeploymentController>> = {
  rolling: {
    kind: 'rolling',
    counts: 'deployments',
    seenBy: 'deployment-events',
    hasStages: false,
    hasCircuitBreaker: true,
    undo: 'stop-service-deployment',
    redeploy: 'update-service',
    longestMs: hourMs,
    desired: { isSettable: true },
    refuses: [],
    sources: ['deployment-type-ecs', 'deployment-circuit-breaker', 'stop-service-deployment'],
  },
  staged: {
    kind: 'staged',
    counts: 'deployments',
    seenBy: 'deployment-events',
    hasStages: true,
    hasCircuitBreaker: false,
    undo: 'stop-service-deployment',
    redeploy: 'update-service',
    // Each stage takes up to a day.
    longestMs: 25 * hourMs,
    desired: { isSettable: true },
    refuses: [],
    sources: ['blue-green-deployment-how-it-works', 'API_DeploymentCircuitBreaker: rolling update only'],
  },
  'code-deploy': {
    kind: 'code-deploy',
    counts: 'task-sets',
    seenBy: 'codedeploy-events',
    hasStages: false,
    hasCircuitBreaker: false,
    undo: 'code-deploy',
    redeploy: 'code-deploy',
    desired: { isSettable: true },
    refuses: ofCodeDeploy,
    sources: ['API_UpdateService', 'API_TaskSet', 'CodeDeploy user guide, deployments-stop'],
  },
  external: {
    kind: 'external',
    counts: 'task-sets',
    seenBy: 'none',
    hasStages: false,
    hasCircuitBreaker: false,
    undo: 'none',
    redeploy: 'task-set',
    desired: { isSettable: false, why: 'its task sets are scaled by whoever deploys it' },
    refuses: ofCodeDeploy,
    sources: ['API_UpdateService', 'deployment-type-external'],
  },
};

/** By its controller, and ECS's own by its strategy: absent is ROLLING (API_DeploymentConfiguration). */
export function deploymentKindOf({
  deploymentController = 'ECS',
  policy: { strategy = 'ROLLING' },
}: Pick<EcsService, 'deploymentController' | 'policy'>): DeploymentKind {
  if (deploymentController === 'CODE_DEPLOY') return 'code-deploy';
  if (deploymentController === 'EXTERNAL') return 'external';
  return strategy === 'ROLLING' ? 'rolling' : 'staged';
}

export function deploymentControllerOf(
  service: Pick<EcsService, 'deploymentController' | 'policy'>,
): DeploymentController {
  return deploymentControllers[deploymentKindOf(service)];
}
