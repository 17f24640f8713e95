import { deferred } from '../../aws/client.ts';
import type { BatchState } from '../../batch/state.ts';
import type { WatchReads } from '../../batch/watch/state.ts';
import type { ForeignReads } from '../../core/foreign-schedules.ts';
import type { Outcome } from '../../core/outcome.ts';
import { PartlyReadError } from '../../core/ports.ts';
import type { RecordStore } from '../../core/ports.ts';
import type { RecordKey } from '../../core/record.ts';
import { secondMs } from '../../core/time.ts';
import type { Host } from './host.ts';

/** A batch of reads: BatchGetItem takes 100 keys, and of one invocation so many at once are enough. */
const keysAtOnce = 400;

/** What the watchdog reads: records as they are kept, and what lies with the dead letters. */
export function watchReadsOf({ client, clock }: Host, store: RecordStore, queueUrl: string): WatchReads {
  const dead = deferred<Pick<WatchReads, 'deadTriggers'>>(async () => {
    const [{ openSqs }, { deadTriggers }] = await Promise.all([
      import('../../aws/sqs.ts'),
      import('../../aws/dead-letters.ts'),
    ]);
    return { deadTriggers: deadTriggers(client(openSqs()), clock, `${queueUrl}-dead-letter`) };
  });
  return { records: async (keys) => recordsOf(store, keys, clock.now()), deadTriggers: dead.deadTriggers };
}

async function recordsOf(store: RecordStore, keys: readonly RecordKey[], at: number) {
  const found = new Map<RecordKey, BatchState>();
  try {
    for (let from = 0; from < keys.length; from += keysAtOnce) {
      const records = await store.load(keys.slice(from, from + keysAtOnce));
      // Under a key of batch's there is a state of batch's.
      for (const { key, state } of records.values()) found.set(key, state as BatchState);
    }
    return { ok: true as const, value: found, at };
  } catch (error) {
    return {
      ok: false as const,
      reason: error instanceof PartlyReadError ? ('throttled' as const) : ('unreadable' as const),
    };
  }
}

/** What others have scheduled: looked at a few times an hour. */
export function foreignReadsOf({ client, clock }: Host): ForeignReads {
  const { foreignSchedules } = deferred<Pick<ForeignReads, 'foreignSchedules'>>(async () => {
    const [{ openScheduler }, { openRules, foreignReads }] = await Promise.all([
      import('../../aws/scheduler.ts'),
      import('../../aws/foreign-schedules.ts'),
    ]);
    return foreignReads(client(openScheduler()), client(openRules()), clock);
  });
  const { refusedLaunch } = deferred<Pick<ForeignReads, 'refusedLaunch'>>(async () => {
    const [{ openCloudTrail }, { refusedLaunches }] = await Promise.all([
      import('../../aws/cloudtrail.ts'),
      import('../../aws/refused-launches.ts'),
    ]);
    return refusedLaunches(client(openCloudTrail()), clock);
  });
  return { foreignSchedules, refusedLaunch };
}

const pingLimitMs = 3 * secondMs;

type Told = Omit<Outcome, 'kind' | 'action'>;

/**
 * Calls the address that a parameter holds. Whatever comes of it, it is done: the next call is minutes away, and one that
 * fails is what the other side is there to notice.
 */
export function pinging({ client, clock, send }: Host): (parameter: string) => Promise<Told> {
  const opened = async () => {
    const { openSsm, ssmSecrets } = await import('../../aws/ssm.ts');
    return { secret: ssmSecrets(client(openSsm()), clock), call: send() };
  };
  let opening: ReturnType<typeof opened> | undefined;
  return async (parameter) => {
    opening ??= opened();
    try {
      const { secret, call } = await opening;
      const url = await secret(parameter);
      const { status } = await call({ url, method: 'GET', headers: {}, timeoutMs: pingLimitMs, at: clock.now() });
      return { result: 'done', reason: `the dead man's switch answered ${status}`, at: clock.now() };
    } catch (error) {
      const why = error instanceof Error ? error.message : 'no answer';
      return { result: 'permanent', reason: `the dead man's switch was not reached: ${why}`, at: clock.now() };
    }
  };
}
