import type { Clock } from '../lib/core/ports.ts';
import type { Account } from './io.ts';

/** The account the caller is signed in to, through the SDK's own chain of credentials. */
export function awsAccount(clock: Clock): Account {
  return {
    region: async () => {
      const { SQSClient } = await import('@aws-sdk/client-sqs');
      return new SQSClient({}).config.region().catch(() => undefined);
    },
    store: async (table, region) => {
      const { dynamoStore } = await import('../lib/aws/dynamodb.ts');
      const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
      return dynamoStore({ client: new DynamoDBClient(await settings(region)), name: table });
    },
    heldThings: async (table, region) => {
      const { dynamoHolds } = await import('../lib/aws/dynamodb-holds.ts');
      const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
      return dynamoHolds({ client: new DynamoDBClient(await settings(region)), name: table }, region, clock);
    },
    objects: async (region) => {
      const { textObjects } = await import('../lib/aws/s3.ts');
      const { S3Client } = await import('@aws-sdk/client-s3');
      // The bucket may lie in another region than the caller's: S3 says so, and is asked there.
      return textObjects(new S3Client({ ...(await settings(region)), followRegionRedirects: true }), clock);
    },
    sender: async (region) => {
      const { sqsSender } = await import('../lib/aws/sqs.ts');
      const { SQSClient } = await import('@aws-sdk/client-sqs');
      return sqsSender(new SQSClient(await settings(region)));
    },
    ...clusterReadsOf(clock),
    ...hostReadsOf(clock),
    ...lookReads(clock),
  };
}

/** What is asked about clusters and services. */
function clusterReadsOf(clock: Clock): Pick<Account, 'cluster' | 'advice' | 'launches'> {
  return {
    launches: async (region) => {
      const { runReads } = await import('../lib/aws/task-launches.ts');
      const { ECSClient } = await import('@aws-sdk/client-ecs');
      return runReads(new ECSClient({ ...(await settings(region)), maxAttempts: 8 }), clock);
    },
    cluster: async (region) => {
      const { clusterReads } = await import('../lib/aws/placement-snapshot.ts');
      const { ECSClient } = await import('@aws-sdk/client-ecs');
      // A large cluster takes many calls: to be throttled now and then is no reason to give up.
      return clusterReads(new ECSClient({ ...(await settings(region)), maxAttempts: 8 }));
    },
    advice: async (region) => {
      const { adviceReads } = await import('../lib/aws/advice.ts');
      const { openEcr, registryReads } = await import('../lib/aws/ecr.ts');
      const { ECSClient } = await import('@aws-sdk/client-ecs');
      const { ElasticLoadBalancingV2Client } = await import('@aws-sdk/client-elastic-load-balancing-v2');
      const here = await settings(region);
      const clients = { ecs: new ECSClient(here), elb: new ElasticLoadBalancingV2Client(here) };
      return { ...adviceReads(clients), images: registryReads(openEcr(), clock) };
    },
  };
}

/** What is asked about instances, their groups, and the tasks on them. */
function hostReadsOf(clock: Clock): Pick<Account, 'groups' | 'holds'> {
  return {
    groups: async (region) => {
      const { groupReads } = await import('../lib/aws/instance-groups.ts');
      const { AutoScalingClient } = await import('@aws-sdk/client-auto-scaling');
      const { ECSClient } = await import('@aws-sdk/client-ecs');
      const patient = { ...(await settings(region)), maxAttempts: 8 };
      return groupReads({ ecs: new ECSClient(patient), scaling: new AutoScalingClient(patient) });
    },
    holds: async (region) => {
      const { ecsHoldReads } = await import('../lib/aws/hold-reads.ts');
      const { deregistrationReads } = await import('../lib/aws/deregistration.ts');
      const { ECSClient } = await import('@aws-sdk/client-ecs');
      const { ElasticLoadBalancingV2Client } = await import('@aws-sdk/client-elastic-load-balancing-v2');
      const here = await settings(region);
      return {
        ...ecsHoldReads(new ECSClient(here), clock),
        ...deregistrationReads(new ElasticLoadBalancingV2Client(here), clock),
      };
    },
  };
}

/** What stands around them, and how a deployment goes. */
function lookReads(clock: Clock): Pick<Account, 'watchers' | 'deployments' | 'schedules'> {
  return {
    schedules: async (region) => {
      const [{ foreignTarget }, { SchedulerClient }, { EventBridgeClient }] = await Promise.all([
        import('../lib/aws/foreign-schedules.ts'),
        import('@aws-sdk/client-scheduler'),
        import('@aws-sdk/client-eventbridge'),
      ]);
      const here = await settings(region);
      const clients = { scheduler: new SchedulerClient(here), events: new EventBridgeClient(here) };
      return { target: async (foreign) => foreignTarget(clients, foreign) };
    },
    watchers,
    deployments: async (region) => {
      const [{ ecsReads }, { targetReads }, { codeDeployReads }, ecs, elb, codeDeploy] = await Promise.all([
        import('../lib/aws/ecs.ts'),
        import('../lib/aws/elb.ts'),
        import('../lib/aws/codedeploy.ts'),
        import('@aws-sdk/client-ecs'),
        import('@aws-sdk/client-elastic-load-balancing-v2'),
        import('@aws-sdk/client-codedeploy'),
      ]);
      const here = await settings(region);
      const { reading } = targetReads(new elb.ElasticLoadBalancingV2Client(here), clock);
      const { deployment } = codeDeployReads(new codeDeploy.CodeDeployClient(here), clock);
      return { ...ecsReads(new ecs.ECSClient(here), clock), reading, codeDeploy: deployment };
    },
  };
}

async function watchers(region: string | undefined): ReturnType<Account['watchers']> {
  const [{ watcherReads }, elb, cloudWatch, events, sns, scheduler] = await Promise.all([
    import('../lib/aws/watchers.ts'),
    import('@aws-sdk/client-elastic-load-balancing-v2'),
    import('@aws-sdk/client-cloudwatch'),
    import('@aws-sdk/client-eventbridge'),
    import('@aws-sdk/client-sns'),
    import('@aws-sdk/client-scheduler'),
  ]);
  const patient = { ...(await settings(region)), maxAttempts: 8 };
  return watcherReads({
    elb: new elb.ElasticLoadBalancingV2Client(patient),
    cloudWatch: new cloudWatch.CloudWatchClient(patient),
    events: new events.EventBridgeClient(patient),
    sns: new sns.SNSClient(patient),
    scheduler: new scheduler.SchedulerClient(patient),
  });
}

async function settings(region: string | undefined) {
  const { settingsIn } = await import('../lib/aws/client.ts');
  return settingsIn(region);
}
