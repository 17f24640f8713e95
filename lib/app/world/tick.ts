import { openSqs, sqsSender } from '../../aws/sqs.ts';
import type { FeatureName } from '../../core/record.ts';
import { jsonLog } from '../telemetry.ts';
import { tick } from '../tick.ts';
import type { Host } from './host.ts';
import { lambdaHost } from './host.ts';
import { wakeQueue } from './queues.ts';

/** The features whose functions this stack has. */
const features: readonly FeatureName[] = ['health', 'alert'];

/** `WATCHKEEPER_QUEUE_URL` of the tick holds `{feature}` where the others' own queues have their names. */
export function tickWorld(host: Host = lambdaHost): () => Promise<void> {
  const environment = host.environment('tick');
  const { clock } = host;
  const log = jsonLog(host.writeLine, clock, { function: 'tick', level: environment.logLevel });
  const { store } = host.storage(environment);
  const send = sqsSender(host.client(openSqs()));
  return async () =>
    tick({
      clock,
      store,
      features,
      wakesOf: (feature) => wakeQueue(send, environment.queueUrl.replace('{feature}', feature)),
      log,
    });
}
