import { expect } from 'vitest';

/**
 * What the parser must read out of each sample event: its kind, and the fields that matter for what it shows.
 * `undefined`: the key must be absent.
 */
const region = 'ap-northeast-1';
const arn = (rest: string): string => `arn:aws:ecs:${region}:123456789012:${rest}`;
const cluster = arn('cluster/shop');
const service = arn('service/shop/checkout');
const instance = arn('container-instance/shop/6f1f0a7e4b0d4f3c9a1b2c3d4e5f6a7b');

type Fields = Readonly<Record<string, unknown>>;

function action(eventName: string, more: Fields = {}): Fields {
  return { kind: 'service-action', serviceArn: service, clusterArn: cluster, eventType: 'INFO', eventName, ...more };
}

const error = { eventType: 'ERROR' };
const warn = { eventType: 'WARN' };

const serviceActions: Readonly<Record<string, Fields>> = {
  'capacity-provider-steady-state': action('CAPACITY_PROVIDER_STEADY_STATE', {
    capacityProviderArns: [arn('capacity-provider/FARGATE_SPOT')],
  }),
  'daemon-placement-constraint-violated': action('SERVICE_DAEMON_PLACEMENT_CONSTRAINT_VIOLATED', {
    ...error,
    containerInstanceArns: [instance],
  }),
  'deployment-completed': action('SERVICE_DEPLOYMENT_COMPLETED'),
  'deployment-failed': action('SERVICE_DEPLOYMENT_FAILED', {
    ...error,
    reason: 'ECS deployment circuit breaker: tasks failed to start.',
  }),
  'deployment-in-progress': action('SERVICE_DEPLOYMENT_IN_PROGRESS'),
  'desired-count-updated': action('SERVICE_DESIRED_COUNT_UPDATED'),
  'discovery-instance-unhealthy': action('SERVICE_DISCOVERY_INSTANCE_UNHEALTHY', warn),
  'discovery-operation-throttled': action('SERVICE_DISCOVERY_OPERATION_THROTTLED', error),
  'health-unknown': action('SERVICE_HEALTH_UNKNOWN', error),
  'lattice-target-unhealthy': action('VPC_LATTICE_TARGET_UNHEALTHY', warn),
  'operation-throttled': action('ECS_OPERATION_THROTTLED', { ...error, reason: 'RunTask was throttled.' }),
  'placement-failure-fargate-spot': action('SERVICE_TASK_PLACEMENT_FAILURE', {
    ...error,
    reason: 'RESOURCE:FARGATE',
    containerInstanceArns: [],
    capacityProviderArns: [arn('capacity-provider/FARGATE_SPOT')],
  }),
  'placement-failure-memory': action('SERVICE_TASK_PLACEMENT_FAILURE', {
    ...error,
    reason: 'RESOURCE:MEMORY',
    containerInstanceArns: [instance, arn('container-instance/shop/9b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6e')],
    capacityProviderArns: [],
  }),
  'placement-failure-ports': action('SERVICE_TASK_PLACEMENT_FAILURE', { ...error, reason: 'RESOURCE:PORTS' }),
  'rebalancing-completed': action('SERVICE_REBALANCING_COMPLETED'),
  'rebalancing-started': action('SERVICE_REBALANCING_STARTED'),
  'rebalancing-stopped': action('SERVICE_REBALANCING_STOPPED'),
  'scale-in-failure-by-task-protection': action('TASKSET_SCALE_IN_FAILURE_BY_TASK_PROTECTION'),
  'start-impaired': action('SERVICE_TASK_START_IMPAIRED', warn),
  'steady-state': action('SERVICE_STEADY_STATE', { containerInstanceArns: [], capacityProviderArns: [] }),
  'steady-state-short-arn': action('SERVICE_STEADY_STATE', {
    serviceArn: arn('service/checkout'),
    capacityProviderArns: [],
  }),
  'task-configuration-failure': action('SERVICE_TASK_CONFIGURATION_FAILURE', error),
  'taskset-scale-in': action('TASKSET_SCALE_IN'),
  'taskset-steady-state': action('TASKSET_STEADY_STATE'),
  'tasks-started': action('TASKS_STARTED'),
  'tasks-stopped': action('TASKS_STOPPED'),
  'unknown-error': action('SERVICE_SOMETHING_NEW_FAILED', error),
  'unknown-info': action('SERVICE_SOMETHING_NEW_HAPPENED'),
};

