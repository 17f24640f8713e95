import type { DeploymentChanged, Envelope, HookChanged, ServiceAction } from '../../core/event.ts';
import { serviceOfDeployment, partitionOf } from '../arn.ts';
import type { Fields } from './reader.ts';
import { MalformedError, optionalInstant, optionalText, present, text, texts } from './reader.ts';

/** "ECS Service Action". The service is `resources[0]`. */
export function readServiceAction(envelope: Envelope, detail: Fields, resources: readonly string[]): ServiceAction {
  return {
    ...envelope,
    kind: 'service-action',
    serviceArn: firstOf(resources),
    eventType: text(detail, 'eventType'),
    eventName: text(detail, 'eventName'),
    containerInstanceArns: texts(detail, 'containerInstanceArns'),
    capacityProviderArns: texts(detail, 'capacityProviderArns'),
    ...present({ clusterArn: optionalText(detail, 'clusterArn'), reason: optionalText(detail, 'reason') }),
  };
}

/** "ECS Deployment State Change". */
export function readDeployment(envelope: Envelope, detail: Fields, resources: readonly string[]): DeploymentChanged {
  return {
    ...envelope,
    kind: 'deployment',
    serviceArn: firstOf(resources),
    eventType: text(detail, 'eventType'),
    eventName: text(detail, 'eventName'),
    deploymentId: text(detail, 'deploymentId'),
    ...present({ reason: optionalText(detail, 'reason') }),
  };
}

/** "ECS Hook State Change" (ecs_hook_state_change_events). Its resource is the service deployment. */
export function readHook(envelope: Envelope, detail: Fields, resources: readonly string[]): HookChanged {
  const serviceDeploymentArn = optionalText(detail, 'serviceDeploymentArn') ?? firstOf(resources);
  return {
    ...envelope,
    kind: 'hook',
    serviceArn: optionalText(detail, 'serviceArn') ?? serviceArnOf(serviceDeploymentArn, envelope),
    serviceDeploymentArn,
    eventType: text(detail, 'eventType'),
    eventName: text(detail, 'eventName'),
    hookId: text(detail, 'hookId'),
    ...present({
      hookType: optionalText(detail, 'hookType'),
      lifecycleStage: optionalText(detail, 'lifecycleStage'),
      expiresAt: optionalInstant(detail, 'expiresAt'),
    }),
  };
}

function serviceArnOf(deploymentArn: string, { region, account }: Envelope): string {
  const { cluster, name } = serviceOfDeployment(deploymentArn);
  return `arn:${partitionOf(deploymentArn)}:ecs:${region}:${account}:service/${cluster === undefined ? name : `${cluster}/${name}`}`;
}

function firstOf(resources: readonly string[]): string {
  const [first] = resources;
  if (first === undefined || first === '') throw new MalformedError('resources[0]', 'is missing, and names the service');
  return first;
}
