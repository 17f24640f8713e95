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
    cluster: async (region) => {
      const { clusterReads } = await import('../lib/aws/placement-snapshot.ts');
      const { ECSClient } = await import('@aws-sdk/client-ecs');
      // A large cluster takes many calls: to be throttled now and then is no reason to give up.
      return clusterReads(new ECSClient({ ...(await settings(region)), maxAttempts: 8 }));
    },
  };
}

async function settings(region: string | undefined) {
  const { settingsIn } = await import('../lib/aws/client.ts');
  return settingsIn(region);
}
