import {
  CreateClusterCommand,
  DescribeCapacityProvidersCommand,
  DescribeClustersCommand,
  DescribeContainerInstancesCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  GetTaskProtectionCommand,
  ListClustersCommand,
  ListContainerInstancesCommand,
  ListServicesCommand,
  ListTasksCommand,
  RunTaskCommand,
  StartTaskCommand,
  StopTaskCommand,
  UpdateTaskProtectionCommand,
} from '@aws-sdk/client-ecs';
import type { Row } from './cases.ts';
import type { Shop } from './shop.ts';

const cluster = 'shop';
const unknownId = '0'.repeat(32);
const instance = (shop: Shop, at = 0): string => shop.instances[at]?.arn ?? '';
const task = (shop: Shop): string => [...shop.service.tasks][0]?.arn ?? '';
const job = (shop: Shop): string => shop.tasks().find(({ group }) => group === 'family:job')?.arn ?? '';

/** Clusters, instances, tasks and services as they are; what is run is run here. */
export const ecsCases: readonly Row[] = [
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
];
