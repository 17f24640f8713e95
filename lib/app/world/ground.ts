import { jsonLog, tally } from '../telemetry.ts';
import { configurationSource } from './configuration.ts';
import type { Host } from './host.ts';
import { deadLettersOf, wakeQueue } from './queues.ts';
import { lazySender } from './sender.ts';

/** What every function with a queue of its own stands on; its `world` adds what is the function's own. */
export function groundOf(host: Host, name: 'health' | 'drain' | 'scale' | 'batch' | 'alert') {
  const environment = host.environment(name);
  const { clock, newId, pause, writeLine } = host;
  const log = jsonLog(writeLine, clock, { function: name, level: environment.logLevel });
  const storage = host.storage(environment);
  const { store } = storage;
  const counts = tally({ write: writeLine, log, store }, clock, { function: name, region: environment.region });
  const send = lazySender(host);
  return {
    environment,
    ...storage,
    counts,
    send,
    configuration: configurationSource({ environment, host, store, log, count: counts.count }),
    world: {
      clock,
      newId,
      pause,
      wakes: wakeQueue(send, environment.queueUrl),
      deadLetters: deadLettersOf(send, environment.queueUrl),
      log,
      count: counts.count,
    },
  };
}

export type Ground = ReturnType<typeof groundOf>;
