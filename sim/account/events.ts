import { eventTime } from './event-time.ts';
import type { Account, ContainerInstance, Resources } from './model.ts';
import { remainingOf } from './resources.ts';
import type { Deployment, LifecycleHook, Service, ServiceDeployment } from './service.ts';

type Detail = Readonly<Record<string, unknown>>;

/** `ECS Container Instance State Change`. */
export function emitInstance(account: Account, instance: ContainerInstance): void {
  account.emit({
    source: 'aws.ecs',
    detailType: 'ECS Container Instance State Change',
    resources: [instance.arn],
    detail: {
      agentConnected: instance.agentConnected,
      attributes: [...instance.attributes].map(([name, value]) => (value === undefined ? { name } : { name, value })),
      clusterArn: instance.clusterArn,
      containerInstanceArn: instance.arn,
      ec2InstanceId: instance.ec2InstanceId,
      ...(account.switches.instanceEventsCountTasks && taskCounts(instance)),
      registeredResources: resourceList(instance.registered, instance.registered.gpus),
      remainingResources: resourceList(remainingOf(instance), remainingOf(instance).gpus),
      status: instance.status,
      version: instance.version,
      versionInfo: {
        agentHash: '9e2d1c5b',
        agentVersion: instance.agentVersion,
        dockerVersion: 'DockerVersion: 25.0.8',
      },
      updatedAt: eventTime(account.agenda.now()),
    },
  });
}

/** As API_ContainerInstance counts them: those that are wanted to run, and those that are PENDING. */
function taskCounts({ tasks }: ContainerInstance): Detail {
  const all = [...tasks];
  return {
    runningTasksCount: all.filter(({ desiredStatus }) => desiredStatus === 'RUNNING').length,
    pendingTasksCount: all.filter(({ lastStatus }) => lastStatus === 'PENDING').length,
  };
}

/** As API_Resource: numbers as INTEGER; ports that are taken, and GPUs that are there, as STRINGSET. */
function resourceList(resources: Resources, gpus: readonly string[]): Detail[] {
  return [
    { name: 'CPU', type: 'INTEGER', integerValue: resources.cpu },
    { name: 'MEMORY', type: 'INTEGER', integerValue: resources.memoryMiB },
    stringSet('PORTS', resources.tcpPorts),
    stringSet('PORTS_UDP', resources.udpPorts),
    ...(gpus.length > 0 ? [stringSet('GPU', gpus)] : []),
  ];
}

function stringSet(name: string, values: readonly (number | string)[]): Detail {
  return { name, type: 'STRINGSET', stringSetValue: values.map(String) };
}

type ServiceAction = {
  readonly eventType: 'INFO' | 'WARN' | 'ERROR';
  /** `SERVICE_STEADY_STATE`, `SERVICE_TASK_PLACEMENT_FAILURE`, … */
  readonly eventName: string;
  readonly reason?: string;
  readonly capacityProviderArns?: readonly string[];
  readonly containerInstanceArns?: readonly string[];
};

/** `ECS Service Action`. */
export function emitServiceAction(account: Account, service: Service, action: ServiceAction): void {
  const { eventType, eventName, reason, capacityProviderArns, containerInstanceArns } = action;
  if (eventType !== 'INFO' && account.switches.warningsAreSilent) return;
  account.emit({
    source: 'aws.ecs',
    detailType: 'ECS Service Action',
    resources: [service.arn],
    detail: {
      eventType,
      eventName,
      clusterArn: service.clusterArn,
      ...(capacityProviderArns !== undefined && { capacityProviderArns: [...capacityProviderArns] }),
      ...(containerInstanceArns !== undefined && { containerInstanceArns: [...containerInstanceArns] }),
      ...(reason !== undefined && { reason }),
      createdAt: eventTime(account.agenda.now()),
    },
  });
}

/** `ECS Hook State Change` (ecs_hook_state_change_events). */
export function emitHook(
  account: Account,
  { arn, serviceArn, clusterArn }: ServiceDeployment,
  { id, stage, expiresAt }: LifecycleHook,
  eventName: `HOOK_${'AWAITING_ACTION' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT'}`,
): void {
  account.emit({
    source: 'aws.ecs',
    detailType: 'ECS Hook State Change',
    resources: [arn],
    detail: {
      eventType: 'INFO',
      eventName,
      hookId: id,
      hookType: 'PAUSE',
      expiresAt: eventTime(expiresAt),
      lifecycleStage: stage,
      clusterArn,
      serviceArn,
      serviceDeploymentArn: arn,
      updatedAt: eventTime(account.agenda.now()),
    },
  });
}

type DeploymentAction = {
  readonly eventType: 'INFO' | 'ERROR';
  readonly eventName: `SERVICE_DEPLOYMENT_${'IN_PROGRESS' | 'COMPLETED' | 'FAILED'}`;
  readonly reason: string;
};

/** `ECS Deployment State Change`. `updatedAt` is the deployment's, which may lie minutes before the event. */
export function emitDeployment(
  account: Account,
  service: Service,
  deployment: Deployment,
  { eventType, eventName, reason }: DeploymentAction,
): void {
  account.emit({
    source: 'aws.ecs',
    detailType: 'ECS Deployment State Change',
    resources: [service.arn],
    detail: {
      eventType,
      eventName,
      deploymentId: deployment.id,
      ...(account.switches.deploymentNamesCluster && { clusterArn: service.clusterArn }),
      updatedAt: eventTime(deployment.updatedAt),
      reason,
    },
  });
  if (account.switches.deploymentsAreActionsToo) emitServiceAction(account, service, { eventType, eventName, reason });
}
