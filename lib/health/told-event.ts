import type { Pointers } from '../core/alert.ts';
import type {
  CodeDeployChanged,
  ContainerInstanceChanged,
  ContainerInstanceHealthChanged,
  DaemonChanged,
  DeploymentChanged,
  HookChanged,
  ServiceAction,
} from '../core/event.ts';

/** Events that are no task's. */
export type Told =
  | ServiceAction
  | DeploymentChanged
  | HookChanged
  | DaemonChanged
  | ContainerInstanceChanged
  | ContainerInstanceHealthChanged
  | CodeDeployChanged;

/** A service action about a deployment does not say which (ecs_service_events). */
export function deploymentIdOf(event: Told): string | undefined {
  return 'deploymentId' in event ? event.deploymentId : undefined;
}

/** For reasons. */
export function nameOf(event: Told): string {
  if ('eventName' in event) return event.eventName;
  if (event.kind === 'codedeploy-deployment') return `CodeDeploy ${event.state}`;
  return event.kind === 'container-instance' ? `instance ${event.status ?? '?'}` : event.overallStatus;
}

/** What its cause's texts have places for. */
export function fillsOf(event: Told): Readonly<Record<string, string>> {
  switch (event.kind) {
    case 'service-action':
      return { eventName: event.eventName, ...(event.reason !== undefined && { reason: event.reason }) };
    case 'hook':
      return { eventName: event.eventName, stage: event.lifecycleStage ?? '?', hookType: event.hookType ?? '?' };
    case 'codedeploy-deployment':
      return { application: event.application, group: event.deploymentGroup, deployment: event.deploymentId };
    case 'container-instance':
      return {};
    case 'container-instance-health':
      return {
        checks: event.checks
          .filter((check) => check.status !== 'OK')
          .map((check) => check.type)
          .join(', '),
      };
    case 'deployment':
    case 'daemon':
      return { eventName: event.eventName, ...(event.reason !== undefined && { reason: event.reason }) };
  }
}

/** Where to look further. */
export function pointersOf(event: Told): Pointers {
  switch (event.kind) {
    case 'service-action':
    case 'deployment':
      return { serviceArn: event.serviceArn };
    case 'hook':
      return {
        serviceArn: event.serviceArn,
        hook: {
          id: event.hookId,
          serviceDeploymentArn: event.serviceDeploymentArn,
          ...(event.lifecycleStage !== undefined && { stage: event.lifecycleStage }),
        },
      };
    case 'container-instance':
    case 'container-instance-health':
      return {
        containerInstanceArn: event.containerInstanceArn,
        ...(event.ec2InstanceId !== undefined && { ec2InstanceId: event.ec2InstanceId }),
      };
    case 'codedeploy-deployment':
      return {
        codeDeploy: { application: event.application, group: event.deploymentGroup, deploymentId: event.deploymentId },
      };
    case 'daemon':
      return { daemonArn: event.daemonArn };
  }
}
