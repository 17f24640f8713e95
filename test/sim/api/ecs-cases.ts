import {
  CreateClusterCommand,
  CreateServiceCommand,
  DeleteServiceCommand,
  DeregisterContainerInstanceCommand,
  DeregisterTaskDefinitionCommand,
  DescribeCapacityProvidersCommand,
  DescribeClustersCommand,
  DescribeContainerInstancesCommand,
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  GetTaskProtectionCommand,
  ListClustersCommand,
  ListContainerInstancesCommand,
  ListServiceDeploymentsCommand,
  ListServicesCommand,
  ListTagsForResourceCommand,
  ListTaskDefinitionFamiliesCommand,
  ListTaskDefinitionsCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StartTaskCommand,
  StopServiceDeploymentCommand,
  StopTaskCommand,
  TagResourceCommand,
  UpdateContainerInstancesStateCommand,
  UpdateServiceCommand,
  UpdateTaskProtectionCommand,
} from '@aws-sdk/client-ecs';
import type { Case } from './cases.ts';
import type { Shop } from './shop.ts';

const cluster = 'shop';
const unknownId = '0'.repeat(32);
const instance = (shop: Shop, at = 0): string => shop.instances[at]?.arn ?? '';
const task = (shop: Shop): string => [...shop.service.tasks][0]?.arn ?? '';
const job = (shop: Shop): string => shop.tasks().find(({ group }) => group === 'family:job')?.arn ?? '';
const rollOut = (shop: Shop): string => [...shop.account.serviceDeployments.keys()].at(-1) ?? '';
const revision = (shop: Shop): string => [...shop.account.serviceDeployments.values()].at(-1)?.targetRevision.arn ?? '';

type Row = readonly [name: string, command: Case['command'], shows: Case['shows']];

