import type { Alert } from '../../core/alert.ts';
import type { DeploymentController } from '../../ecs/deployment-controllers.ts';
import { deploymentControllers } from '../../ecs/deployment-controllers.ts';

/** By which call a deployment is taken back. */
type RollBack = Exclude<DeploymentController['undo'], 'none'> | 'update-service';

type About = Pick<Alert, 'deployment' | 'pointers' | 'subject'>;

/**
 * How the deployment can be taken back, as its controller allows: while it goes on, by ending it; afterwards by deploying
 * the revision before again. Undefined: not from here, or there is nothing to go back to.
 */
export function rollBackOf(alert: About): RollBack | undefined {
  const { deployment, subject } = alert;
  if (deployment === undefined || subject.kind !== 'service' || subject.cluster === '-') return undefined;
  const { undo, redeploy } = controllerOf(alert);
  if (deployment.state === 'in-progress' && isKnown(undo, alert)) return undo;
  const isBack = redeploy === 'update-service' && deployment.previousTaskDefinitionArn !== undefined;
  return isBack && openStates.has(deployment.state) ? 'update-service' : undefined;
}

const openStates: ReadonlySet<string> = new Set(['in-progress', 'failed', 'rolling-back']);

/** Where it could not be read, CodeDeploy's own events tell its deployments from all others. */
function controllerOf({ deployment, pointers }: About): DeploymentController {
  return deploymentControllers[deployment?.kind ?? (pointers.codeDeploy === undefined ? 'rolling' : 'code-deploy')];
}

/** The call needs the name of what it ends. */
function isKnown(
  undo: DeploymentController['undo'],
  { deployment, pointers }: About,
): undo is Exclude<typeof undo, 'none'> {
  if (undo === 'code-deploy') return pointers.codeDeploy !== undefined;
  return undo === 'stop-service-deployment' && deployment?.serviceDeploymentArn !== undefined;
}
