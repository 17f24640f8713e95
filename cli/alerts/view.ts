import type { Clock } from '../../lib/alert/compose/clock.ts';
import type { AlertPolicy } from '../../lib/alert/policy.ts';
import { alertPolicy } from '../../lib/app/config/alert-policy.ts';
import { readConfiguration } from '../../lib/app/config/load.ts';
import { configurationHere, keptConfiguration } from '../configuration-in-force.ts';
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
  const kept = await keptConfiguration(store, region);
  const policy =
    policyOf(kept, region) ?? policyOf(await configurationHere(io), region) ?? policyOf(bareIn(localZone(io)), region);
  if (policy === undefined) throw new Error('the configuration without any settings cannot be read');
  const shownIn = wanted ?? policy.timezone;
  return { policy, clock: { language: policy.language, timezone: shownIn, now: io.now() } };
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
