import type {
  RunTaskRequest,
  RunTaskResponse,
  StartTaskRequest,
  StartTaskResponse,
  StopTaskRequest,
  StopTaskResponse,
} from '@aws-sdk/client-ecs';
import { present } from '../../../lib/core/present.ts';
import type { RunAnswer } from '../../account/run-task.ts';
import { runTask } from '../../account/run-task.ts';
import { startTask } from '../../account/start-task.ts';
import { stopTask } from '../../account/tasks/stop.ts';
import type { Api } from '../api.ts';
import { someOf } from '../api.ts';
import { clusterOf, taskOf } from './find.ts';
import { constraintsOf, definitionNamed, overridesOf, sharesOf, strategiesOf, zonesOf } from './run-input.ts';
import { taskShape } from './task-shape.ts';

export function runOperations({ account }: Api) {
  return {
    'ECS.RunTask': (input: RunTaskRequest): RunTaskResponse => {
      const cluster = clusterOf(account, input.cluster);
      const definition = definitionNamed(account, input.taskDefinition);
      const { launchType, count, group, startedBy, clientToken } = input;
      const shares = sharesOf(input.capacityProviderStrategy);
      return answerOf(
        runTask(account, {
          cluster,
          definition,
          ...present({ count, group, startedBy, clientToken }),
          ...(launchType !== undefined && { launchType: launchType === 'FARGATE' ? 'FARGATE' : 'EC2' }),
          ...(shares.length > 0 && { capacityProviderStrategy: shares }),
          constraints: constraintsOf(input.placementConstraints),
          strategies: strategiesOf(input.placementStrategy),
          ...zonesOf(account, definition, input.networkConfiguration),
          ...overridesOf(input.overrides),
        }),
      );
    },

    'ECS.StartTask': (input: StartTaskRequest): StartTaskResponse => {
      const cluster = clusterOf(account, input.cluster);
      const definition = definitionNamed(account, input.taskDefinition);
      const { group, startedBy } = input;
      const containerInstances = someOf('Container instances', input.containerInstances, 10);
      zonesOf(account, definition, input.networkConfiguration);
      return answerOf(
        startTask(account, {
          cluster,
          definition,
          containerInstances,
          ...present({ group, startedBy }),
          ...overridesOf(input.overrides),
        }),
      );
    },

    /** One that has stopped is answered as it is (API_StopTask names no error for it). */
    'ECS.StopTask': (input: StopTaskRequest): StopTaskResponse => {
      const task = taskOf(account, clusterOf(account, input.cluster), input.task ?? '');
      const reason = input.reason ?? 'Task stopped by user';
      if (task.lastStatus !== 'STOPPED') stopTask(account, task, { stopCode: 'UserInitiated', reason });
      return { task: taskShape(task) };
    },
  };
}

/** Both lists may have something in them, in a 200. */
function answerOf({ tasks, failures }: RunAnswer): RunTaskResponse {
  return { tasks: tasks.map(taskShape), failures: failures.map((each) => ({ ...each })) };
}
