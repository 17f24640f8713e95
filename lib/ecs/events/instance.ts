import type {
  CodeDeployChanged,
  ContainerInstanceChanged,
  ContainerInstanceHealthChanged,
  DaemonChanged,
  Envelope,
} from '../../core/event.ts';
import type { Fields } from './reader.ts';
import { objects, optionalFlag, optionalNumber, optionalText, text } from './reader.ts';

/** "ECS Container Instance State Change". */
export function readInstance(envelope: Envelope, detail: Fields): ContainerInstanceChanged {
  const version = optionalNumber(detail, 'version');
  const ec2InstanceId = optionalText(detail, 'ec2InstanceId');
  const status = optionalText(detail, 'status');
  const statusReason = optionalText(detail, 'statusReason');
  const agentConnected = optionalFlag(detail, 'agentConnected');
  return {
    ...envelope,
    kind: 'container-instance',
    clusterArn: text(detail, 'clusterArn'),
    containerInstanceArn: text(detail, 'containerInstanceArn'),
    ...(version !== undefined && { version }),
    ...(ec2InstanceId !== undefined && { ec2InstanceId }),
    ...(status !== undefined && { status }),
    ...(statusReason !== undefined && { statusReason }),
    ...(agentConnected !== undefined && { agentConnected }),
  };
}

type HealthCheck = ContainerInstanceHealthChanged['checks'][number];

/** "ECS Container Instance Health Change" (ecs_container_instance_health_events). */
export function readInstanceHealth(envelope: Envelope, detail: Fields): ContainerInstanceHealthChanged {
  const ec2InstanceId = optionalText(detail, 'ec2InstanceId');
  return {
    ...envelope,
    kind: 'container-instance-health',
    clusterArn: text(detail, 'clusterArn'),
    containerInstanceArn: text(detail, 'containerInstanceArn'),
    overallStatus: text(detail, 'overallStatus'),
    checks: objects(detail, 'healthChecks', readHealthCheck),
    ...(ec2InstanceId !== undefined && { ec2InstanceId }),
  };
}

function readHealthCheck(check: Fields): HealthCheck {
  const statusReason = optionalText(check, 'statusReason');
  return {
    type: optionalText(check, 'type') ?? '?',
    status: optionalText(check, 'status') ?? '?',
    ...(statusReason !== undefined && { statusReason }),
  };
}

/** "ECS Daemon Service Action" and "ECS Daemon Deployment State Change" (managed-daemons-events). */
export function readDaemon(envelope: Envelope, detail: Fields): DaemonChanged {
  const clusterArn = optionalText(detail, 'clusterArn');
  const failureType = optionalText(detail, 'failureType');
  const reason = optionalText(detail, 'reason');
  return {
    ...envelope,
    kind: 'daemon',
    daemonArn: text(detail, 'daemonArn'),
    eventType: text(detail, 'eventType'),
    eventName: text(detail, 'eventName'),
    ...(clusterArn !== undefined && { clusterArn }),
    ...(failureType !== undefined && { failureType }),
    ...(reason !== undefined && { reason }),
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
