import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { deferred } from '../../aws/client.ts';
import type { TextObjects } from '../../aws/s3.ts';
import type { Count, Log, NewId, RecordStore } from '../../core/ports.ts';
import { fileConfiguration } from '../config/file.ts';
import type { LastGood } from '../config/live.ts';
import { liveConfiguration } from '../config/live.ts';
import type { Configuration } from '../config/schema.ts';
import type { Environment } from '../environment.ts';
import type { Host } from './host.ts';
import { build } from '../environment.ts';

type Needs = {
  readonly environment: Environment;
  readonly host: Host;
  readonly store: RecordStore;
  readonly log: Log;
  readonly count: Count;
};

/** The file the build puts beside the function. */
const bundledFile = 'watchkeeper.json';

/** Where the configuration comes from: the file named, or an object in S3 that is looked at again every minute. */
export function configurationSource(needs: Needs): () => Promise<Configuration> {
  const { environment } = needs;
  if (!environment.configuration.startsWith('s3://')) return onceRead(environment.configuration);
  const live = liveFrom(needs);
  return async () => (await live()).configuration;
}

function onceRead(path: string): () => Promise<Configuration> {
  let reading: Promise<Configuration> | undefined;
  return async () => {
    reading ??= fileConfiguration(isAbsolute(path) ? path : join(import.meta.dirname, path), readText).catch(
      (error: unknown) => {
        reading = undefined;
        throw error;
      },
    );
    return reading;
  };
}

/** Read at once, since the first event waits for nothing else: the way through the thread pool takes some 2 ms longer. */
async function readText(path: string): Promise<string> {
  return readFileSync(path, 'utf8');
}

function liveFrom({ environment, host, store, log, count }: Needs): ReturnType<typeof liveConfiguration> {
  const { clock, newId } = host;
  const objects = deferred<TextObjects>(async () => {
    const { openS3, textObjects } = await import('../../aws/s3.ts');
    return textObjects(host.client(openS3()), clock);
  });
  const [bucket = '', ...key] = environment.configuration.slice('s3://'.length).split('/');
  const place = { bucket, key: key.join('/') };
  return liveConfiguration({
    clock,
    build,
    get: async (ifNoneMatch) => objects.get(place, ifNoneMatch === undefined ? {} : { ifNoneMatch }),
    lastGood: lastGoodIn(store, environment.region, newId),
    bundled: onceRead(bundledFile),
    onBad: (faults, again) => {
      count('BadConfiguration', 1);
      if (!again) log('error', 'the configuration cannot be used; the last good one stays in force', { faults });
    },
    onUnreachable: (what, reason) => {
      // Nobody has pushed a configuration yet: the bundled one is meant.
      if (what === 'object' && reason === 'not-found') return;
      count('ConfigurationUnreachable', 1);
      log('warn', `the ${what === 'object' ? 'configuration' : 'last good configuration'} could not be reached`, {
        reason,
      });
    },
  });
}

/** The last good configuration is one item of the table: a cold start during a bad push still has it. */
function lastGoodIn(
  store: RecordStore,
  region: string,
  newId: NewId,
): { get: () => Promise<LastGood | undefined>; put: (good: LastGood) => Promise<void> } {
  const key = `configuration#${region}#last-good`;
  return {
    get: async () => {
      const kept = (await store.load([key])).get(key);
      if (kept?.unreadable !== undefined) throw new Error(`the last good configuration: ${kept.unreadable.problem}`);
      return kept?.state as LastGood | undefined;
    },
    put: async (good) => {
      const version = (await store.load([key])).get(key)?.version ?? 0;
      await store.save({ key, v: 1, version: version + 1, writeId: newId(), state: good, todo: [] }, version);
    },
  };
}
