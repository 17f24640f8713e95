import type { DeploymentCircuitBreaker, DeploymentConfiguration, LoadBalancer, Service } from '@aws-sdk/client-ecs';
import type { CircuitBreaker, DeploymentPolicy, EcsService } from '../core/ecs-reads.ts';
import { present } from '../core/present.ts';

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
    ...partsOf(aws),
    policy: policyOf(aws.deploymentConfiguration ?? {}),
    targetGroupArns: targetGroupsOf(aws),
    ...pairsOf(aws),
  };
}

function partsOf(
  aws: Service,
): Pick<EcsService, 'capacityProviders' | 'providerShares' | 'deployments' | 'taskSets' | 'tags' | 'events'> {
  return {
    capacityProviders: (aws.capacityProviderStrategy ?? []).map((item) => item.capacityProvider ?? ''),
    providerShares: (aws.capacityProviderStrategy ?? []).map(({ capacityProvider = '', weight = 0, base = 0 }) => ({
      provider: capacityProvider,
      weight,
      base,
    })),
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
    targetGroupArns: groupsIn(aws.loadBalancers ?? []),
    ...present({ createdAt: aws.createdAt?.getTime() }),
  };
}

function policyOf(aws: DeploymentConfiguration): DeploymentPolicy {
  const breaker = aws.deploymentCircuitBreaker;
  return present({
    minimumHealthyPercent: aws.minimumHealthyPercent,
    maximumPercent: aws.maximumPercent,
    strategy: aws.strategy,
    bakeMinutes: aws.bakeTimeInMinutes,
    circuitBreaker: breaker === undefined ? undefined : breakerOf(breaker),
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

/**
 * As it is configured: what the threshold comes to in tasks depends on the desired count (API_ThresholdConfiguration;
 * deployment-circuit-breaker).
 */
function breakerOf(aws: DeploymentCircuitBreaker): CircuitBreaker {
  const { type, value } = aws.thresholdConfiguration ?? {};
  return {
    enabled: aws.enable === true,
    rollback: aws.rollback === true,
    ...present({
      resetOnHealthyTask: aws.resetOnHealthyTask,
      threshold: type === undefined || value === undefined ? undefined : { type, value },
    }),
  };
}

/** Of the service and of its task sets, the second group of a blue/green service as well. */
function targetGroupsOf(aws: Service): string[] {
  return groupsIn([...(aws.loadBalancers ?? []), ...(aws.taskSets ?? []).flatMap((set) => set.loadBalancers ?? [])]);
}

/** API_AdvancedConfiguration: traffic is shifted from one of the two to the other. */
function pairsOf(aws: Service): Pick<EcsService, 'targetGroupPairs'> {
  const pairs = (aws.loadBalancers ?? []).flatMap(({ targetGroupArn: own, advancedConfiguration }) => {
    const other = advancedConfiguration?.alternateTargetGroupArn;
    return own === undefined || other === undefined ? [] : [[own, other] as const];
  });
  return pairs.length === 0 ? {} : { targetGroupPairs: pairs };
}

function groupsIn(balancers: readonly LoadBalancer[]): string[] {
  const arns = balancers.flatMap((each) => [each.targetGroupArn, each.advancedConfiguration?.alternateTargetGroupArn]);
  return [...new Set(arns.filter((arn) => arn !== undefined))];
}
