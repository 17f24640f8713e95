import type { CodeDeployChanged, Envelope } from '../../core/event.ts';
import { ownSource } from '../../core/event.ts';
import { isoTime } from '../../core/time.ts';
import { readCodeDeploy } from './instance.ts';
import type { Fields } from './reader.ts';
import { object, optionalFlag, optionalText, text } from './reader.ts';

/** The detail-type of an event of CodeDeploy's that is passed on to the ECS service it is about. */
export const passedOnType = 'CodeDeploy Deployment Of Service';

/** The event as a message of our own queue, in EventBridge's wrapping and with AWS's names for what AWS said. */
export function passedOnMessage(event: CodeDeployChanged): string {
  const { id, at, account, region, application, deploymentGroup, deploymentId, state, service, rollbackOf, isGuess } =
    event;
  return JSON.stringify({
    version: '0',
    id,
    'detail-type': passedOnType,
    source: ownSource,
    account,
    time: isoTime(at),
    region,
    resources: [],
    detail: { application, deploymentGroup, deploymentId, state, service, rollbackOf, isGuess },
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
