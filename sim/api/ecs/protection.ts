import type {
  Failure,
  GetTaskProtectionRequest,
  GetTaskProtectionResponse,
  ProtectedTask,
  UpdateTaskProtectionRequest,
  UpdateTaskProtectionResponse,
} from '@aws-sdk/client-ecs';
import { present } from '../../../lib/core/present.ts';
import type { Account } from '../../account/model.ts';
import type { Task } from '../../account/task.ts';
import { isProtected } from '../../account/tasks/stop.ts';
import { setProtection } from '../../account/services/update.ts';
import type { Api } from '../api.ts';
import { dateIf, invalid, someOf } from '../api.ts';
import { arnOf, checkId, clusterOf, failure } from './find.ts';

/** Two hours unless told, at most two days (API_UpdateTaskProtection). */
const usualMinutes = 120;
const mostMinutes = 2880;

export function protectionOperations(api: Api) {
  return {
    'ECS.GetTaskProtection': (input: GetTaskProtectionRequest): GetTaskProtectionResponse =>
      protectionOf(api, input.cluster, someOf('Tasks', input.tasks, 100)),
    'ECS.UpdateTaskProtection': (input: UpdateTaskProtectionRequest) => updateTaskProtection(api, input),
  };
}

function updateTaskProtection(api: Api, input: UpdateTaskProtectionRequest): UpdateTaskProtectionResponse {
  const { expiresInMinutes: minutes = usualMinutes, protectionEnabled = false } = input;
  const names = someOf('Tasks', input.tasks, 10);
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > mostMinutes) {
    throw invalid(`expiresInMinutes must be between 1 and ${mostMinutes}.`);
  }
  return protectionOf(api, input.cluster, names, (task) => {
    setProtection(api.account, task, protectionEnabled ? minutes : undefined);
  });
}

/** Only tasks of services can be protected; what cannot be is a failure in a 200. */
function protectionOf(
  { account }: Api,
  clusterName: string | undefined,
  names: readonly string[],
  change: (task: Task) => void = () => {},
): { protectedTasks: ProtectedTask[]; failures: Failure[] } {
  const cluster = clusterOf(account, clusterName);
  const protectedTasks: ProtectedTask[] = [];
  const failures: Failure[] = [];
  for (const name of names) {
    checkId('task', name);
    const arn = arnOf(account, cluster, 'task', name);
    const task = account.tasks.get(arn);
    if (task === undefined || task.lastStatus === 'STOPPED') failures.push(failure(arn));
    else if (!task.group.startsWith('service:')) failures.push(failure(arn, 'TASK_NOT_VALID'));
    else {
      change(task);
      protectedTasks.push(shapeOf(account, task));
    }
  }
  return { protectedTasks, failures };
}

function shapeOf(account: Account, task: Task): ProtectedTask {
  const protectionEnabled = isProtected(account, task);
  const until = protectionEnabled ? task.protectedUntil : undefined;
  return { taskArn: task.arn, protectionEnabled, ...present({ expirationDate: dateIf(until) }) };
}
