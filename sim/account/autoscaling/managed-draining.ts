import { minuteMs, secondMs } from '../../../lib/core/time.ts';
import { setInstanceStatus } from '../instances.ts';
import { noticeInstance } from '../services/scheduler.ts';
import type { AutoScaling, BegunAction, LifecycleHook } from './group.ts';
import { paceOf } from './group.ts';
import type { ActionName } from './hooks.ts';
import { completeAction, recordHeartbeat } from './hooks.ts';

/** The hook ECS puts on the group of a capacity provider with managed draining; its name is as people see it. */
export const managedDrainingHook: LifecycleHook = {
  name: 'ecs-managed-draining-termination-hook',
  transition: 'autoscaling:EC2_INSTANCE_TERMINATING',
  heartbeatTimeoutS: 3_600,
  defaultResult: 'CONTINUE',
};

/** How often ECS looks at what drains, and asks for more time: guesses, the first with a switch. */
const lookMs = 15 * secondMs;
const heartbeatMs = 30 * minuteMs;

/**
 * Has ECS drain the instances of groups that have its hook, and complete it when no task is left on them
 * (managed-instance-draining). It asks for more time as long as the 48 hours of the global time-out allow.
 */
export function runManagedDraining(scaling: AutoScaling): void {
  const { agenda } = scaling.account;
  scaling.actionListeners.push((begun) => {
    if (begun.action.hook.name !== managedDrainingHook.name) return;
    const waitMs = lookMs * paceOf(scaling.account);
    let heartbeatAt = agenda.now() + heartbeatMs;
    const look = (): void => {
      if (begun.instance.actions.get(managedDrainingHook.name) !== begun.action) return;
      if (isDrained(scaling, begun)) {
        completeAction(scaling, nameOf(begun), 'CONTINUE');
        return;
      }
      if (agenda.now() >= heartbeatAt) {
        recordHeartbeat(scaling, nameOf(begun));
        heartbeatAt = agenda.now() + heartbeatMs;
      }
      agenda.after(waitMs, `ECS drains ${begun.instance.id}`, look);
    };
    agenda.after(waitMs, `ECS drains ${begun.instance.id}`, look);
  });
}

const nameOf = ({ group, instance }: BegunAction): ActionName => ({
  group: group.name,
  hook: managedDrainingHook.name,
  instanceId: instance.id,
});

/** Sets the instance to DRAINING first. */
function isDrained({ account }: AutoScaling, { instance: { host } }: BegunAction): boolean {
  if (host === undefined || host.status === 'INACTIVE') return true;
  if (host.status === 'ACTIVE') {
    setInstanceStatus(account, host, 'DRAINING');
    noticeInstance(account, host);
  }
  return host.tasks.size === 0;
}
