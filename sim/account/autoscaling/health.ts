import { secondMs } from '../../../lib/core/time.ts';
import { emitInstanceState } from './events.ts';
import type { AutoScaling } from './group.ts';
import { groupWith, isLeaving, paceOf } from './group.ts';
import { end, scaleGroup } from './scale.ts';

/** How long until a group sees that an instance of its own has died: a guess, with a switch. */
const seenMs = [20 * secondMs, 90 * secondMs] as const;

/**
 * Has groups replace the instances that die under them (ec2-auto-scaling-health-checks). The hooks of a termination run
 * for the dead, too; the replacement does not wait for them.
 */
export function runHealthChecks(scaling: AutoScaling): void {
  const { account } = scaling;
  account.deathListeners.push(({ id }) => {
    const group = groupWith(id, scaling);
    const instance = group?.instances.get(id);
    if (group === undefined || instance === undefined) return;
    emitInstanceState(account, instance);
    account.agenda.after(account.random.whole(...seenMs) * paceOf(account), `${group.name} misses ${id}`, () => {
      if (isLeaving(instance)) return;
      const cause =
        'An instance was taken out of service in response to an EC2 health check indicating it has been terminated or stopped.';
      end(scaling, group, instance, cause);
      scaleGroup(scaling, group);
    });
  });
}
