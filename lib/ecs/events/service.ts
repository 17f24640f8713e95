import type { DeploymentChanged, Envelope, HookChanged, ServiceAction } from '../../core/event.ts';
import { clusterName, partitionOf, serviceOf, serviceOfDeployment } from '../arn.ts';
import type { Fields } from './reader.ts';
import { MalformedError, optionalInstant, optionalNumber, optionalText, text, texts } from './reader.ts';

/** "ECS Service Action". The service is `resources[0]`. */
export function readServiceAction(envelope: Envelope, detail: Fields, resources: readonly string[]): ServiceAction {
  const clusterArn = optionalText(detail, 'clusterArn');
  const reason = optionalText(detail, 'reason');
  const desiredCount = optionalNumber(detail, 'desiredCount');
  return {
    ...envelope,
    kind: 'service-action',
    serviceArn: firstOf(resources),
    eventType: text(detail, 'eventType'),
    eventName: text(detail, 'eventName'),
    containerInstanceArns: texts(detail, 'containerInstanceArns'),
    capacityProviderArns: texts(detail, 'capacityProviderArns'),
    ...(clusterArn !== undefined && { clusterArn }),
    ...(reason !== undefined && { reason }),
    ...(desiredCount !== undefined && { desiredCount }),
  };
}

/** "ECS Deployment State Change". */
export function readDeployment(envelope: Envelope, detail: Fields, resources: readonly string[]): DeploymentChanged {
  const reason = optionalText(detail, 'reason');
  return {
    ...envelope,
    kind: 'deployment',
    serviceArn: withCluster(firstOf(resources), optionalText(detail, 'clusterArn'), envelope),
    eventType: text(detail, 'eventType'),
    eventName: text(detail, 'eventName'),
    deploymentId: text(detail, 'deploymentId'),
    ...(reason !== undefined && { reason }),
  };
}

/** "ECS Hook State Change" (ecs_hook_state_change_events). Its resource is the service deployment. */
export function readHook(envelope: Envelope, detail: Fields, resources: readonly string[]): HookChanged {
  const serviceDeploymentArn = optionalText(detail, 'serviceDeploymentArn') ?? firstOf(resources);
  const hookType = optionalText(detail, 'hookType');
  const lifecycleStage = optionalText(detail, 'lifecycleStage');
  const expiresAt = optionalInstant(detail, 'expiresAt');
  return {
    ...envelope,
    kind: 'hook',
    serviceArn: optionalText(detail, 'serviceArn') ?? serviceArnOf(serviceDeploymentArn, envelope),
    serviceDeploymentArn,
    eventType: text(detail, 'eventType'),
    eventName: text(detail, 'eventName'),
    hookId: text(detail, 'hookId'),
    ...(hookType !== undefined && { hookType }),
    ...(lifecycleStage !== undefined && { lifecycleStage }),
    ...(expiresAt !== undefined && { expiresAt }),
  };
}

function serviceArnOf(deploymentArn: string, { region, account }: Envelope): string {
  const { cluster, name } = serviceOfDeployment(deploymentArn);
  const path = cluster === undefined ? name : `${cluster}/${name}`;
  return `arn:${partitionOf(deploymentArn)}:ecs:${region}:${account}:service/${path}`;
}

/** A service of the old ARN format names no cluster; the event does, since 2026. */
function withCluster(serviceArn: string, clusterArn: string | undefined, { region, account }: Envelope): string {
  const { cluster, name } = serviceOf(serviceArn);
  if (cluster !== undefined || clusterArn === undefined) return serviceArn;
  return `arn:${partitionOf(serviceArn)}:ecs:${region}:${account}:service/${clusterName(clusterArn)}/${name}`;
}

function firstOf(resources: readonly string[]): string {
  const [first] = resources;
  if (first === undefined || first === '')
    throw new MalformedError('resources[0]', 'is missing, and names the service');
  return first;
}
