import type { Account } from '../model.ts';
import type { Service, ServiceDeployment } from '../service.ts';
import { tell, words } from '../services/messages.ts';
import { addDeployment } from './begin.ts';
import { putBack } from './staged-failure.ts';

/**
 * Begins to go back to the revision that was last rolled out whole: a new deployment, and it is its own id that the
 * words name (published DescribeServices answers). Says whether there is such a revision. `by` begins the reason.
 */
export function rollBack(account: Account, service: Service, rollOut: ServiceDeployment, by: string): boolean {
  if (service.strategy === 'BLUE_GREEN') return putBack(account, service, rollOut, by);
  const revision = service.lastCompleted;
  if (revision === undefined || revision === rollOut.targetRevision) return false;
  const reasonOf = (id: string): string => `${by}: rolling back to deploymentId ${id}.`;
  const deployment = addDeployment(account, service, { revision, serviceDeployment: rollOut, reasonOf });
  tell(account, service, words.rollingBack(deployment.id));
  rollOut.status = 'ROLLBACK_IN_PROGRESS';
  rollOut.rollback = { reason: deployment.rolloutReason, startedAt: account.agenda.now(), revision };
  return true;
}
