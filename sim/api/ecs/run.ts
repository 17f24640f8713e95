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
import { runTask as run } from '../../account/run-task.ts';
import { startTask as start } from '../../account/start-task.ts';
import { stopTask as stop } from '../../account/tasks/stop.ts';
import type { Api } from '../api.ts';
import { refuseUnsupported, someOf } from '../api.ts';
import { clusterOf, taskOf } from './find.ts';
import { constraintsOf, definitionNamed, overridesOf, sharesOf, strategiesOf, zonesOf } from './run-input.ts';
import { taskShape } from './task-shape.ts';

export function runOperations(api: Api) {
  return {
    'ECS.RunTask': (input: RunTaskRequest) => runTask(api, input),
    'ECS.StartTask': (input: StartTaskRequest) => startTask(api, input),
    'ECS.StopTask': (input: StopTaskRequest) => stopTask(api, input),
  };
}

function runTask(api: Api, input: RunTaskRequest): RunTaskResponse {
  refuseUnsupported(input, ['volumeConfigurations']);
  const cluster = clusterOf(api.account, input.cluster);
  const definition = definitionNamed(api.account, input.taskDefinition);
  const { launchType, count, group, startedBy, clientToken } = input;
  const shares = sharesOf(input.capacityProviderStrategy);
  return answerOf(
    api,
    run(api.account, {
      cluster,
      definition,
      ...present({ count, group, startedBy, clientToken }),
      ...(launchType !== undefined && { launchType: launchType === 'FARGATE' ? 'FARGATE' : 'EC2' }),
      ...(shares.length > 0 && { capacityProviderStrategy: shares }),
      constraints: constraintsOf(input.placementConstraints),
      strategies: strategiesOf(input.placementStrategy),
      ...zonesOf(api.account, definition, input.networkConfiguration),
      ...overridesOf(input.overrides),
    }),
  );
}

function startTask(api: Api, input: StartTaskRequest): StartTaskResponse {
  const cluster = clusterOf(api.account, input.cluster);
  const definition = definitionNamed(api.account, input.taskDefinition);
  const { group, startedBy } = input;
  const containerInstances = someOf('Container instances', input.containerInstances, 10);
  zonesOf(api.account, definition, input.networkConfiguration);
  return answerOf(
    api,
    start(api.account, {
      cluster,
      definition,
      containerInstances,
      ...present({ group, startedBy }),
      ...overridesOf(input.overrides),
    }),
  );
}

/** One that has stopped is answered as it is (API_StopTask names no error for it). */
function stopTask(api: Api, input: StopTaskRequest): StopTaskResponse {
  const task = taskOf(api.account, clusterOf(api.account, input.cluster), input.task ?? '');
  const reason = input.reason ?? 'Task stopped by user';
  if (task.lastStatus !== 'STOPPED') stop(api.account, task, { stopCode: 'UserInitiated', reason });
  return { task: taskShape(api.account, task) };
}

/** Both lists may have something in them, in a 200. */
function answerOf({ account }: Api, { tasks, failures }: RunAnswer): RunTaskResponse {
  return { tasks: tasks.map((each) => taskShape(account, each)), failures: failures.map((each) => ({ ...each })) };
}
