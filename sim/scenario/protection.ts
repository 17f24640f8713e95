import { nameIn } from '../account/identities.ts';
import { serviceOf } from '../account/services/standing.ts';
import { protectTask } from '../account/tasks/stop.ts';
import type { Stage } from './stage.ts';

/** Workers that must not be stopped in the middle of a message ask for protection when they begin. */
export function letTasksProtectThemselves({ account, plan }: Stage): void {
  account.taskListeners.push((task, before) => {
    if (task.lastStatus !== 'RUNNING' || before === 'RUNNING' || task.desiredStatus === 'STOPPED') return;
    const service = serviceOf(account, task);
    if (service === undefined) return;
    const of = plan.services.find(
      ({ cluster, name }) => name === service.name && cluster === nameIn(service.clusterArn),
    );
    if (of?.protectsMinutes !== undefined) protectTask(account, task, of.protectsMinutes);
  });
}
