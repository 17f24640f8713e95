import type {
  DeploymentConfiguration,
  Rollback,
  ServiceDeployment as AwsServiceDeployment,
  ServiceDeploymentAlarms,
  ServiceDeploymentBrief,
  ServiceRevision as AwsServiceRevision,
  ServiceRevisionSummary,
} from '@aws-sdk/client-ecs';
import { ServiceDeploymentLifecycleStage } from '@aws-sdk/client-ecs';
import { present } from '../../../lib/core/present.ts';
import { digestOf } from '../../account/images.ts';
import type { Account } from '../../account/model.ts';
import type { Service, ServiceDeployment, ServiceRevision } from '../../account/service.ts';
import { countsOf } from '../../account/services/standing.ts';
import { date, dateIf } from '../api.ts';
import { capacityShape, loadBalancersShape, networkShape } from './service-shape.ts';

/** The SDK's enumeration; PRE_PRODUCTION_TRAFFIC_SHIFT is not in it. */
const stages = Object.values(ServiceDeploymentLifecycleStage);

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
    deploymentConfiguration: configurationShape(service),
    deploymentCircuitBreaker: {
      status: breakerStatus(deployment, circuitBreaker?.enabled ?? false),
      failureCount: deployment.failures,
      threshold: deployment.threshold,
    },
    alarms: alarmsShape(deployment, service),
    lifecycleHookDetails: deployment.hooks.map(({ id, status, expiresAt, timeoutAction }) => ({
      hookId: id,
      targetType: 'PAUSE' as const,
      status,
      expiresAt: date(expiresAt),
      timeoutAction,
    })),
    ...present({
      startedAt: dateIf(deployment.startedAt),
      finishedAt: dateIf(deployment.finishedAt),
      stoppedAt: deployment.status === 'STOPPED' ? dateIf(deployment.finishedAt) : undefined,
      statusReason: deployment.statusReason,
      lifecycleStage: stages.find((stage) => stage === deployment.stage?.name),
      rollback: rollbackShape(deployment),
    }),
  };
}

function configurationShape(service: Service | undefined): DeploymentConfiguration {
  const { circuitBreaker, minimumHealthyPercent = 100, maximumPercent = 200, strategy = 'ROLLING' } = service ?? {};
  const { enabled: enable = false, rollback = false } = circuitBreaker ?? {};
  return { deploymentCircuitBreaker: { enable, rollback }, minimumHealthyPercent, maximumPercent, strategy };
}

/** API_ServiceDeploymentAlarms. What it says where an alarm was in ALARM before is not written. */
function alarmsShape({ ignoresAlarms }: ServiceDeployment, service: Service | undefined): ServiceDeploymentAlarms {
  const { names, enabled } = service?.alarms ?? { names: [], enabled: false };
  if (!enabled) return { status: 'DISABLED' };
  return { status: ignoresAlarms ? 'DISABLED' : 'MONITORING', alarmNames: [...names], triggeredAlarmNames: [] };
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
