import { drainPolicy } from '../../lib/app/config/drain-policy.ts';
import { readConfiguration } from '../../lib/app/config/load.ts';
import type { RecordStore } from '../../lib/core/ports.ts';
import type { DrainPolicy } from '../../lib/drain/policy.ts';
import { configurationHere, keptConfiguration } from '../configuration-in-force.ts';
import type { Io } from '../io.ts';

/**
 * How instances are drained, by the configuration the functions last found good; without a table, by the one in this
 * directory; else by the defaults. Whether the stack may act at all is a parameter of the stack: it is taken to.
 */
export async function drainPolicyOf(
  { store, region }: { readonly store?: RecordStore; readonly region: string },
  io: Io,
): Promise<DrainPolicy> {
  const kept = store === undefined ? undefined : await keptConfiguration(store, region);
  const texts = [kept, await configurationHere(io), 'receivers: { none: { webhook: /none } }\n'];
  for (const text of texts) {
    const read = text === undefined ? undefined : readConfiguration(text);
    if (read !== undefined && 'configuration' in read)
      return drainPolicy(read.configuration, { account: '', region, mode: 'act', live: new Map() });
  }
  throw new Error('the configuration without any settings cannot be read');
}
