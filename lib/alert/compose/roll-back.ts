import type { Alert } from '../../core/alert.ts';

/** How the deployment can be taken back: ended by ECS, by deploying the revision before, or not at all. */
export function rollBackOf({ deployment, pointers, subject }: Alert): 'stop' | 'deploy' | undefined {
  if (deployment === undefined || subject.kind !== 'service' || subject.cluster === '-') return undefined;
  if (deployment.state === 'in-progress' && deployment.serviceDeploymentArn !== undefined) return 'stop';
  if (deployment.state !== 'in-progress' && deployment.state !== 'failed' && deployment.state !== 'rolling-back')
    return undefined;
  return deployment.previousTaskDefinitionArn === undefined || pointers.codeDeploy !== undefined ? undefined : 'deploy';
}
