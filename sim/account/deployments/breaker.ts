import { emitDeployment } from '../events.ts';
import type { Account } from '../model.ts';
import type { Deployment, Service, ServiceDeployment } from '../service.ts';
import { tell, words } from '../services/messages.ts';
import { firesOn } from './alarms.ts';
import { breakerThreshold } from './breaker-threshold.ts';
import { finish } from './finish.ts';
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
  const judge = judgeOf(account, service, primary, rollOut);
  if (judge === undefined) return false;
  fail(account, service, primary, judge.reason);
  if (rollOut !== undefined) end(account, service, { primary, rollOut, ...judge });
  return true;
}

type Judge = { readonly rollback: boolean; readonly reason: string; readonly by: string };

/** Either ends it, and its own setting says whether it goes back (deployment-alarm-failure). The words of alarms are a guess. */
function judgeOf(
  account: Account,
  service: Service,
  primary: Deployment,
  rollOut: ServiceDeployment | undefined,
): Judge | undefined {
  const { circuitBreaker, alarms, strategy } = service;
  const counts = circuitBreaker.enabled && strategy === 'ROLLING';
  if (counts && primary.failedTasks >= breakerThreshold(service.desired))
    return { rollback: circuitBreaker.rollback, reason: failure, by: 'ECS deployment circuit breaker' };
  if (rollOut === undefined || primary.isRollback || !firesOn(account, service, rollOut)) return undefined;
  return { rollback: alarms.rollback, reason: 'ECS deployment failed: alarm detected.', by: 'alarm detected' };
}

function fail(account: Account, service: Service, primary: Deployment, reason: string): void {
  primary.rolloutState = 'FAILED';
  primary.rolloutReason = reason;
  noteEnd(account, primary);
  const action = { eventType: 'ERROR', eventName: 'SERVICE_DEPLOYMENT_FAILED', reason } as const;
  const told = !primary.isRollback || account.switches.rollBackFailureIsTold;
  if (told) emitDeployment(account, service, primary, action);
  tell(account, service, words.deploymentFailed(primary.id));
}

type Ended = Judge & { readonly primary: Deployment; readonly rollOut: ServiceDeployment };

/** A roll-back that fails is not rolled back again (a guess). The reason of a plain failure is one, too. */
function end(account: Account, service: Service, { primary, rollOut, rollback, reason, by }: Ended): void {
  if (primary.isRollback) {
    finish(account, rollOut, 'ROLLBACK_FAILED', reason);
  } else if (!rollback) {
    finish(account, rollOut, 'STOPPED', reason);
  } else if (!rollBack(account, service, rollOut, by)) {
    // Action logs, troubleshooting.
    finish(account, rollOut, 'ROLLBACK_FAILED', 'No rollback candidate was found to run the rollback.');
  }
}