const next = 'ecs-svc/4815162342108642975';
const previous = 'ecs-svc/2316150815040302010';

function deployment(state: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED', more: Fields = {}): Fields {
  const eventType = state === 'FAILED' ? 'ERROR' : 'INFO';
  return {
    kind: 'deployment',
    serviceArn: service,
    deploymentId: next,
    eventType,
    eventName: `SERVICE_DEPLOYMENT_${state}`,
    ...more,
  };
}

const deployments: Readonly<Record<string, Fields>> = {
  completed: deployment('COMPLETED'),
  'completed-with-cluster': deployment('COMPLETED'),
  failed: deployment('FAILED', { reason: 'ECS deployment circuit breaker: tasks failed to start.' }),
  'failed-by-alarm': deployment('FAILED', { reason: 'ECS deployment failed: alarm detected.' }),
  'failed-old-words': deployment('FAILED', { reason: 'ECS deployment circuit breaker: task failed to start.' }),
  'in-progress': deployment('IN_PROGRESS'),
  'in-progress-short-arn': deployment('IN_PROGRESS', { serviceArn: arn('service/checkout') }),
  'in-progress-with-cluster': deployment('IN_PROGRESS'),
  'rollback-completed': deployment('COMPLETED', { deploymentId: previous }),
  'rolling-back': deployment('IN_PROGRESS'),
  'rolling-back-by-alarm': deployment('IN_PROGRESS', { deploymentId: previous }),
  'rolling-back-with-cluster': deployment('IN_PROGRESS'),
};

function hook(state: string, more: Fields = {}): Fields {
  return {
    kind: 'hook',
    serviceArn: service,
    serviceDeploymentArn: arn('service-deployment/shop/checkout/8Xw2LkT0vQz5Rb7NcYdHf'),
    eventName: `HOOK_${state}`,
    hookId: 'ecs-pause-4hT9sWqLzB2xKfV7',
    ...more,
  };
}

