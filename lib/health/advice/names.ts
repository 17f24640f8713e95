import type { AwsEvent, CodeDeployChanged } from '../../core/event.ts';
import type { RecordKey } from '../../core/record.ts';
import { recordKey } from '../../core/record.ts';
import { serviceOf } from '../../ecs/arn.ts';
import { findServiceEvent } from '../../ecs/service-event.ts';

const folder = 'advice/';

/** Where a cluster's deployments are kept until they have been looked at. No subject's key begins so. */
export type AdvicePlace = { readonly account: string; readonly region: string; readonly cluster: string };

export function adviceKey({ account, region, cluster }: AdvicePlace): RecordKey {
  return recordKey('health', region, `${folder}${account}/${cluster}`);
}

export function isAdvice(key: RecordKey): boolean {
  return thingOf(key).startsWith(folder);
}

/** The place of an `adviceKey`. */
export function advicePlaceOf(key: RecordKey): AdvicePlace {
  const [account = '', cluster = ''] = thingOf(key).slice(folder.length).split('/');
  return { account, region: key.split('#')[1] ?? '', cluster };
}

const thingOf = (key: RecordKey): string => key.split('#').slice(2).join('#');

/**
 * A deployment that has just begun, and is no roll-back: of ECS's own, or of CodeDeploy's, whose services are known by
 * then. No event tells of the task sets that an external controller brings.
 */
export type Begun = { readonly service: string; readonly deploymentId: string; readonly at: number };

export function begunBy(event: AwsEvent): (Begun & { readonly cluster: string }) | undefined {
  if (event.kind === 'codedeploy-deployment') return begunByCodeDeploy(event);
  if (event.kind !== 'deployment' || findServiceEvent(event)?.meaning !== 'deployment-started') return undefined;
  const { cluster, name } = serviceOf(event.serviceArn);
  if (cluster === undefined) return undefined;
  return { cluster, service: name, deploymentId: event.deploymentId, at: event.at };
}

function begunByCodeDeploy(event: CodeDeployChanged): ReturnType<typeof begunBy> {
  const { state, service, rollbackOf, isGuess, deploymentId, at } = event;
  if (state !== 'START' || service === undefined || rollbackOf !== undefined || isGuess === true) return undefined;
  return { cluster: service.cluster, service: service.name, deploymentId, at };
}
