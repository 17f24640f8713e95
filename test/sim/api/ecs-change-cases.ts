import {
  ContinueServiceDeploymentCommand,
  CreateServiceCommand,
  DeleteServiceCommand,
  DeregisterContainerInstanceCommand,
  DeregisterTaskDefinitionCommand,
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeTaskDefinitionCommand,
  ListServiceDeploymentsCommand,
  ListTagsForResourceCommand,
  ListTaskDefinitionFamiliesCommand,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
  StopServiceDeploymentCommand,
  TagResourceCommand,
  UpdateContainerInstancesStateCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import type { Row } from './cases.ts';
import type { Shop } from './shop.ts';

const cluster = 'shop';
const unknownId = '0'.repeat(32);
const instance = (shop: Shop, at = 0): string => shop.instances[at]?.arn ?? '';
const rollOut = (shop: Shop): string => [...shop.account.serviceDeployments.keys()].at(-1) ?? '';
const revision = (shop: Shop): string => [...shop.account.serviceDeployments.values()].at(-1)?.targetRevision.arn ?? '';

/** After `ecsCases`, in this order: later ones see what earlier ones changed. */
export const ecsChangeCases: readonly Row[] = [
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
    'no deployment to go on',
    () =>
      new ContinueServiceDeploymentCommand({
        serviceDeploymentArn: 'arn:aws:ecs:none',
        hookId: 'none',
        action: 'CONTINUE',
      }),
    'ServiceDeploymentNotFoundException',
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
  [
    'what the account knows nothing of',
    () => new UpdateServiceCommand({ cluster, service: 'web', placementStrategy: [{ type: 'random' }] }),
    'UnsupportedFeatureException: The simulated account knows nothing of placementStrategy.',
  ],
  [
    'a blue/green deployment',
    () => new UpdateServiceCommand({ cluster, service: 'web', deploymentConfiguration: { strategy: 'BLUE_GREEN' } }),
    'UnsupportedFeatureException',
  ],
];