const pause = { hookType: 'PAUSE', lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT' };

const hooks: Readonly<Record<string, Fields>> = {
  'awaiting-action': hook('AWAITING_ACTION', { ...pause, expiresAt: Date.parse('2026-03-05T04:32:17Z') }),
  'awaiting-action-bare': hook('AWAITING_ACTION'),
  'failed-lambda': hook('FAILED', {
    ...error,
    hookId: 'ecs-lambda-9uYb2QnT6sLcXe1R',
    hookType: 'AWS_LAMBDA',
    lifecycleStage: 'PRE_PRODUCTION_TRAFFIC_SHIFT',
  }),
  'failed-pause': hook('FAILED', pause),
  'in-progress': hook('IN_PROGRESS', pause),
  succeeded: hook('SUCCEEDED', pause),
  'timed-out': hook('TIMED_OUT', { ...pause, ...error }),
};

function daemon(eventName: string, more: Fields = {}): Fields {
  return {
    kind: 'daemon',
    daemonArn: arn('daemon/shop/log-router'),
    clusterArn: cluster,
    eventType: 'INFO',
    eventName: `DAEMON_${eventName}`,
    ...more,
  };
}

const daemons: Readonly<Record<string, Fields>> = {
  'deployment-in-progress': daemon('DEPLOYMENT_IN_PROGRESS'),
  'deployment-pending': daemon('DEPLOYMENT_PENDING'),
  'deployment-rollback-failed': daemon('DEPLOYMENT_ROLLBACK_FAILED', error),
  'deployment-rollback-in-progress': daemon('DEPLOYMENT_ROLLBACK_IN_PROGRESS'),
  'deployment-rollback-successful': daemon('DEPLOYMENT_ROLLBACK_SUCCESSFUL'),
  'deployment-stop-requested': daemon('DEPLOYMENT_STOP_REQUESTED'),
  'deployment-stopped': daemon('DEPLOYMENT_STOPPED'),
  'deployment-successful': daemon('DEPLOYMENT_SUCCESSFUL'),
  'start-impaired-not-created': daemon('TASK_START_IMPAIRED', {
    eventType: 'WARNING',
    failureType: 'TASK_CREATION_FAILED',
    reason: expect.stringMatching(/^RESOURCE:MEMORY - /),
  }),
  'start-impaired-not-running': daemon('TASK_START_IMPAIRED', {
    eventType: 'WARNING',
    failureType: 'TASK_FAILED_TO_RUN',
    reason: expect.stringContaining('CannotPullContainerError'),
  }),
};

function containerInstance(more: Fields): Fields {
  return {
    kind: 'container-instance',
    clusterArn: cluster,
    containerInstanceArn: instance,
    ec2InstanceId: 'i-0a1b2c3d4e5f60718',
    ...more,
  };
}

const instances: Readonly<Record<string, Fields>> = {
  active: containerInstance({ status: 'ACTIVE', agentConnected: true, version: 14801 }),
  'agent-disconnected': containerInstance({ status: 'ACTIVE', agentConnected: false, version: 14802 }),
  draining: containerInstance({ status: 'DRAINING', agentConnected: true }),
  inactive: containerInstance({ status: 'INACTIVE', agentConnected: false }),
  registered: containerInstance({ version: 1 }),
  'registration-failed': containerInstance({
    status: 'REGISTRATION_FAILED',
    statusReason: 'The trunk network interface could not be attached.',
  }),
  'short-arn': containerInstance({
    clusterArn: arn('cluster/default'),
    containerInstanceArn: arn('container-instance/b7d1f0c2-53ae-4f19-8e60-2a94c7d3e815'),
    version: 3,
  }),
};

function health(overallStatus: string, checks: readonly Fields[], more: Fields = {}): Fields {
  return {
    kind: 'container-instance-health',
    clusterArn: cluster,
    containerInstanceArn: instance,
    overallStatus,
    checks,
    ...more,
  };
}

const i0a1b = { ec2InstanceId: 'i-0a1b2c3d4e5f60718' };

const healths: Readonly<Record<string, Fields>> = {
  impaired: health(
    'IMPAIRED',
    [{ type: 'CONTAINER_RUNTIME', status: 'IMPAIRED', statusReason: 'the container runtime does not answer' }],
    i0a1b,
  ),
  'impaired-agent': health('IMPAIRED', [
    { type: 'CONTAINER_RUNTIME', status: 'OK' },
    { type: 'AGENT_CONNECTIVITY', status: 'IMPAIRED', statusReason: 'The container agent does not answer.' },
  ]),
  'impaired-two-checks': health('IMPAIRED', [
    { type: 'ACCELERATED_COMPUTE', status: 'IMPAIRED', statusReason: 'A GPU fell off the bus.' },
    { type: 'DAEMON', status: 'IMPAIRED', statusReason: 'A required daemon task stopped.' },
    { type: 'AGENT_CONNECTIVITY', status: 'OK' },
  ]),
  initializing: health('INITIALIZING', []),
  'insufficient-data': health('INSUFFICIENT_DATA', [{ type: 'CONTAINER_RUNTIME', status: 'INSUFFICIENT_DATA' }]),
  ok: health('OK', [{ type: 'CONTAINER_RUNTIME', status: 'OK' }], i0a1b),
};

function codeDeploy(state: string): Fields {
  return { kind: 'codedeploy-deployment', application: 'shop-checkout', deploymentGroup: 'blue-green', state };
}

const codeDeploys: Readonly<Record<string, Fields>> = {
  failure: codeDeploy('FAILURE'),
  queued: codeDeploy('QUEUED'),
  ready: codeDeploy('READY'),
  start: codeDeploy('START'),
  stop: codeDeploy('STOP'),
  success: codeDeploy('SUCCESS'),
};

function task(lastStatus: string, version: number | undefined, more: Fields = {}): Fields {
  return {
    kind: 'task',
    clusterArn: cluster,
    taskDefinitionArn: arn('task-definition/checkout:88'),
    group: 'service:checkout',
    desiredStatus: 'RUNNING',
    lastStatus,
    ...(version !== undefined && { version }),
    ...more,
  };
}

const stop = { desiredStatus: 'STOPPED', stopCode: 'ServiceSchedulerInitiated', stoppingAt: expect.any(Number) };
const spot = { launchType: 'FARGATE', capacityProviderName: 'FARGATE_SPOT' };

const tasks: Readonly<Record<string, Fields>> = {
  activating: task('ACTIVATING', 4, spot),
  'activating-poor': task('ACTIVATING', 5, { containers: [expect.objectContaining({ name: 'app' })] }),
  deactivating: task('DEACTIVATING', 7, stop),
  pending: task('PENDING', 2, spot),
  'pending-with-digest': task('PENDING', 3, {
    containers: [expect.objectContaining({ imageDigest: expect.stringMatching(/^sha256:/) })],
  }),
  provisioning: task('PROVISIONING', 1, { ...spot, createdAt: Date.parse('2026-03-02T02:18:40.482Z') }),
  running: task('RUNNING', 6, { startedAt: expect.any(Number) }),
  'running-2016': task('RUNNING', 4, {
    clusterArn: arn('cluster/default'),
    taskArn: arn('task/9d5e1f70-2b6c-4c8d-a1e0-77f3b0c4d219'),
    taskDefinitionArn: arn('task-definition/web:2'),
    group: undefined,
    launchType: undefined,
    containers: [{ name: 'web', lastStatus: 'RUNNING' }],
  }),
  'running-ec2': task('RUNNING', 2, {
    launchType: 'EC2',
    capacityProviderName: 'shop-ec2',
    containerInstanceArn: instance,
  }),
  'running-standalone': task('RUNNING', 4, {
    group: 'family:checkout-migrate',
    taskDefinitionArn: arn('task-definition/checkout-migrate:4'),
    startedBy: undefined,
    capacityProviderName: undefined,
  }),
  'spot-warning': task('RUNNING', 5, { ...spot, desiredStatus: 'STOPPED', stopCode: 'SpotInterruption' }),
  'stopped-2017': task('STOPPED', 5, {
    clusterArn: arn('cluster/default'),
    taskDefinitionArn: arn('task-definition/web:7'),
    desiredStatus: 'STOPPED',
    group: 'service:web',
    launchType: undefined,
    stopCode: undefined,
    stoppedReason: 'Essential container in task exited',
    containers: [{ name: 'web', lastStatus: 'STOPPED', exitCode: 1 }],
  }),
  stopping: task('STOPPING', 8, stop),
  'without-version': task('RUNNING', undefined, {
    taskDefinitionArn: arn('task-definition/checkout'),
    version: undefined,
    stopCode: undefined,
    startedAt: undefined,
    containers: [{ name: 'app', lastStatus: 'RUNNING' }],
  }),
};

const startsAt = Date.UTC(2026, 10, 27, 18);

/** Services by name, or standalone tasks by their ids. */
const retirements: Readonly<Record<string, Fields>> = {
  services: {
    kind: 'task-retirement',
    startsAt,
    isOver: false,
    retiring: [
      { cluster: 'web', service: 'orders-api' },
      { cluster: 'web', service: 'payments-api' },
    ],
  },
  'standalone-task': {
    kind: 'task-retirement',
    startsAt,
    isOver: false,
    retiring: [{ cluster: 'batch', task: '00805ce1d81940b5a37398e5a2c23333' }],
  },
};

const issue = {
  kind: 'aws-issue',
  service: 'ECS',
  issue:
    'arn:aws:health:ap-northeast-1::event/ECS/AWS_ECS_OPERATIONAL_ISSUE/AWS_ECS_OPERATIONAL_ISSUE_QWERT_1763600000',
};

/** One issue of AWS's, from its first word to its last. */
const awsIssues: Readonly<Record<string, Fields>> = {
  open: { ...issue, isOver: false, communication: '5b1e0c9d7a2f4836a1c2e3f405162738aa-1' },
  update: { ...issue, isOver: false, communication: '5b1e0c9d7a2f4836a1c2e3f405162738aa-2' },
  closed: { ...issue, isOver: true, communication: '5b1e0c9d7a2f4836a1c2e3f405162738aa-3' },
};

export const expected: Readonly<Record<string, Readonly<Record<string, Fields>>>> = {
  'aws-issue': awsIssues,
  codedeploy: codeDeploys,
  'container-instance': instances,
  'container-instance-health': healths,
  daemon: daemons,
  deployment: deployments,
  hook: hooks,
  'service-action': serviceActions,
  task: tasks,
  'task-retirement': retirements,
};
