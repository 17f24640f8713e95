import type {
  CapacityProviderStrategyItem,
  Deployment as AwsDeployment,
  DeploymentAlarms,
  DeploymentLifecycleHook,
  LoadBalancer,
  NetworkConfiguration,
  Service as AwsService,
  ServiceEvent,
  TaskSet,
} from '@aws-sdk/client-ecs';
import { DeploymentLifecycleHookStage } from '@aws-sdk/client-ecs';
import { present } from '../../../lib/core/present.ts';
import { subnetOf } from '../../account/identities.ts';
import type { Account } from '../../account/model.ts';
import type { Deployment, PauseHook, Service } from '../../account/service.ts';
import { countsOf } from '../../account/services/standing.ts';
import { date, tagsOf } from '../api.ts';

/** A service as DescribeServices answers it (API_Service), with its tags. */
export function serviceShape(account: Account, service: Service): AwsService {
  const [primary] = service.deployments;
  const { running, pending } = countsOf(service, undefined, account.switches.pendingMeansPending);
  const current = service.deployments.map(({ serviceDeploymentArn }) => serviceDeploymentArn);
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: service.clusterArn,
    status: service.status,
    desiredCount: service.desired,
    runningCount: running,
    pendingCount: pending,
    ...capacityShape(service),
    ...(primary !== undefined && { taskDefinition: primary.definition.arn }),
    ...configurationShape(service),
    loadBalancers: loadBalancersShape(service),
    serviceRegistries: [],
    ...(service.controller === 'ECS'
      ? { deployments: service.deployments.map((each) => deploymentShape(account, service, each)) }
      : { deployments: [], taskSets: service.deployments.map((each) => taskSetShape(account, service, each)) }),
    events: service.events.map(eventShape),
    createdAt: date(service.createdAt),
    tags: tagsOf(service.tags),
    ...present({
      currentServiceDeployment:
        service.controller === 'ECS' ? current.find((arn) => isUnderWay(account, arn)) : undefined,
      networkConfiguration: networkShape(account, service),
    }),
    currentServiceRevisions: service.controller === 'ECS' ? revisionsShape(account, service) : [],
  };
}

/** The hundred messages stay as they are from one shape to the next. */
const eventShapes = new WeakMap<Service['events'][number], ServiceEvent>();

function eventShape(event: Service['events'][number]): ServiceEvent {
  const known = eventShapes.get(event);
  if (known !== undefined) return known;
  const { id, at, message } = event;
  const shape = { id, createdAt: date(at), message };
  eventShapes.set(event, shape);
  return shape;
}

function configurationShape(service: Service): AwsService {
  const { circuitBreaker, minimumHealthyPercent, maximumPercent } = service;
  return {
    deploymentConfiguration: {
      deploymentCircuitBreaker: { enable: circuitBreaker.enabled, rollback: circuitBreaker.rollback },
      minimumHealthyPercent,
      maximumPercent,
      strategy: service.strategy,
      bakeTimeInMinutes: service.bakeMinutes,
      ...(service.alarms.names.length > 0 && { alarms: alarmsShape(service) }),
      ...(service.pauseHooks.length > 0 && { lifecycleHooks: service.pauseHooks.map(hookShape) }),
    },
    deploymentController: { type: service.controller },
    schedulingStrategy: service.scheduling,
    healthCheckGracePeriodSeconds: service.healthCheckGracePeriodS,
    placementConstraints: service.placementConstraints.map((each) => ({ ...each })),
    placementStrategy: service.placementStrategy.map((each) => ({ ...each })),
    enableECSManagedTags: true,
    propagateTags: 'NONE',
    enableExecuteCommand: false,
  };
}

type CapacityShape = { capacityProviderStrategy?: CapacityProviderStrategyItem[] } & Pick<AwsService, 'launchType'>;

