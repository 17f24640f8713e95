import { dynamoStore, openTable } from '../../aws/dynamodb.ts';
import { openSqs, sqsSender } from '../../aws/sqs.ts';
import type { FeatureName } from '../../core/record.ts';
import { readEnvironment, systemClock } from '../environment.ts';
import { jsonLog } from '../telemetry.ts';
import { tick } from '../tick.ts';
import { wakeQueue } from './queues.ts';
import { writeLine } from './standard-output.ts';

/** The features whose functions this stack has. */
const features: readonly FeatureName[] = ['health', 'alert'];

/** `WATCHKEEPER_QUEUE_URL` of the tick holds `{feature}` where the others' own queues have their names. */
export function tickWorld(): () => Promise<void> {
  const environment = readEnvironment('tick');
  const log = jsonLog(writeLine, systemClock, { function: 'tick', level: environment.logLevel });
  const store = dynamoStore(openTable(environment.table));
  const send = sqsSender(openSqs());
  return async () =>
    tick({
      clock: systemClock,
      store,
      features,
      wakesOf: (feature) => wakeQueue(send, environment.queueUrl.replace('{feature}', feature)),
      log,
    });
}
