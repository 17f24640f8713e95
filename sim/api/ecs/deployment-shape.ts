import type {
  Rollback,
  ServiceDeployment as AwsServiceDeployment,
  ServiceDeploymentBrief,
  ServiceRevision as AwsServiceRevision,
  ServiceRevisionSummary,
} from '@aws-sdk/client-ecs';
import { present } from '../../../lib/core/present.ts';
import { digestOf } from '../../account/images.ts';
import type { Account } from '../../account/model.ts';
import type { Service, ServiceDeployment, ServiceRevision } from '../../account/service.ts';
import { countsOf } from '../../account/services/standing.ts';
import { date, dateIf } from '../api.ts';
import { capacityShape, loadBalancersShape, networkShape } from './service-shape.ts';

/** As DescribeServiceDeployments answers (API_ServiceDeployment). */
export function serviceDeploymentShape(account: Account, deployment: ServiceDeployment): AwsServiceDeployment {
  const service = account.services.get(deployment.serviceArn);
  const { circuitBreaker } = service ?? {};
  return {
    serviceDeploymentArn: deployment.arn,
    serviceArn: deployment.serviceArn,
    clusterArn: deployment.clusterArn,
    createdAt: date(deployment.createdAt),
    updatedAt: date(deployment.finishedAt ?? deployment.startedAt ?? deployment.createdAt),
    sourceServiceRevisions: deployment.sourceRevisions.map((each) => summaryOf(account, service, each)),
    targetServiceRevision: summaryOf(account, service, deployment.targetRevision),
    status: deployment.status,
    deploymentConfiguration: {
      deploymentCircuitBreaker: {
        enable: circuitBreaker?.enabled ?? false,
        rollback: circuitBreaker?.rollback ?? false,
      },
      minimumHealthyPercent: service?.minimumHealthyPercent ?? 100,
      maximumPercent: service?.maximumPercent ?? 200,
    },
    deploymentCircuitBreaker: {
      status: breakerStatus(deployment, circuitBreaker?.enabled ?? false),
      failureCount: deployment.failures,
      threshold: deployment.threshold,
    },
    alarms: { status: 'DISABLED' },
    ...present({
      startedAt: dateIf(deployment.startedAt),
      finishedAt: dateIf(deployment.finishedAt),
      stoppedAt: deployment.status === 'STOPPED' ? dateIf(deployment.finishedAt) : undefined,
      statusReason: deployment.statusReason,
      rollback: rollbackShape(deployment),
    }),
  };
}

/** API_ServiceDeploymentCircuitBreaker. */
function breakerStatus(
  { failures, threshold, finishedAt }: ServiceDeployment,
  enabled: boolean,
): 'DISABLED' | 'MONITORING' | 'MONITORING_COMPLETE' | 'TRIGGERED' {
  if (!enabled) return 'DISABLED';
  if (failures >= threshold) return 'TRIGGERED';
  return finishedAt === undefined ? 'MONITORING' : 'MONITORING_COMPLETE';
}

function rollbackShape({ rollback }: ServiceDeployment): Rollback | undefined {
  if (rollback === undefined) return undefined;
  return {
    reason: rollback.reason,
    startedAt: date(rollback.startedAt),
    serviceRevisionArn: rollback.revision.arn,
  };
}

function summaryOf(
  { switches }: Account,
  service: Service | undefined,
  revision: ServiceRevision,
): ServiceRevisionSummary {
  const counts =
    service === undefined
      ? []
      : service.deployments
          .filter((each) => each.revision === revision)
          .map((each) => ({ desired: each.desired, ...countsOf(service, each, switches.pendingMeansPending) }));
  const sum = (key: 'desired' | 'running' | 'pending'): number => counts.reduce((total, each) => total + each[key], 0);
  return {
    arn: revision.arn,
    requestedTaskCount: sum('desired'),
    runningTaskCount: sum('running'),
    pendingTaskCount: sum('pending'),
  };
}

/** As ListServiceDeployments answers (API_ServiceDeploymentBrief). */
export function serviceDeploymentBrief(deployment: ServiceDeployment): ServiceDeploymentBrief {
  return {
    serviceDeploymentArn: deployment.arn,
    serviceArn: deployment.serviceArn,
    clusterArn: deployment.clusterArn,
    createdAt: date(deployment.createdAt),
    targetServiceRevisionArn: deployment.targetRevision.arn,
    status: deployment.status,
    ...present({
      startedAt: dateIf(deployment.startedAt),
      finishedAt: dateIf(deployment.finishedAt),
      statusReason: deployment.statusReason,
    }),
  };
}

/** As DescribeServiceRevisions answers (API_ServiceRevision): the images are pinned by their digests. */
export function serviceRevisionShape(
  account: Account,
  service: Service,
  revision: ServiceRevision,
): AwsServiceRevision {
  return {
    serviceRevisionArn: revision.arn,
    serviceArn: service.arn,
    clusterArn: service.clusterArn,
    taskDefinition: revision.definition.arn,
    ...capacityShape(service),
    loadBalancers: loadBalancersShape(service),
    containerImages: revision.definition.containers.map(({ name, image }) => ({
      containerName: name,
      image,
      imageDigest: digestOf(account, image),
    })),
    guardDutyEnabled: false,
    createdAt: date(revision.createdAt),
    ...present({ networkConfiguration: networkShape(account, service) }),
  };
}
