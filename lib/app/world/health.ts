import { dynamoStore, openTable } from '../../aws/dynamodb.ts';
import { deferred } from '../../aws/client.ts';
import type { EcsReads } from '../../core/ecs-reads.ts';
import type { AwsEvent } from '../../core/event.ts';
import type { TargetReads } from '../../core/evidence-reads.ts';
import { parseEvent } from '../../ecs/events/parse.ts';
import type { HealthTarget } from '../../health/decide.ts';
import type { HealthReads } from '../../health/facts.ts';
import type { HealthPolicy } from '../../health/policy.ts';
import { healthPolicy } from '../config/health-policy.ts';
import { newId, readEnvironment, systemClock } from '../environment.ts';
import type { Built } from '../lambda.ts';
import { jsonLog, tally } from '../telemetry.ts';
import { configurationSource } from './configuration.ts';
import { alertSender, deadLettersOf, wakeQueue } from './queues.ts';
import { lazySender } from './sender.ts';
import { writeLine } from './standard-output.ts';

/** Everything the health function may touch: reads of ECS and load balancers, the table, its queue and the alerts queue. */
export async function healthWorld(): Promise<Built<AwsEvent, HealthTarget, HealthReads, HealthPolicy>> {
  const environment = readEnvironment('health');
  const clock = systemClock;
  const log = jsonLog(writeLine, clock, { function: 'health', level: environment.logLevel });
  const store = dynamoStore(openTable(environment.table));
  const counts = tally({ write: writeLine, log, store }, clock, { function: 'health', region: environment.region });
  const send = lazySender();
  const sendAlert = alertSender(send, environment.alertsQueueUrl, clock);
  const ecs = deferred<EcsReads>(async () => {
    const { ecsReads, openEcs } = await import('../../aws/ecs.ts');
    return ecsReads(openEcs(), clock);
  });
  const targets = deferred<TargetReads>(async () => {
    const { openElb, targetReads } = await import('../../aws/elb.ts');
    return targetReads(openElb(), clock);
  });
  const configuration = configurationSource({ environment, clock, store, log, count: counts.count });
  return {
    tally: counts,
    world: {
      clock,
      newId,
      parse: parseEvent,
      policy: async () => healthPolicy(await configuration()),
      store,
      read: { service: ecs.service, taskDefinition: ecs.taskDefinition, targets: targets.targets },
      act: async ({ send: alert }) => sendAlert(alert),
      authority: async () => ({ acting: false, reason: 'health acts on nothing' }),
      wakes: wakeQueue(send, environment.queueUrl),
      deadLetters: deadLettersOf(send, environment.queueUrl),
      log,
      count: counts.count,
    },
  };
}
