import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetDeploymentCommand, GetDeploymentGroupCommand } from '@aws-sdk/client-codedeploy';
import { BatchGetImageCommand, DescribeImagesCommand } from '@aws-sdk/client-ecr';
import {
  DescribeLoadBalancersCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetParameterCommand, GetParametersCommand } from '@aws-sdk/client-ssm';
import type { Clients } from './clients.ts';
import type { Shop } from './shop.ts';

/** One request over an account. `shows`: what its answer must have in it, as JSON, or the error's name. */
export type Case = {
  readonly name: string;
  readonly service: keyof Clients;
  readonly command: (shop: Shop) => object;
  readonly shows: string | ((shop: Shop) => string);
};

/** A case of ECS's: name, command, shows. */
export type Row = readonly [name: string, command: Case['command'], shows: Case['shows']];

export function ecsCase([name, command, shows]: Row): Case {
  return { name, service: 'ECS', command, shows };
}

const logs = (shop: Shop) => ({
  logGroupName: '/ecs/web',
  logStreamName: `web/web/${[...shop.service.tasks][0]?.id}`,
});

/** Services that answer about what runs, beside ECS. */
export const otherCases: readonly Case[] = [
  {
    name: 'attributes of a target group',
    service: 'ElasticLoadBalancingV2',
    command: ({ group }) => new DescribeTargetGroupAttributesCommand({ TargetGroupArn: group.arn }),
    shows: 'deregistration_delay.timeout_seconds',
  },
  {
    name: 'health of targets',
    service: 'ElasticLoadBalancingV2',
    command: ({ group }) => new DescribeTargetHealthCommand({ TargetGroupArn: group.arn }),
    shows: '"State":"healthy"',
  },
  {
    name: 'health of a target that is not there',
    service: 'ElasticLoadBalancingV2',
    command: ({ group }) =>
      new DescribeTargetHealthCommand({ TargetGroupArn: group.arn, Targets: [{ Id: '10.9.9.9', Port: 80 }] }),
    shows: 'Target.NotRegistered',
  },
  {
    name: 'health in no group',
    service: 'ElasticLoadBalancingV2',
    command: () => new DescribeTargetHealthCommand({ TargetGroupArn: 'arn:aws:elasticloadbalancing:none' }),
    shows: 'TargetGroupNotFoundException',
  },
  {
    name: 'target groups by name',
    service: 'ElasticLoadBalancingV2',
    command: () => new DescribeTargetGroupsCommand({ Names: ['web'] }),
    shows: '"HealthCheckPath":"/"',
  },
  {
    name: 'load balancers',
    service: 'ElasticLoadBalancingV2',
    command: () => new DescribeLoadBalancersCommand({ PageSize: 1 }),
    shows: '"LoadBalancerName":"web-alb"',
  },
  {
    name: 'the last line of a log',
    service: 'CloudWatchLogs',
    command: (shop) => new GetLogEventsCommand({ ...logs(shop), limit: 1 }),
    shows: '"message":"ready"',
  },
  {
    name: 'a log from its beginning',
    service: 'CloudWatchLogs',
    command: (shop) => new GetLogEventsCommand({ ...logs(shop), limit: 1, startFromHead: true }),
    shows: '"message":"listening on 8080"',
  },
  {
    name: 'no such stream',
    service: 'CloudWatchLogs',
    command: () => new GetLogEventsCommand({ logGroupName: '/ecs/web', logStreamName: 'none' }),
    shows: 'ResourceNotFoundException: The specified log stream does not exist.',
  },
  {
    name: 'lines with a word',
    service: 'CloudWatchLogs',
    command: () => new FilterLogEventsCommand({ logGroupName: '/ecs/web', filterPattern: '?listening ?none' }),
    shows: '"message":"listening on 8080"',
  },
  {
    name: 'streams, newest first',
    service: 'CloudWatchLogs',
    command: () =>
      new DescribeLogStreamsCommand({ logGroupName: '/ecs/web', orderBy: 'LastEventTime', descending: true, limit: 1 }),
    shows: '"nextToken"',
  },
  {
    name: 'log groups',
    service: 'CloudWatchLogs',
    command: () => new DescribeLogGroupsCommand({ logGroupNamePrefix: '/ecs' }),
    shows: '/ecs/web',
  },
  {
    name: 'an image',
    service: 'ECR',
    command: () => new DescribeImagesCommand({ repositoryName: 'web', imageIds: [{ imageTag: 'v1' }] }),
    shows: '"imageTags":["v1"]',
  },
  {
    name: 'all images',
    service: 'ECR',
    command: () => new DescribeImagesCommand({ repositoryName: 'web', filter: { tagStatus: 'TAGGED' } }),
    shows: '"imageTags":["v2"]',
  },
  {
    name: 'no such tag',
    service: 'ECR',
    command: () => new DescribeImagesCommand({ repositoryName: 'web', imageIds: [{ imageTag: 'v9' }] }),
    shows: 'ImageNotFoundException',
  },
  {
    name: 'no such repository',
    service: 'ECR',
    command: () => new DescribeImagesCommand({ repositoryName: 'none' }),
    shows: 'RepositoryNotFoundException',
  },
  {
    name: 'manifests',
    service: 'ECR',
    command: () =>
      new BatchGetImageCommand({ repositoryName: 'web', imageIds: [{ imageTag: 'v1' }, { imageTag: 'v9' }] }),
    shows: '"failureCode":"ImageNotFound"',
  },
  {
    name: 'who changed something',
    service: 'CloudTrail',
    command: ({ agenda }) =>
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'CreateService' }],
        StartTime: new Date(agenda.now() - 3_600_000),
        EndTime: new Date(agenda.now()),
        MaxResults: 50,
      }),
    shows: '"Username":"ana"',
  },
  {
    name: 'two attributes at once',
    service: 'CloudTrail',
    command: () =>
      new LookupEventsCommand({
        LookupAttributes: [
          { AttributeKey: 'EventName', AttributeValue: 'CreateService' },
          { AttributeKey: 'Username', AttributeValue: 'ana' },
        ],
      }),
    shows: 'InvalidLookupAttributesException',
  },
  {
    name: 'a deployment of CodeDeploy',
    service: 'CodeDeploy',
    command: () => new GetDeploymentCommand({ deploymentId: 'd-1' }),
    shows: '"status":"Failed"',
  },
  {
    name: 'no such deployment',
    service: 'CodeDeploy',
    command: () => new GetDeploymentCommand({ deploymentId: 'd-9' }),
    shows: 'DeploymentDoesNotExistException',
  },
  {
    name: 'a deployment group',
    service: 'CodeDeploy',
    command: () => new GetDeploymentGroupCommand({ applicationName: 'shop', deploymentGroupName: 'web' }),
    shows: '"serviceName":"web"',
  },
  {
    name: 'a secret',
    service: 'SSM',
    command: () => new GetParameterCommand({ Name: '/slack-token', WithDecryption: true }),
    shows: '"Value":"xoxb-1"',
  },
  {
    name: 'a secret as it is stored',
    service: 'SSM',
    command: () => new GetParametersCommand({ Names: ['/slack-token', '/none'] }),
    shows: '"InvalidParameters":["/none"]',
  },
  {
    name: 'no such parameter',
    service: 'SSM',
    command: () => new GetParameterCommand({ Name: '/none' }),
    shows: 'ParameterNotFound',
  },
];
