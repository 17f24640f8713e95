import type { Instant } from '../../../lib/core/time.ts';
import { minuteMs, secondMs } from '../../../lib/core/time.ts';
import type { Task } from '../../account/task.ts';
import type { Invariant, Seen } from '../invariant.ts';
import type { DrainLedger } from './ledger.ts';
import { settingOf } from './ledger.ts';

/** Clocks are two seconds off, and events are told in whole seconds. */
const inexactMs = 5 * secondMs;

/** A Spot instance goes two minutes after its warning, and what it holds is told to stop in the last of them. */
const spotStopMs = minuteMs;

/** Daemons go last, and by themselves; services' tasks are ECS's to move, but where EC2 leaves no time. */
const stopsRightly: Invariant = {
  name: 'no task is stopped that the policy lets live',
  called: ({ operation, input }, seen) => {
    if (operation !== 'ECS.StopTask') return undefined;
    const task = seen.simulation.account.tasks.get(String(input['task']));
    if (task?.instance === undefined || task.lastStatus === 'STOPPED') return undefined;
    const id = task.instance.ec2InstanceId;
    const now = seen.simulation.agenda.now();
    if ((seen.drains.warnedAt.get(id) ?? Infinity) + spotStopMs <= now + inexactMs) return undefined;
    if (task.group.startsWith('service:')) return `${task.group} on ${id} was stopped`;
    const isTime = now + inexactMs >= standaloneEnd(task, id, seen);
    return isTime ? undefined : `${task.group} on ${id} was stopped before its time`;
  },
};

function standaloneEnd(task: Task, id: string, { simulation, drains }: Seen): Instant {
  const setting = settingOf(simulation.account, drains, { id });
  if (setting?.standalone !== 'stop') return Infinity;
  const since = drains.drainedByUs.get(task.instance?.arn ?? '') ?? firstAct(id, drains);
  return since + setting.stopAfterMinutes * minuteMs;
}

/** Others may have set it DRAINING: then it counts from when that was. */
function firstAct(id: string, { own }: DrainLedger): Instant {
  return own.find(({ instance }) => instance.id === id)?.startedAt ?? 0;
}

export const stopInvariants = (): readonly Invariant[] => [stopsRightly];
