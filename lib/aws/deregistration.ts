import {
  DescribeTargetGroupAttributesCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { HoldReads } from '../core/host-reads.ts';
import type { Clock } from '../core/ports.ts';
import { secondMs } from '../core/time.ts';
import { joined } from './batching.ts';
import { clientSettings, within } from './client.ts';
import { readFrom } from './errors.ts';

/** Edit target group attributes: "The default value is 300 seconds". */
const usualDelaySeconds = 300;

export function openLoadBalancing(): ElasticLoadBalancingV2Client {
  return new ElasticLoadBalancingV2Client(clientSettings);
}

/** How long target groups let a target finish; a call takes one of them. A failed read is a value; nothing here throws. */
export function deregistrationReads(
  client: ElasticLoadBalancingV2Client,
  clock: Clock,
): Pick<HoldReads, 'deregistrationDelayMs'> {
  return {
    deregistrationDelayMs: joined(async (arn) =>
      readFrom(clock, async () => {
        const answer = await client.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn: arn }), within());
        const delay = (answer.Attributes ?? []).find(({ Key }) => Key === 'deregistration_delay.timeout_seconds');
        return Number(delay?.Value ?? usualDelaySeconds) * secondMs;
      }),
    ),
  };
}
