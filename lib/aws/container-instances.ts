import type { ECSClient } from '@aws-sdk/client-ecs';
import { DescribeContainerInstancesCommand } from '@aws-sdk/client-ecs';
import type { ContainerInstanceReads, EcsContainerInstance } from '../core/ecs-reads.ts';
import type { Clock } from '../core/ports.ts';
import { batched } from './batching.ts';
import { within } from './client.ts';
import { readFrom } from './errors.ts';

/** API_DescribeContainerInstances. */
const mostInstances = 100;

/** Container instances by ARN. What has left its cluster is in `failures[]`, and so not found. */
export function containerInstanceReads(client: ECSClient, clock: Clock): ContainerInstanceReads {
  const instances = batched<EcsContainerInstance>({
    size: mostInstances,
    load: async (cluster, arns) =>
      readFrom(clock, async () => {
        const containerInstances = [...arns];
        const answer = await client.send(
          new DescribeContainerInstancesCommand({ cluster, containerInstances }),
          within(),
        );
        return new Map(
          (answer.containerInstances ?? []).map(({ containerInstanceArn: arn = '', status = '', agentConnected }) => [
            arn,
            { arn, status, agentConnected: agentConnected === true },
          ]),
        );
      }),
  });
  return { containerInstance: async ({ cluster, containerInstance }) => instances(cluster, containerInstance) };
}
