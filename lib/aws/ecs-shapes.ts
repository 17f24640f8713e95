import type {
  DeploymentLifecycleHookDetail,
  ServiceDeployment as AwsServiceDeployment,
  ServiceRevision as AwsServiceRevision,
  Task,
} from '@aws-sdk/client-ecs';
import type { EcsTask, ServiceDeployment, ServiceRevision } from '../core/ecs-reads.ts';
import { present } from '../core/present.ts';

/** A task in our shape. */
export function taskOf(aws: Task): EcsTask {
  return {
    arn: aws.taskArn ?? '',
    clusterArn: aws.clusterArn ?? '',
    taskDefinitionArn: aws.taskDefinitionArn ?? '',
    lastStatus: aws.lastStatus ?? '',
    desiredStatus: aws.desiredStatus ?? '',
    ...present({
      health: aws.healthStatus,
      version: aws.version,
      group: aws.group,
      startedBy: aws.startedBy,
      launchType: aws.launchType,
      capacityProvider: aws.capacityProviderName,
      containerInstanceArn: aws.containerInstanceArn,
      availabilityZone: aws.availabilityZone,
      stopCode: aws.stopCode,
      stoppedReason: aws.stoppedReason,
      createdAt: aws.createdAt?.getTime(),
      startedAt: aws.startedAt?.getTime(),
      stoppingAt: aws.stoppingAt?.getTime(),
      stoppedAt: aws.stoppedAt?.getTime(),
    }),
    containers: (aws.containers ?? []).map((container) => ({
      name: container.name ?? '',
      ...present({
        lastStatus: container.lastStatus,
        health: container.healthStatus,
        exitCode: container.exitCode,
        reason: container.reason,
        image: container.image,
        imageDigest: container.imageDigest,
        runtimeId: container.runtimeId,
      }),
    })),
  };
}

/** A service deployment in our shape. */
export function serviceDeploymentOf(aws: AwsServiceDeployment): ServiceDeployment {
  const { deploymentCircuitBreaker: breaker, rollback } = aws;
  return {
    arn: aws.serviceDeploymentArn ?? '',
    status: aws.status ?? '',
    ...present({
      serviceArn: aws.serviceArn,
      statusReason: aws.statusReason,
      stage: aws.lifecycleStage,
      createdAt: aws.createdAt?.getTime(),
      startedAt: aws.startedAt?.getTime(),
      finishedAt: aws.finishedAt?.getTime(),
      targetRevisionArn: aws.targetServiceRevision?.arn,
      breaker:
        breaker === undefined
          ? undefined
          : {
              failures: breaker.failureCount ?? 0,
              ...present({ status: breaker.status, threshold: breaker.threshold }),
            },
      rollback:
        rollback === undefined
          ? undefined
          : present({
              reason: rollback.reason,
              startedAt: rollback.startedAt?.getTime(),
              revisionArn: rollback.serviceRevisionArn,
            }),
    }),
    sourceRevisionArns: (aws.sourceServiceRevisions ?? []).flatMap(({ arn }) => (arn === undefined ? [] : [arn])),
    hooks: (aws.lifecycleHookDetails ?? []).map(hookOf),
  };
}

function hookOf(aws: DeploymentLifecycleHookDetail): ServiceDeployment['hooks'][number] {
  return {
    id: aws.hookId ?? '',
    ...present({
      type: aws.targetType,
      status: aws.status,
      expiresAt: aws.expiresAt?.getTime(),
      timeoutAction: aws.timeoutAction,
    }),
  };
}

/** A service revision in our shape. */
export function serviceRevisionOf(aws: AwsServiceRevision): ServiceRevision {
  return {
    arn: aws.serviceRevisionArn ?? '',
    ...present({ taskDefinitionArn: aws.taskDefinition, createdAt: aws.createdAt?.getTime() }),
    images: (aws.containerImages ?? []).map((each) => ({
      container: each.containerName ?? '',
      ...present({ image: each.image, digest: each.imageDigest }),
    })),
  };
}
