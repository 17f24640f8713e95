import type { Account } from '../model.ts';
import type { ServiceDeployment } from '../service.ts';

/** A service deployment has come to its end. */
export function finish(
  account: Account,
  rollOut: ServiceDeployment,
  status: ServiceDeployment['status'],
  reason?: string,
): void {
  rollOut.status = status;
  if (reason !== undefined) rollOut.statusReason = reason;
  rollOut.finishedAt = account.agenda.now();
  for (const hook of rollOut.hooks) if (hook.status === 'AWAITING_ACTION') hook.status = 'FAILED';
}
