import type { Cause, DeploymentChapter } from './alert.ts';

/**
 * What a cause has to do with a deployment: it is of the deployment itself (`by`), of what was before it (`before`), or
 * of another deployment's task while it goes on (`beside`). A cause that names no deployment is judged by its time.
 */
type CausePart = 'by' | 'before' | 'beside';

export function partOf(
  { deploymentId, lastAt }: Pick<Cause, 'deploymentId' | 'lastAt'>,
  { id, startedAt = 0 }: Pick<DeploymentChapter, 'id' | 'startedAt'>,
): CausePart {
  // Only ECS's own ids can be compared: tasks never carry CodeDeploy's.
  const isKnown = deploymentId !== undefined && id.startsWith('ecs-svc/');
  if (isKnown && deploymentId === id) return 'by';
  if (lastAt < startedAt) return 'before';
  return isKnown ? 'beside' : 'by';
}
