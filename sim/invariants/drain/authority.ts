import { minuteMs } from '../../../lib/core/time.ts';
import type { Account } from '../../account/model.ts';
import type { Called, Invariant } from '../invariant.ts';
import { mayAct, settingOf } from './ledger.ts';

const writes: ReadonlySet<string> = new Set([
  'ECS.UpdateContainerInstancesState',
  'ECS.StopTask',
  'ECS.DeregisterContainerInstance',
  'AutoScaling.CompleteLifecycleAction',
  'AutoScaling.RecordLifecycleActionHeartbeat',
]);

/** The switch is looked at every half minute, and what is on its way by then is slow. */
const heedMs = minuteMs;

/** The stack, the switch, and the policy of the instance; of one that has left its group, by the group it was in. */
function watched(): Pick<Invariant, 'called' | 'minute'> {
  const lastGroups = new Map<string, string>();
  return {
    minute: ({ simulation }) => {
      for (const { name, instances } of simulation.account.groups.values())
        for (const id of instances.keys()) lastGroups.set(id, name);
      return undefined;
    },
    called: ({ operation, input }, { simulation, drains, stoppedSince }) => {
      if (!writes.has(operation)) return undefined;
      const { account, agenda } = simulation;
      const stopped = stoppedSince();
      if (stopped !== undefined && agenda.now() - stopped > heedMs) return `${operation} while all acting is stopped`;
      if (drains.plan?.stack !== 'act') return `${operation} in a stack that only watches`;
      // What we had drained is given back also where nothing more may be done: in a group it has left, say.
      if (input['status'] === 'ACTIVE') return undefined;
      for (const id of instancesIn(input, account)) {
        const { AutoScalingGroupName: named } = input;
        const group = typeof named === 'string' ? named : (groupOf(id, account) ?? lastGroups.get(id) ?? '');
        if (account.ec2.has(id) && !mayAct(settingOf(account, drains, { id, group }), drains))
          return `${operation} of ${id}, which is not to be acted upon`;
      }
      return undefined;
    },
  };
}

function groupOf(id: string, { groups }: Account): string | undefined {
  return [...groups.values()].find(({ instances }) => instances.has(id))?.name;
}

function instancesIn(input: Called['input'], account: Account): readonly string[] {
  const { containerInstances = [] } = input as { readonly containerInstances?: readonly string[] };
  const arns = [...containerInstances, input['containerInstance']].map(String);
  const task = account.tasks.get(String(input['task']));
  return [
    ...(typeof input['InstanceId'] === 'string' ? [input['InstanceId']] : []),
    ...arns.flatMap((arn) => account.instances.get(arn)?.ec2InstanceId ?? []),
    ...(task?.instance === undefined ? [] : [task.instance.ec2InstanceId]),
  ];
}

export const authorityInvariants = (): readonly Invariant[] => [
  { name: 'nothing is written where nobody may act', ...watched() },
];
