import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';

import type { AwsApiOptions } from '../../../sim/api/aws-api.ts';
import { awsApi } from '../../../sim/api/aws-api.ts';
import { wire } from '../../../sim/wire.ts';
import type { Shop } from './shop.ts';

const settings = {
  region: 'ap-northeast-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
};

/** The SDK's clients, at an address or, with none, still to be wired. */
export function clientsAt(endpoint?: string) {
  const all = { ...settings, ...(endpoint !== undefined && { endpoint }) };
  return {
    CloudTrail: new CloudTrailClient(all),
    CloudWatch: new CloudWatchClient(all),
    CloudWatchLogs: new CloudWatchLogsClient(all),
    CodeDeploy: new CodeDeployClient(all),
    ECR: new ECRClient(all),
    ECS: new ECSClient(all),
    ElasticLoadBalancingV2: new ElasticLoadBalancingV2Client(all),
    S3: new S3Client(all),
    SNS: new SNSClient(all),
    SQS: new SQSClient(all),
    SSM: new SSMClient(all),
  };
}

export type Clients = ReturnType<typeof clientsAt>;

/** A client of ECS over an account. */
export function ecsOver({ account, random }: Shop, options: Partial<AwsApiOptions> = {}): ECSClient {
  const client = new ECSClient(settings);
  wire(client, awsApi(account, { random, ...options }));
  return client;
}
