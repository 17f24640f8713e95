import { emitDeployment } from '../events.ts';
import type { Account } from '../model.ts';
import type { Deployment, Service } from '../service.ts';
import { tell, words } from '../services/messages.ts';
import { finish } from './finish.ts';
import { noteEnd } from './progress.ts';

/** The service is steady: what was being rolled out is COMPLETED. */
export function completeDeployment(account: Account, service: Service, deployment: Deployment): void {
  const reason = `ECS deployment ${deployment.id} completed.`;
  deployment.rolloutState = 'COMPLETED';
  deployment.rolloutReason = reason;
  deployment.failedTasks = 0;
  noteEnd(account, deployment);
  service.lastCompleted = deployment.revision;
  emitDeployment(account, service, deployment, {
    eventType: 'INFO',
    eventName: 'SERVICE_DEPLOYMENT_COMPLETED',
    reason,
  });
  tell(account, service, words.deploymentCompleted(deployment.id));
  const rollOut = account.serviceDeployments.get(deployment.serviceDeploymentArn);
  if (rollOut === undefined || rollOut.finishedAt !== undefined) return;
  finish(account, rollOut, deployment.isRollback ? 'ROLLBACK_SUCCESSFUL' : 'SUCCESSFUL');
}
