import type { Account, ContainerInstance } from './model.ts';
import type { PlacementFailure } from './placement.ts';
import { refusalOf } from './placement.ts';
import type { RunRequest } from './run-rules.ts';
import { checkRun } from './run-rules.ts';
import type { RunAnswer } from './run-task.ts';
import { groupOf, launchOf } from './run-task.ts';
import type { Task } from './task.ts';
import { launchTask } from './tasks/launch.ts';

type StartRequest = Pick<RunRequest, 'cluster' | 'definition' | 'group' | 'startedBy' | 'overrides'> & {
  /** ARNs or ids, at most ten. */
  readonly containerInstances: readonly string[];
};

/** As API_StartTask: on these instances and no others. */
export function startTask(account: Account, request: StartRequest): RunAnswer {
  checkRun(request);
  const tasks: Task[] = [];
  const failures: PlacementFailure[] = [];
  for (const name of request.containerInstances) {
    const instance = [...account.instances.values()].find(({ arn }) => arn === name || arn.endsWith(`/${name}`));
    const reason = startRefusal(account, request, instance);
    if (instance === undefined || reason !== undefined)
      failures.push({ arn: instance?.arn ?? name, reason: reason ?? 'MISSING' });
    else tasks.push(launchTask(account, { ...launchOf(request), launchType: 'EC2', zone: instance.zone, instance }));
  }
  return { tasks, failures };
}

function startRefusal(account: Account, request: StartRequest, instance?: ContainerInstance): string | undefined {
  if (instance === undefined || instance.clusterArn !== request.cluster.arn) return 'MISSING';
  if (instance.status !== 'ACTIVE') return 'INACTIVE';
  const { cluster, definition, overrides } = request;
  const wanted = {
    cluster,
    definition,
    group: groupOf(request),
    launchType: 'EC2',
    constraints: [],
    strategies: [],
  } as const;
  return refusalOf(account, { ...wanted, ...(overrides !== undefined && { overrides }) }, instance);
}
