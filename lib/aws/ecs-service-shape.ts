import type { DeploymentCircuitBreaker, DeploymentConfiguration, Service } from '@aws-sdk/client-ecs';
import type { DeploymentPolicy, EcsService } from '../core/ecs-reads.ts';
import { present } from './fields.ts';

/** A service in our shape. */
export function serviceOf(aws: Service): EcsService {
  return {
    serviceArn: aws.serviceArn ?? '',
    name: aws.serviceName ?? '',
    clusterArn: aws.clusterArn ?? '',
    status: aws.status ?? '',
    desired: aws.desiredCount ?? 0,
    running: aws.runningCount ?? 0,
    pending: aws.pendingCount ?? 0,
    // Absent for services of the default controller (API_Service, deploymentController).
    deploymentController: aws.deploymentController?.type ?? 'ECS',
    ...present({
      taskDefinitionArn: aws.taskDefinition,
      launchType: aws.launchType,
      schedulingStrategy: aws.schedulingStrategy,
      healthCheckGracePeriodSeconds: aws.healthCheckGracePeriodSeconds,
      currentServiceDeploymentArn: aws.currentServiceDeployment,
      createdAt: aws.createdAt?.getTime(),
    }),
    ...safetyOf(aws),
    ...partsOf(aws),
    policy: policyOf(aws.deploymentConfiguration ?? {}),
    targetGroupArns: targetGroupsOf(aws),
  };
}

/** What the scheduler may do to the service while it deploys. */
function safetyOf(aws: Service): Pick<EcsService, 'minimumHealthyPercent' | 'maximumPercent' | 'breaker'> {
  const {
    deploymentCircuitBreaker: breaker,
    minimumHealthyPercent,
    maximumPercent,
  } = aws.deploymentConfiguration ?? {};
  return present({
    minimumHealthyPercent,
    maximumPercent,
    breaker: breaker?.enable === true ? breakerOf(breaker, aws.desiredCount ?? 0) : undefined,
  });
}

function partsOf(aws: Service): Pick<EcsService, 'capacityProviders' | 'deployments' | 'taskSets' | 'tags' | 'events'> {
  return {
    capacityProviders: (aws.capacityProviderStrategy ?? []).map((item) => item.capacityProvider ?? ''),
    deployments: (aws.deployments ?? []).map(deploymentOf),
    taskSets: (aws.taskSets ?? []).map(taskSetOf),
    tags: Object.fromEntries((aws.tags ?? []).map(({ key, value }) => [key ?? '', value ?? ''])),
    events: (aws.events ?? []).flatMap(({ createdAt, message }) =>
      createdAt === undefined || message === undefined ? [] : [{ at: createdAt.getTime(), message }],
    ),
  };
}

function deploymentOf(aws: NonNullable<Service['deployments']>[number]): EcsService['deployments'][number] {
  return {
    id: aws.id ?? '',
    status: aws.status ?? '',
    taskDefinitionArn: aws.taskDefinition ?? '',
    desired: aws.desiredCount ?? 0,
    running: aws.runningCount ?? 0,
    pending: aws.pendingCount ?? 0,
    failedTasks: aws.failedTasks ?? 0,
    ...present({
      rolloutState: aws.rolloutState,
      rolloutReason: aws.rolloutStateReason,
      createdAt: aws.createdAt?.getTime(),
      updatedAt: aws.updatedAt?.getTime(),
    }),
  };
}

function taskSetOf(aws: NonNullable<Service['taskSets']>[number]): EcsService['taskSets'][number] {
  return {
    id: aws.id ?? '',
    status: aws.status ?? '',
    taskDefinitionArn: aws.taskDefinition ?? '',
    desired: aws.computedDesiredCount ?? 0,
    running: aws.runningCount ?? 0,
    pending: aws.pendingCount ?? 0,
    ...present({ createdAt: aws.createdAt?.getTime() }),
  };
}

/**
 * The circuit breaker with its threshold in tasks. The bounded percentage is held between 3 and 200; nothing set means
 * 50 % bounded (API_ThresholdConfiguration; deployment-circuit-breaker), which is left to the reader to apply.
 */
function breakerOf(aws: DeploymentCircuitBreaker, desired: number): NonNullable<EcsService['breaker']> {
  const { type, value } = aws.thresholdConfiguration ?? {};
  const rollback = aws.rollback === true;
  if (value === undefined) return { rollback };
  const percentage = Math.ceil((value * desired) / 100);
  if (type === 'COUNT') return { rollback, threshold: value };
  if (type === 'UNBOUNDED_PERCENT') return { rollback, threshold: percentage };
  return { rollback, threshold: Math.min(200, Math.max(3, percentage)) };
}

function policyOf(aws: DeploymentConfiguration): DeploymentPolicy {
  const breaker = aws.deploymentCircuitBreaker;
  const threshold = breaker?.thresholdConfiguration;
  return present({
    minimumHealthyPercent: aws.minimumHealthyPercent,
    maximumPercent: aws.maximumPercent,
    strategy: aws.strategy,
    bakeMinutes: aws.bakeTimeInMinutes,
    circuitBreaker:
      breaker === undefined
        ? undefined
        : {
            enabled: breaker.enable === true,
            rollback: breaker.rollback === true,
            ...present({
              resetOnHealthyTask: breaker.resetOnHealthyTask,
              threshold:
                threshold?.type === undefined || threshold.value === undefined
                  ? undefined
                  : { type: threshold.type, value: threshold.value },
            }),
          },
    alarms:
      aws.alarms === undefined
        ? undefined
        : {
            names: aws.alarms.alarmNames ?? [],
            enabled: aws.alarms.enable === true,
            rollback: aws.alarms.rollback === true,
          },
  });
}

/** Of the service and of its task sets, the second group of a blue/green service as well. */
function targetGroupsOf(aws: Service): string[] {
  const balancers = [...(aws.loadBalancers ?? []), ...(aws.taskSets ?? []).flatMap((set) => set.loadBalancers ?? [])];
  const arns = balancers.flatMap((each) => [each.targetGroupArn, each.advancedConfiguration?.alternateTargetGroupArn]);
  return [...new Set(arns.filter((arn) => arn !== undefined))];
}