/** API_TaskSet: what production traffic goes to is PRIMARY. */
function taskSetShape(account: Account, service: Service, set: Deployment): TaskSet {
  const { running, pending } = countsOf(service, set, account.switches.pendingMeansPending);
  const [target] = service.targets;
  return {
    id: set.id,
    taskSetArn: `${service.arn.replace(':service/', ':task-set/')}/${set.id}`,
    serviceArn: service.arn,
    clusterArn: service.clusterArn,
    status: set.desired === 0 && set.status !== 'PRIMARY' ? 'DRAINING' : set.status,
    taskDefinition: set.definition.arn,
    computedDesiredCount: set.desired,
    runningCount: running,
    pendingCount: pending,
    scale: { value: set.desired === 0 ? 0 : 100, unit: 'PERCENT' },
    stabilityStatus: set.steady ? 'STEADY_STATE' : 'STABILIZING',
    createdAt: date(set.createdAt),
    updatedAt: date(set.updatedAt),
    ...capacityShape(service),
    ...(target !== undefined && {
      loadBalancers: [
        {
          targetGroupArn: set.onAlternate ? target.alternateTargetGroupArn : target.targetGroupArn,
          containerName: target.container,
          containerPort: target.containerPort,
        },
      ],
    }),
  };
}

/** A service has either a launch type or a strategy (API_CreateService). */
export function capacityShape({ launchType, capacityProviderStrategy }: Service): CapacityShape {
  if (capacityProviderStrategy.length === 0) return { launchType: launchType ?? 'EC2' };
  return {
    capacityProviderStrategy: capacityProviderStrategy.map(({ provider, weight, base }) => ({
      capacityProvider: provider,
      weight,
      base,
    })),
  };
}

export function loadBalancersShape({ targets }: Service): LoadBalancer[] {
  return targets.map(({ targetGroupArn, alternateTargetGroupArn, container, containerPort }) => ({
    targetGroupArn,
    containerName: container,
    containerPort,
    ...(alternateTargetGroupArn !== undefined && { advancedConfiguration: { alternateTargetGroupArn } }),
  }));
}

function alarmsShape({ alarms: { names, enabled, rollback } }: Service): DeploymentAlarms {
  return { alarmNames: [...names], enable: enabled, rollback };
}

const hookStages = Object.values(DeploymentLifecycleHookStage);

function hookShape({ stage, timeoutMinutes, action }: PauseHook): DeploymentLifecycleHook {
  return {
    targetType: 'PAUSE',
    lifecycleStages: hookStages.filter((each) => each === stage),
    timeoutConfiguration: { timeoutInMinutes: timeoutMinutes, action },
  };
}

/** With awsvpc only, which is a matter of the task definition. */
export function networkShape(account: Account, { zones, deployments }: Service): NetworkConfiguration | undefined {
  if (deployments[0]?.definition.networkMode !== 'awsvpc') return undefined;
  return {
    awsvpcConfiguration: {
      subnets: zones.map((zone) => subnetOf(account, zone)),
      securityGroups: ['sg-0123456789abcdef0'],
      assignPublicIp: 'DISABLED',
    },
  };
}

function deploymentShape(account: Account, service: Service, deployment: Deployment): AwsDeployment {
  const { running, pending } = countsOf(service, deployment, account.switches.pendingMeansPending);
  return {
    id: deployment.id,
    status: deployment.status,
    taskDefinition: deployment.definition.arn,
    desiredCount: deployment.desired,
    runningCount: running,
    pendingCount: pending,
    failedTasks: deployment.failedTasks,
    createdAt: date(deployment.createdAt),
    updatedAt: date(deployment.updatedAt),
    ...capacityShape(service),
    ...present({ networkConfiguration: networkShape(account, service) }),
    rolloutState: deployment.rolloutState,
    rolloutStateReason: deployment.rolloutReason,
  };
}

/** Absent when nothing is being rolled out (API_Service, currentServiceDeployment). */
function isUnderWay(account: Account, arn: string): boolean {
  return account.serviceDeployments.get(arn)?.finishedAt === undefined;
}

/** Counts by revision: a roll-back runs the same revision as the deployment before it. */
function revisionsShape({ switches }: Account, service: Service): NonNullable<AwsService['currentServiceRevisions']> {
  return [...new Set(service.deployments.map(({ revision }) => revision))].map((revision) => {
    const shared = service.deployments.filter((each) => each.revision === revision);
    const counts = shared.map((each) => ({
      ...countsOf(service, each, switches.pendingMeansPending),
      desired: each.desired,
    }));
    const sum = (key: 'running' | 'pending' | 'desired'): number =>
      counts.reduce((total, each) => total + each[key], 0);
    return {
      arn: revision.arn,
      requestedTaskCount: sum('desired'),
      runningTaskCount: sum('running'),
      pendingTaskCount: sum('pending'),
    };
  });
}
