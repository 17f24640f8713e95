import { describe, expect, test } from 'vitest';
import { adviceOf } from '../../../lib/ecs/advice/advise.ts';
import { defaultAdviceSettings } from '../../../lib/ecs/advice/settings.ts';
import type { Item } from '../placement/raw-items.ts';
import { factsOf, now } from './sources.ts';

const awslogs = { logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/web' } } };
const role = { executionRoleArn: 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole' };
const port = (number: number): Item => ({
  portMappings: [{ containerPort: number, hostPort: number, protocol: 'tcp' }],
});

/**
 * In the shapes of the samples AWS publishes (example_task_definitions; github.com/aws-samples/aws-containers-task-definitions):
 * the settings that rules look at are theirs. All that is said of them is true, and nothing is an error that ECS accepts.
 */
const samples: readonly { readonly name: string; readonly item: Item; readonly says: readonly string[] }[] = [
  {
    name: 'a web server on Fargate',
    item: {
      family: 'web',
      cpu: '256',
      memory: '512',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      runtimePlatform: { operatingSystemFamily: 'LINUX' },
      containerDefinitions: [
        { name: 'app', image: 'public.ecr.aws/docker/library/httpd:2.4', essential: true, ...port(80), ...awslogs },
      ],
      ...role,
    },
    says: [],
  },
  {
    name: 'a web server on Windows and Fargate',
    item: {
      family: 'web',
      cpu: '2048',
      memory: '4096',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2019_CORE' },
      containerDefinitions: [{ name: 'app', image: 'iis:ltsc2019', cpu: 2048, memory: 4096, ...port(80), ...awslogs }],
      ...role,
    },
    says: [],
  },
  {
    name: 'a program on Fargate whose role is given at registration',
    item: {
      family: 'web',
      cpu: '512',
      memory: '1024',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      containerDefinitions: [
        {
          name: 'app',
          image: 'web:1',
          essential: true,
          environment: [],
          memoryReservation: 1024,
          ...port(5000),
          ...awslogs,
        },
      ],
    },
    says: ['execution-role-missing'],
  },
  {
    name: 'an image of ECR on an instance',
    item: {
      family: 'sample',
      taskRoleArn: 'arn:aws:iam::123456789012:role/AmazonECSTaskS3BucketRole',
      containerDefinitions: [
        {
          name: 'app',
          image: '123456789012.dkr.ecr.us-west-2.amazonaws.com/nodejs:v1',
          memory: 200,
          cpu: 10,
          essential: true,
        },
      ],
    },
    says: ['memory-without-reservation', 'no-log-configuration'],
  },
  {
    name: 'awsvpc for either, the whole of it for one container',
    item: {
      family: 'web',
      cpu: '512',
      memory: '1024',
      networkMode: 'awsvpc',
      containerDefinitions: [{ name: 'app', image: 'web:1', cpu: 512, memory: 1024, ...port(8080), ...awslogs }],
    },
    says: [],
  },
  {
    name: 'a container that waits for another to be healthy',
    item: {
      family: 'gateway',
      networkMode: 'awsvpc',
      memory: '512',
      containerDefinitions: [
        {
          name: 'app',
          image: 'app:1',
          essential: true,
          dependsOn: [{ containerName: 'envoy', condition: 'HEALTHY' }],
          ...port(9080),
          ...awslogs,
        },
        {
          name: 'envoy',
          image: 'envoy:1',
          essential: true,
          healthCheck: { command: ['CMD-SHELL', 'true'] },
          ...awslogs,
        },
      ],
      ...role,
    },
    says: [],
  },
  {
    name: 'an agent in host mode',
    item: {
      family: 'agent',
      networkMode: 'host',
      containerDefinitions: [
        {
          name: 'agent',
          image: 'consul',
          cpu: 128,
          memory: 256,
          memoryReservation: 64,
          environment: [{ name: 'enable_debug', value: 'true' }],
          ...awslogs,
        },
      ],
    },
    says: ['image-latest'],
  },
];

describe('what AWS publishes as samples', () => {
  test.each(samples)('$name', ({ item, says }) => {
    const found = adviceOf(factsOf({ definition: item }), defaultAdviceSettings, now).findings;
    expect(found.map(({ rule }) => rule).toSorted()).toEqual(says);
    expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
