import { openSqs, sqsSender } from '../../aws/sqs.ts';
import type { FeatureName, RecordKey } from '../../core/record.ts';
import { foreignKey, schedulesKey, watchKey } from '../../batch/names.ts';
import { sweepKey as drainSweepKey } from '../../drain/names.ts';
import { sweepKey as scaleSweepKey } from '../../scale/names.ts';
import { sweepKey as healthSweepKey } from '../../health/sweep/names.ts';
import { jsonLog } from '../telemetry.ts';
import { tick } from '../tick.ts';
import type { Host } from './host.ts';
import { lambdaHost } from './host.ts';
import { wakeQueue } from './queues.ts';

/** The features whose functions this stack has. */
const features: readonly FeatureName[] = ['health', 'drain', 'scale', 'batch', 'alert'];

/** Records that must be there without any event: the sweeps. They are born when they are first woken. */
function standingIn(region: string): Partial<Record<FeatureName, readonly RecordKey[]>> {
  return {
    health: [healthSweepKey(region)],
    drain: [drainSweepKey(region)],
    scale: [scaleSweepKey(region)],
    batch: [schedulesKey(region), watchKey(region), foreignKey(region)],
  };
}

/**
 * What is scaled is read together: metrics of 500 policies are one request (API_GetMetricData), where one invocation looks
 * at them. A wake of so many keys is some 30 KB.
 */
const keysPerWake: Partial<Record<FeatureName, number>> = { scale: 500 };

/** `WATCHKEEPER_QUEUE_URL` of the tick holds `{feature}` where the others' own queues have their names. */
export function tickWorld(host: Host = lambdaHost): () => Promise<void> {
  const environment = host.environment('tick');
  const { clock } = host;
  const log = jsonLog(host.writeLine, clock, { function: 'tick', level: environment.logLevel });
  const { store } = host.storage(environment);
  const send = sqsSender(host.client(openSqs()));
  const standing = standingIn(environment.region);
  let isFirst = true;
  return async () => {
    await tick({
      clock,
      store,
      features,
      standing: isFirst ? standing : {},
      wakesOf: (feature) => wakeQueue(send, environment.queueUrl.replace('{feature}', feature), keysPerWake[feature]),
      log,
    });
    isFirst = false;
  };
}
