import type { SQSClient } from '@aws-sdk/client-sqs';
import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { PortError } from '../core/outcome.ts';
import type { Clock, Read } from '../core/ports.ts';
import type { QueueDepth } from '../core/scale-reads.ts';
import { within } from './client.ts';
import { readFrom } from './errors.ts';

const attributes = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

/** By name, in the function's own account and region. The address of a queue is asked once. */
export function queueDepths(client: SQSClient, clock: Clock): (queue: string) => Promise<Read<QueueDepth>> {
  const urls = new Map<string, string>();
  const urlOf = async (queue: string): Promise<string> => {
    const known = urls.get(queue);
    if (known !== undefined) return known;
    const { QueueUrl: url } = await client.send(new GetQueueUrlCommand({ QueueName: queue }), within());
    if (url === undefined) throw new PortError('unknown', `the queue ${queue} has no address`);
    urls.set(queue, url);
    return url;
  };
  return async (queue) =>
    readFrom(clock, async () => {
      const QueueUrl = await urlOf(queue);
      const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...attributes] });
      const { Attributes: answer = {} } = await client.send(command, within());
      const [visible, inFlight, delayed] = attributes.map((name) => countIn(answer[name], name));
      return { visible: visible ?? 0, inFlight: inFlight ?? 0, delayed: delayed ?? 0 };
    });
}

/** What is missing is an error, and never none. */
function countIn(text: string | undefined, name: string): number {
  if (text === undefined || !/^\d+$/.test(text)) throw new PortError('unknown', `${name} is no number`);
  return Number(text);
}
