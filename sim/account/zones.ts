import { loseInstance } from './instances.ts';
import type { Account } from './model.ts';
import { failTask } from './tasks/fail.ts';

/** A zone goes: its hosts are lost, its Fargate tasks end, and nothing can be placed there until it is back. */
export function loseZone(account: Account, zone: string): void {
  account.weather.zonesDown.add(zone);
  for (const instance of account.instances.values()) if (instance.zone === zone) loseInstance(account, instance);
  for (const task of account.tasks.values()) {
    if (task.zone !== zone || task.launchType !== 'FARGATE') continue;
    failTask(account, task, { stopCode: 'InfrastructureHealth', reason: zoneLost });
  }
}

/** Words of ours: nobody has published what Fargate says then. */
const zoneLost = 'Task stopped because the underlying infrastructure is unhealthy.';

export function restoreZone(account: Account, zone: string): void {
  account.weather.zonesDown.delete(zone);
}
