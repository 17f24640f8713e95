import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Clock } from '../../lib/alert/compose/clock.ts';
import type { AlertPolicy } from '../../lib/alert/policy.ts';
import { alertPolicy } from '../../lib/app/config/alert-policy.ts';
import { readConfiguration } from '../../lib/app/config/load.ts';
import { defaultFile } from '../file.ts';
import type { Io } from '../io.ts';
import { localZone, zoneOption } from '../time.ts';
import type { Installation } from './installation.ts';

/** How what is kept is shown: by the rules and in the words and zone of the configuration in force. */
export type View = { readonly policy: AlertPolicy; readonly clock: Clock };

export const zoneHelp = 'show times in this zone; default: that of the configuration, else of this machine';

/**
 * By the configuration the functions last found good, which lies in the table; where there is none (nothing was pushed
 * yet), by the `watchkeeper.yml` in this directory; else by the defaults, in the zone of this machine.
 */
export async function viewOf(
  { store, region }: Installation,
  { timezone }: { readonly timezone?: string },
  io: Io,
): Promise<View> {
  const wanted = timezone === undefined ? undefined : zoneOption(timezone);
  const kept = (await store.load([lastGoodKey(region)])).get(lastGoodKey(region))?.state;
  const policy =
    policyOf(textOf(kept), region) ?? policyOf(await fileHere(io), region) ?? policyOf(bareIn(localZone(io)), region);
  if (policy === undefined) throw new Error('the configuration without any settings cannot be read');
  const shownIn = wanted ?? policy.timezone;
  return { policy, clock: { language: policy.language, timezone: shownIn, now: io.now() } };
}

/** As `lib/app/world/configuration.ts` keeps it. */
function lastGoodKey(region: string): string {
  return `configuration#${region}#last-good`;
}

function policyOf(text: string | undefined, region: string): AlertPolicy | undefined {
  const result = text === undefined ? undefined : readConfiguration(text);
  if (result === undefined || 'faults' in result) return undefined;
  return alertPolicy(result.configuration, { account: '', region });
}

/** As little as a configuration may be. */
function bareIn(zone: string): string {
  return `timezone: ${zone}\nreceivers: { none: { webhook: /none } }\n`;
}

function textOf(kept: unknown): string | undefined {
  if (typeof kept !== 'object' || kept === null || !('text' in kept)) return undefined;
  return typeof kept.text === 'string' ? kept.text : undefined;
}

async function fileHere({ cwd }: Io): Promise<string | undefined> {
  return readFile(resolve(cwd, defaultFile), 'utf8').catch(() => undefined);
}
