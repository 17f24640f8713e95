import type { CodeDeployChanged, ContainerInstanceChanged, Envelope, ServiceFound } from '../../core/event.ts';
import { ownSource } from '../../core/event.ts';
import { isoTime } from '../../core/time.ts';
import { readCodeDeploy } from './instance.ts';
import type { Fields } from './reader.ts';
import { object, optionalFlag, optionalNumber, optionalText, text, texts } from './reader.ts';

/** The detail-type of an event of CodeDeploy's that is passed on to the ECS service it is about. */
export const passedOnType = 'CodeDeploy Deployment Of Service';

/** The detail-type of what a look at all services has found of one. */
export const serviceFoundType = 'Service Found Unwell';

/** The event as a message of our own queue, in EventBridge's wrapping and with AWS's names for what AWS said. */
export function passedOnMessage(event: CodeDeployChanged | ServiceFound | ContainerInstanceChanged): string {
  switch (event.kind) {
    case 'service-found':
      return foundMessage(event);
    case 'container-instance':
      return agentMessage(event);
    case 'codedeploy-deployment':
      return codeDeployMessage(event);
  }
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
  const detail = { application, deploymentGroup, deploymentId, state, service, rollbackOf, isGuess };
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
  };
}
