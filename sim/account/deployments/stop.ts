import { secondMs } from '../../../lib/core/time.ts';
import { emitDeployment } from '../events.ts';
import type { Account } from '../model.ts';
import { Refusal } from '../refusal.ts';
import type { ServiceDeployment } from '../service.ts';
import { wake } from '../services/wake.ts';
import { finish } from './finish.ts';
import { noteEnd } from './progress.ts';
import { rollBack } from './rollback.ts';

type StopType = 'ROLLBACK' | 'ABORT';

/** How long a request stands before it is followed; a guess. */
const reactionMs = [1 * secondMs, 4 * secondMs] as const;
const stoppable: Readonly<Record<StopType, readonly ServiceDeployment['status'][]>> = {
  ROLLBACK: ['PENDING', 'IN_PROGRESS'],
  ABORT: ['PENDING', 'IN_PROGRESS', 'ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS'],
};

/**
 * StopServiceDeployment. Throws a Refusal: ServiceDeploymentNotFoundException, or ConflictException when it has ended
 * (API_StopServiceDeployment).
 */
export function stopServiceDeployment(account: Account, arn: string, type: StopType): ServiceDeployment {
  const rollOut = account.serviceDeployments.get(arn);
  if (rollOut === undefined) {
    throw new Refusal('ServiceDeploymentNotFoundException', 'The service deployment was not found.');
  }
  if (!stoppable[type].includes(rollOut.status)) {
    const message = `The service deployment is ${rollOut.status} and cannot be stopped.`;
    throw new Refusal('ConflictException', message, { resourceIds: [arn] });
  }
  rollOut.status = type === 'ROLLBACK' ? 'ROLLBACK_REQUESTED' : 'STOP_REQUESTED';
  const wait = account.random.whole(...reactionMs);
  account.agenda.after(wait, `service deployment ${arn} stops`, () => follow(account, rollOut, type));
  return rollOut;
}

/** The words of the reasons are guesses; whether a FAILED event is sent for what a person stopped is a switch. */
function follow(account: Account, rollOut: ServiceDeployment, type: StopType): void {
  const service = account.services.get(rollOut.serviceArn);
  const [primary] = service?.deployments ?? [];
  if (service === undefined || primary === undefined || primary.serviceDeploymentArn !== rollOut.arn) return;
  primary.rolloutState = 'FAILED';
  const reason = `ECS deployment ${primary.id} stopped by request.`;
  primary.rolloutReason = reason;
  noteEnd(account, primary);
  if (account.switches.stoppedDeploymentIsTold) {
    emitDeployment(account, service, primary, { eventType: 'ERROR', eventName: 'SERVICE_DEPLOYMENT_FAILED', reason });
  }
  if (type === 'ABORT') finish(account, rollOut, 'STOPPED', 'Stopped by request.');
  else if (!rollBack(account, service, rollOut, 'ECS deployment')) {
    finish(account, rollOut, 'ROLLBACK_FAILED', 'No rollback candidate was found to run the rollback.');
  }
  wake(account, service);
}
