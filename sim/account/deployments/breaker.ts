import { emitDeployment } from '../events.ts';
import type { Account } from '../model.ts';
import type { Deployment, Service, ServiceDeployment } from '../service.ts';
import { tell, words } from '../services/messages.ts';
import { breakerThreshold } from './breaker-threshold.ts';
import { noteEnd } from './progress.ts';
import { rollBack } from './rollback.ts';

/** In the recorded stream; the documentation's sample has `task failed to start`. */
const failure = 'ECS deployment circuit breaker: tasks failed to start.';

/**
 * Fails the deployment in progress when too many of its tasks in a row have failed, and rolls back if that is wanted.
 * Says whether it did: the first task of a roll-back is started 18 s later in a published answer.
 */
export function judgeDeployment(account: Account, service: Service): boolean {
  const [primary] = service.deployments;
  if (primary?.rolloutState !== 'IN_PROGRESS') return false;
  const rollOut = account.serviceDeployments.get(primary.serviceDeploymentArn);
  if (rollOut?.status === 'PENDING') {
    rollOut.status = 'IN_PROGRESS';
    rollOut.startedAt = account.agenda.now();
  }
  const { enabled, rollback } = service.circuitBreaker;
  if (!enabled || primary.failedTasks < breakerThreshold(service.desired)) return false;
  fail(account, service, primary);
  if (rollOut !== undefined) end(account, service, { primary, rollOut, rollback });
  return true;
}

function fail(account: Account, service: Service, primary: Deployment): void {
  primary.rolloutState = 'FAILED';
  primary.rolloutReason = failure;
  noteEnd(account, primary);
  const action = { eventType: 'ERROR', eventName: 'SERVICE_DEPLOYMENT_FAILED', reason: failure } as const;
  const told = !primary.isRollback || account.switches.rollBackFailureIsTold;
  if (told) emitDeployment(account, service, primary, action);
  tell(account, service, words.deploymentFailed(primary.id));
}

type Ended = { readonly primary: Deployment; readonly rollOut: ServiceDeployment; readonly rollback: boolean };

/** A roll-back that fails is not rolled back again (a guess). The reason of a plain failure is one, too. */
function end(account: Account, service: Service, { primary, rollOut, rollback }: Ended): void {
  if (primary.isRollback) {
    finish(account, rollOut, 'ROLLBACK_FAILED', failure);
  } else if (!rollback) {
    finish(account, rollOut, 'STOPPED', failure);
  } else if (!rollBack(account, service, rollOut, 'ECS deployment circuit breaker')) {
    // Action logs, troubleshooting.
    finish(account, rollOut, 'ROLLBACK_FAILED', 'No rollback candidate was found to run the rollback.');
  }
}

export function finish(
  account: Account,
  rollOut: ServiceDeployment,
  status: ServiceDeployment['status'],
  reason?: string,
): void {
  rollOut.status = status;
  if (reason !== undefined) rollOut.statusReason = reason;
  rollOut.finishedAt = account.agenda.now();
}
