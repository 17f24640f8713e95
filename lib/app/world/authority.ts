import type { SwitchState } from '../../aws/ssm.ts';
import type { Environment } from '../environment.ts';
import type { Authority } from '../world.ts';
import type { Host } from './host.ts';

/** People who stop all acting at once write anything but `on` into it. */
const actingParameter = '/watchkeeper/acting';

/**
 * Whether orders may be carried out: never in a stack of `Mode=watch`, which has no right to any; else while the switch
 * is on.
 */
export function authorityOf(
  { mode }: Pick<Environment, 'mode'>,
  { client, clock }: Pick<Host, 'client' | 'clock'>,
): Authority {
  if (mode === 'watch') return async () => ({ acting: false, reason: 'the stack only watches (Mode=watch)' });
  let loading: Promise<() => Promise<SwitchState>> | undefined;
  let asking: ReturnType<Authority> | undefined;
  const ask = async (): ReturnType<Authority> => {
    loading ??= import('../../aws/ssm.ts').then(({ openSsm, ssmSwitch }) =>
      ssmSwitch(client(openSsm()), actingParameter, clock),
    );
    return (await loading)();
  };
  // Orders of one turn ask once, and go on together: so they can be one request.
  return async () => {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };
}
