import type {
  AdvisedFinding,
  CodeDeployChanged,
  ContainerInstanceChanged,
  DeploymentAdvised,
  Envelope,
  ServiceFound,
  TaskChanged,
} from '../../core/event.ts';
import { ownSource } from '../../core/event.ts';
import { present } from '../../core/present.ts';
import { isoTime } from '../../core/time.ts';
import { readCodeDeploy } from './instance.ts';
import type { Fields } from './reader.ts';
import { object, objects, optionalFlag, optionalNumber, optionalText, text, texts } from './reader.ts';

/** The detail-type of an event of CodeDeploy's that is passed on to the ECS service it is about. */
export const passedOnType = 'CodeDeploy Deployment Of Service';

/** The detail-type of what a look at all services has found of one. */
export const serviceFoundType = 'Service Found Unwell';

/** What a record of ours tells another one. */
export type PassedOn = CodeDeployChanged | ServiceFound | ContainerInstanceChanged | DeploymentAdvised | TaskChanged;

/** The event as a message of our own queue, in EventBridge's wrapping and with AWS's names for what AWS said. */
export function passedOnMessage(event: PassedOn): string {
  switch (event.kind) {
    case 'service-found':
      return foundMessage(event);
    case 'container-instance':
      return agentMessage(event);
    case 'deployment-advised':
      return advisedMessage(event);
    case 'codedeploy-deployment':
      return codeDeployMessage(event);
    case 'task':
      return taskMessage(event);
  }
}

/** The detail-type of what was found wrong with a deployment that has just begun. */
export const advisedType = 'Deployment Advised';

function advisedMessage({ cluster, service, deploymentId, findings, ...envelope }: DeploymentAdvised): string {
  return wrapped(advisedType, envelope, { cluster, service, deploymentId, findings });
}

export function readAdvised(envelope: Envelope, detail: Fields): DeploymentAdvised {
  return {
    ...envelope,
    kind: 'deployment-advised',
    cluster: text(detail, 'cluster'),
    service: text(detail, 'service'),
    deploymentId: text(detail, 'deploymentId'),
    findings: objects(detail, 'findings', findingOf),
  };
}

function findingOf(fields: Fields): AdvisedFinding {
  const container = optionalText(fields, 'container');
  const given = Object.entries(object(fields, 'fills').value);
  const fills = given.filter((each): each is [string, string | number] =>
    ['string', 'number'].includes(typeof each[1]),
  );
  return { rule: text(fields, 'rule'), fills: Object.fromEntries(fills), ...present({ container }) };
}

/** The detail-type of a standalone task that was found stopped. */
export const taskFoundType = 'Task Found Stopped';

function taskMessage(event: TaskChanged): string {
  const { createdAt, startedAt, stoppingAt, stoppedAt } = event;
  const moments = Object.entries({ createdAt, startedAt, stoppingAt, stoppedAt });
  const told = moments.flatMap(([name, moment]) => (moment === undefined ? [] : [[name, isoTime(moment)] as const]));
  return wrapped(taskFoundType, event, { ...event, ...Object.fromEntries(told) });
}

/** The detail-type of an instance whose agent a look has found disconnected. */
export const agentFoundType = 'Agent Found Disconnected';

function agentMessage(event: ContainerInstanceChanged): string {
  const { clusterArn, containerInstanceArn, ec2InstanceId, status, agentConnected } = event;
  return wrapped(agentFoundType, event, { clusterArn, containerInstanceArn, ec2InstanceId, status, agentConnected });
}

function foundMessage({ cluster, service, signs, desiredBefore, isBaseline, ...envelope }: ServiceFound): string {
  return wrapped(serviceFoundType, envelope, { cluster, service, signs, desiredBefore, isBaseline });
}

export function readServiceFound(envelope: Envelope, detail: Fields): ServiceFound {
  const desiredBefore = optionalNumber(detail, 'desiredBefore');
  return {
    ...envelope,
    kind: 'service-found',
    cluster: text(detail, 'cluster'),
    service: text(detail, 'service'),
    signs: texts(detail, 'signs'),
    ...(desiredBefore !== undefined && { desiredBefore }),
    ...(optionalFlag(detail, 'isBaseline') === true && { isBaseline: true as const }),
  };
}

function codeDeployMessage(event: CodeDeployChanged): string {
  const { id, at, account, region, application, deploymentGroup, deploymentId, state, service, rollbackOf, isGuess } =
    event;
  const { readyWaitMinutes } = event;
  const detail = { application, deploymentGroup, deploymentId, state, service, rollbackOf, isGuess, readyWaitMinutes };
  return wrapped(passedOnType, { id, at, account, region }, detail);
}

function wrapped(detailType: string, { id, at, account, region }: Envelope, detail: object): string {
  return JSON.stringify({
    version: '0',
    id,
    'detail-type': detailType,
    source: ownSource,
    account,
    time: isoTime(at),
    region,
    resources: [],
    detail,
  });
}

export function readPassedOn(envelope: Envelope, detail: Fields): CodeDeployChanged {
  const service = object(detail, 'service');
  const rollbackOf = optionalText(detail, 'rollbackOf');
  return {
    ...readCodeDeploy(envelope, detail),
    service: { cluster: text(service, 'cluster'), name: text(service, 'name') },
    ...(rollbackOf !== undefined && { rollbackOf }),
    ...(optionalFlag(detail, 'isGuess') === true && { isGuess: true as const }),
    ...present({ readyWaitMinutes: optionalNumber(detail, 'readyWaitMinutes') }),
  };
}
