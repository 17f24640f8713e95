import type { CodeDeployChanged, ContainerInstanceChanged, ContainerInstanceHealthChanged, DaemonChanged, Envelope } from '../../core/event.ts';
import type { Fields } from './reader.ts';
import { objects, optionalFlag, optionalNumber, optionalText, present, text } from './reader.ts';

/** "ECS Container Instance State Change". */
export function readInstance(envelope: Envelope, detail: Fields): ContainerInstanceChanged {
  return {
    ...envelope,
    kind: 'container-instance',
    clusterArn: text(detail, 'clusterArn'),
    containerInstanceArn: text(detail, 'containerInstanceArn'),
    ...present({
      version: optionalNumber(detail, 'version'),
      ec2InstanceId: optionalText(detail, 'ec2InstanceId'),
      status: optionalText(detail, 'status'),
      statusReason: optionalText(detail, 'statusReason'),
      agentConnected: optionalFlag(detail, 'agentConnected'),
    }),
  };
}

/** "ECS Container Instance Health Change" (ecs_container_instance_health_events). */
export function readInstanceHealth(envelope: Envelope, detail: Fields): ContainerInstanceHealthChanged {
  return {
    ...envelope,
    kind: 'container-instance-health',
    clusterArn: text(detail, 'clusterArn'),
    containerInstanceArn: text(detail, 'containerInstanceArn'),
    overallStatus: text(detail, 'overallStatus'),
    checks: objects(detail, 'healthChecks').map((check) => ({
      type: optionalText(check, 'type') ?? '?',
      status: optionalText(check, 'status') ?? '?',
      ...present({ statusReason: optionalText(check, 'statusReason') }),
    })),
    ...present({ ec2InstanceId: optionalText(detail, 'ec2InstanceId') }),
  };
}

/** "ECS Daemon Service Action" and "ECS Daemon Deployment State Change" (managed-daemons-events). */
export function readDaemon(envelope: Envelope, detail: Fields): DaemonChanged {
  return {
    ...envelope,
    kind: 'daemon',
    daemonArn: text(detail, 'daemonArn'),
    eventType: text(detail, 'eventType'),
    eventName: text(detail, 'eventName'),
    ...present({
      clusterArn: optionalText(detail, 'clusterArn'),
      failureType: optionalText(detail, 'failureType'),
      reason: optionalText(detail, 'reason'),
    }),
  };
}

/** "CodeDeploy Deployment State-change Notification" (CodeDeploy user guide, monitoring-cloudwatch-events). */
export function readCodeDeploy(envelope: Envelope, detail: Fields): CodeDeployChanged {
  return {
    ...envelope,
    kind: 'codedeploy-deployment',
    application: text(detail, 'application'),
    deploymentGroup: text(detail, 'deploymentGroup'),
    deploymentId: text(detail, 'deploymentId'),
    state: text(detail, 'state'),
  };
}
