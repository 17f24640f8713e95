import { secondMs } from '../../lib/core/time.ts';
import { killEc2Instance } from './ec2-instance.ts';
import { loseInstance } from './instances.ts';
import type { Account } from './model.ts';
import { breakTargets } from './targets.ts';
import type { Task } from './task.ts';
import type { Failure } from './tasks/fail.ts';
import { failTask } from './tasks/fail.ts';

/** How long ECS may take to see what targets show: time enough for some checks. */
const seenLateMs = [40 * secondMs, 100 * secondMs] as const;

/** A zone goes: its hosts are lost, its Fargate tasks end, and nothing can be placed there until it is back. */
export function loseZone(account: Account, zone: string): void {
  account.weather.zonesDown.add(zone);
  for (const instance of account.instances.values()) if (instance.zone === zone) loseInstance(account, instance);
  for (const { id, zone: its } of account.ec2.values()) if (its === zone) killEc2Instance(account, id);
  for (const task of account.tasks.values()) {
    if (task.zone === zone && task.launchType === 'FARGATE') loseTask(account, task);
  }
}

function loseTask(account: Account, task: Task): void {
  const { agenda, random, switches } = account;
  const failure = switches.zoneLossHasOtherWords ? other : usual;
  if (!switches.zoneLossShowsInTargetsFirst) {
    failTask(account, task, failure);
    return;
  }
  breakTargets(account, task, {});
  agenda.after(random.whole(...seenLateMs), `ECS sees that task ${task.id} is lost`, () => {
    failTask(account, task, failure);
  });
}

/** Words of ours: nobody has published what Fargate says then. */
const usual: Failure = {
  stopCode: 'InfrastructureHealth',
  reason: 'Task stopped because the underlying infrastructure is unhealthy.',
};
const other: Failure = { stopCode: 'TerminationNotice', reason: 'The capacity of the task is no longer available.' };

export function restoreZone(account: Account, zone: string): void {
  account.weather.zonesDown.delete(zone);
}
