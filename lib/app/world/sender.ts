import { deferred } from '../../aws/client.ts';
import type { SendAll } from '../../aws/sqs.ts';
import type { Host } from './host.ts';

/** Sends to queues. The client is loaded when something is first sent: most invocations of a quiet account send nothing. */
export function lazySender({ client }: Host): SendAll {
  const queue = deferred<{ readonly send: SendAll }>(async () => {
    const { openSqs, sqsSender } = await import('../../aws/sqs.ts');
    return { send: sqsSender(client(openSqs())) };
  });
  return async (queueUrl, entries) => queue.send(queueUrl, entries);
}
