import { emitDeployment } from '../events.ts';
import type { Account } from '../model.ts';
import type { Deployment, Service, ServiceDeployment } from '../service.ts';
import { tell, words } from '../services/messages.ts';
import { finish } from './finish.ts';
import { noteEnd } from './progress.ts';

/** A blue/green deployment has failed: it goes back to blue, which still runs. What ECS tells of it is a switch. */
export function failStaged(account: Account, service: Service, rollOut: ServiceDeployment, why: string): void {
  const [green] = service.deployments;
  if (green === undefined || green.serviceDeploymentArn !== rollOut.arn) return;
  green.rolloutState = 'FAILED';
  green.rolloutReason = why;
  noteEnd(account, green);
  if (account.switches.stagedFailureIsTold)
    emitDeployment(account, service, green, {
      eventType: 'ERROR',
      eventName: 'SERVICE_DEPLOYMENT_FAILED',
      reason: why,
    });
  if (!putBack(account, service, rollOut, why))
    finish(account, rollOut, 'ROLLBACK_FAILED', 'No rollback candidate was found to run the rollback.');
}

/** Blue is primary again, with the tasks it has. It keeps its id: a guess. Says whether there is one. */
export function putBack(account: Account, service: Service, rollOut: ServiceDeployment, by: string): boolean {
  const at = service.deployments.findIndex(({ revision }) => revision === service.lastCompleted);
  const blue = service.deployments[at];
  if (blue === undefined || at === 0) return false;
  const reason = `${by.replace(/\.$/u, '')}: rolling back to deploymentId ${blue.id}.`;
  const back: Deployment = {
    ...blue,
    status: 'PRIMARY',
    desired: service.desired,
    failedTasks: 0,
    rolloutState: 'IN_PROGRESS',
    rolloutReason: reason,
    serviceDeploymentArn: rollOut.arn,
    isRollback: true,
    steady: false,
  };
  service.deployments.splice(at, 1);
  for (const other of service.deployments) Object.assign(other, { status: 'ACTIVE', desired: 0, steady: false });
  service.deployments.unshift(back);
  rollOut.status = 'ROLLBACK_IN_PROGRESS';
  rollOut.rollback = { reason, startedAt: account.agenda.now(), revision: blue.revision };
  tell(account, service, words.rollingBack(back.id));
  if (account.switches.stagedFailureIsTold)
    emitDeployment(account, service, back, {
      eventType: 'INFO',
      eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS',
      reason,
    });
  return true;
}