/** In this order: later ones see what earlier ones changed. */
const rows: readonly Row[] = [
  ['clusters', () => new ListClustersCommand({}), 'cluster/shop'],
  [
    'a cluster and one that is not there',
    () => new DescribeClustersCommand({ clusters: [cluster, 'none'], include: ['TAGS'] }),
    '"reason":"MISSING"',
  ],
  [
    'a new cluster',
    () => new CreateClusterCommand({ clusterName: 'batch', tags: [{ key: 'team', value: 'data' }] }),
    '"clusterName":"batch"',
  ],
  [
    'capacity providers',
    () => new DescribeCapacityProvidersCommand({ capacityProviders: ['FARGATE', 'none'] }),
    '"name":"FARGATE"',
  ],
  [
    'instances by their EC2 id',
    (shop) =>
      new ListContainerInstancesCommand({ cluster, filter: `ec2InstanceId == ${shop.instances[1]?.ec2InstanceId}` }),
    (shop) => `["${instance(shop, 1)}"]`,
  ],
  [
    'a filter that is none',
    () => new ListContainerInstancesCommand({ cluster, filter: 'ec2InstanceId ==' }),
    'InvalidParameterException',
  ],
  [
    'an instance and one that is not there',
    (shop) =>
      new DescribeContainerInstancesCommand({
        cluster,
        containerInstances: [instance(shop), unknownId],
        include: ['TAGS'],
      }),
    `"failures":[{"arn":"arn:aws:ecs:ap-northeast-1:123456789012:container-instance/shop/${unknownId}","reason":"MISSING"}]`,
  ],
  [
    'too many instances',
    () =>
      new DescribeContainerInstancesCommand({
        cluster,
        containerInstances: Array.from({ length: 101 }, () => unknownId),
      }),
    'InvalidParameterException',
  ],
  [
    'copies on instances',
    (shop) =>
      new RunTaskCommand({
        cluster,
        taskDefinition: shop.job.arn,
        count: 2,
        startedBy: 'nightly',
        overrides: { containerOverrides: [{ name: 'job', environment: [{ name: 'A', value: '1' }] }] },
      }),
    '"startedBy":"nightly"',
  ],
  [
    'copies on Fargate',
    () =>
      new RunTaskCommand({
        cluster,
        taskDefinition: 'web',
        launchType: 'FARGATE',
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-01111111111111111'] } },
      }),
    '"availabilityZone":"ap-northeast-1a"',
  ],
  [
    'awsvpc without a network',
    () => new RunTaskCommand({ cluster, taskDefinition: 'web', launchType: 'FARGATE' }),
    "InvalidParameterException: Network Configuration must be provided when networkMode 'awsvpc' is specified.",
  ],
  [
    'eleven copies',
    () => new RunTaskCommand({ cluster, taskDefinition: 'job', count: 11 }),
    'InvalidParameterException',
  ],
  [
    'no such definition',
    () => new RunTaskCommand({ cluster, taskDefinition: 'none' }),
    'ClientException: TaskDefinition not found.',
  ],
  [
    'a copy on one instance',
    (shop) =>
      new StartTaskCommand({ cluster, taskDefinition: 'job', containerInstances: [instance(shop, 1), unknownId] }),
    '"reason":"MISSING"',
  ],
  [
    'one token, two requests: the first',
    () => new RunTaskCommand({ cluster, taskDefinition: 'job', clientToken: 'one' }),
    '"group":"family:job"',
  ],
  [
    'one token, two requests: the second',
    () => new RunTaskCommand({ cluster, taskDefinition: 'job', clientToken: 'one', count: 2 }),
    '"resourceIds":["arn:aws:ecs:ap-northeast-1:123456789012:task/shop/',
  ],
  [
    'tasks of the service',
    () => new ListTasksCommand({ cluster, serviceName: 'web', launchType: 'FARGATE' }),
    (shop) => task(shop),
  ],
  ['tasks started by somebody', () => new ListTasksCommand({ cluster, startedBy: 'nightly' }), (shop) => job(shop)],
  [
    'tasks started by somebody, of a family',
    () => new ListTasksCommand({ cluster, startedBy: 'nightly', family: 'job' }),
    'InvalidParameterException',
  ],
  [
    'tasks of no cluster',
    () => new ListTasksCommand({ cluster: 'none' }),
    'ClusterNotFoundException: Cluster not found.',
  ],
  [
    'tasks of no service',
    () => new ListTasksCommand({ cluster, serviceName: 'none' }),
    'ServiceNotFoundException: Service not found.',
  ],
  ['a page of tasks', () => new ListTasksCommand({ cluster, maxResults: 1 }), '"nextToken"'],
  ['a token that is none', () => new ListTasksCommand({ cluster, nextToken: '%' }), 'InvalidParameterException'],
  [
    'a task and one that is not there',
    (shop) => new DescribeTasksCommand({ cluster, tasks: [task(shop), unknownId] }),
    '"failures":[{"arn"',
  ],
  [
    "another cluster's task",
    (shop) => new DescribeTasksCommand({ cluster: 'batch', tasks: [task(shop)] }),
    'InvalidParameterException: Invalid identifier: Identifier is for cluster shop. Your cluster is batch',
  ],
  [
    'no tasks',
    () => new DescribeTasksCommand({ cluster, tasks: [] }),
    'InvalidParameterException: Tasks cannot be empty.',
  ],
  [
    'a task to be stopped',
    (shop) => new StopTaskCommand({ cluster, task: job(shop), reason: 'tired' }),
    '"stopCode":"UserInitiated","stoppedReason":"tired"',
  ],
  [
    'no task to be stopped',
    () => new StopTaskCommand({ cluster, task: unknownId }),
    'InvalidParameterException: The referenced task was not found.',
  ],
  [
    'protection',
    (shop) =>
      new UpdateTaskProtectionCommand({
        cluster,
        tasks: [task(shop), unknownId],
        protectionEnabled: true,
        expiresInMinutes: 60,
      }),
    '"protectionEnabled":true',
  ],
  [
    'protection as it is',
    (shop) => new GetTaskProtectionCommand({ cluster, tasks: [task(shop)] }),
    '"expirationDate":"2026-11-21T',
  ],
  ['services', () => new ListServicesCommand({ cluster }), 'service/shop/web'],
  [
    'a service and one that is not there',
    () => new DescribeServicesCommand({ cluster, services: ['web', 'none'], include: ['TAGS'] }),
    '"tags":[{"key":"team","value":"shop"}]',
  ],
  [
    'eleven services',
    () => new DescribeServicesCommand({ cluster, services: Array.from({ length: 11 }, (_, at) => `s${at}`) }),
    'InvalidParameterException',
  ],
  [
    'a definition to be registered',
    () =>
      new RegisterTaskDefinitionCommand({
        family: 'web',
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        cpu: '.25 vCPU',
        memory: '0.5GB',
        containerDefinitions: [
          {
            name: 'web',
            image: 'web:v2',
            portMappings: [{ containerPort: 8080 }],
            secrets: [{ name: 'KEY', valueFrom: 'key' }],
            logConfiguration: {
              logDriver: 'awslogs',
              options: {
                'awslogs-group': '/ecs/web',
                'awslogs-region': 'ap-northeast-1',
                'awslogs-stream-prefix': 'web',
              },
            },
          },
        ],
      }),
    '"revision":2',
  ],
  [
    'a definition',
    () => new DescribeTaskDefinitionCommand({ taskDefinition: 'web:1', include: ['TAGS'] }),
    '"hostPort":8080',
  ],
  [
    'no definition',
    () => new DescribeTaskDefinitionCommand({ taskDefinition: 'web:9' }),
    'ClientException: Unable to describe task definition.',
  ],
  [
    'definitions, newest first',
    () => new ListTaskDefinitionsCommand({ familyPrefix: 'web', sort: 'DESC' }),
    '["arn:aws:ecs:ap-northeast-1:123456789012:task-definition/web:2","arn:aws:ecs:ap-northeast-1:123456789012:task-definition/web:1"]',
  ],
  ['families', () => new ListTaskDefinitionFamiliesCommand({ status: 'ACTIVE' }), '["job","web"]'],
  [
    'a deployment',
    () =>
      new UpdateServiceCommand({
        cluster,
        service: 'web',
        taskDefinition: 'web:2',
        deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
      }),
    '"rolloutState":"IN_PROGRESS"',
  ],
  [
    'deployments',
    () =>
      new ListServiceDeploymentsCommand({
        cluster,
        service: 'web',
        createdAt: { after: new Date(Date.UTC(2026, 10, 21, 3, 1)) },
      }),
    (shop) => `{"serviceDeployments":[{"serviceDeploymentArn":"${rollOut(shop)}"`,
  ],
  [
    'a deployment of the list',
    (shop) => new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [rollOut(shop)] }),
    '"sourceServiceRevisions":[{"arn"',
  ],
  [
    'a revision',
    (shop) => new DescribeServiceRevisionsCommand({ serviceRevisionArns: [revision(shop)] }),
    '"containerImages":[{"containerName":"web"',
  ],
  [
    'a deployment to be stopped',
    (shop) => new StopServiceDeploymentCommand({ serviceDeploymentArn: rollOut(shop) }),
    'serviceDeploymentArn',
  ],
  [
    'no deployment to be stopped',
    () => new StopServiceDeploymentCommand({ serviceDeploymentArn: 'arn:aws:ecs:none' }),
    'ServiceDeploymentNotFoundException',
  ],
  [
    'a service to be made',
    () =>
      new CreateServiceCommand({
        cluster,
        serviceName: 'worker',
        taskDefinition: 'job',
        desiredCount: 1,
        launchType: 'EC2',
      }),
    '"serviceName":"worker"',
  ],
  [
    'a service that is there',
    () => new CreateServiceCommand({ cluster, serviceName: 'worker', taskDefinition: 'job' }),
    'InvalidParameterException: Creation of service was not idempotent.',
  ],
  [
    'a service to be deleted',
    () => new DeleteServiceCommand({ cluster, service: 'worker' }),
    'InvalidParameterException',
  ],
  [
    'a service to be deleted by force',
    () => new DeleteServiceCommand({ cluster, service: 'worker', force: true }),
    '"status":"DRAINING"',
  ],
  [
    'a service that is being deleted',
    () => new UpdateServiceCommand({ cluster, service: 'worker', desiredCount: 1 }),
    'ServiceNotActiveException',
  ],
  [
    'instances to be drained',
    (shop) =>
      new UpdateContainerInstancesStateCommand({
        cluster,
        containerInstances: [instance(shop), unknownId],
        status: 'DRAINING',
      }),
    '"status":"DRAINING"',
  ],
  [
    'an instance with tasks',
    (shop) => new DeregisterContainerInstanceCommand({ cluster, containerInstance: instance(shop, 1) }),
    'InvalidParameterException',
  ],
  [
    'an instance to be deregistered',
    (shop) => new DeregisterContainerInstanceCommand({ cluster, containerInstance: instance(shop, 1), force: true }),
    '"status":"INACTIVE"',
  ],
  [
    'a definition to be deregistered',
    () => new DeregisterTaskDefinitionCommand({ taskDefinition: 'job:1' }),
    '"status":"INACTIVE"',
  ],
  [
    'tags to be set',
    (shop) => new TagResourceCommand({ resourceArn: shop.service.arn, tags: [{ key: 'stage', value: 'prod' }] }),
    '{}',
  ],
  [
    'tags',
    (shop) => new ListTagsForResourceCommand({ resourceArn: shop.service.arn }),
    '{"key":"stage","value":"prod"}',
  ],
];

export const ecsCases: readonly Case[] = rows.map(([name, command, shows]) => ({
  name,
  service: 'ECS',
  command,
  shows,
}));
