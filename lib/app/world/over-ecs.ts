import { deferred } from '../../aws/client.ts';
import type { Ecs } from '../../aws/ecs-client.ts';
import type { Admit } from '../../aws/rationed-client.ts';
import type { Clock } from '../../core/ports.ts';
import type { Host } from './host.ts';

export type Over = Pick<Host, 'client' | 'clock'>;
type Port<Calls> = { readonly [Name in keyof Calls]: (...args: never[]) => Promise<unknown> };

/**
 * What an adapter makes of an ECS client: it and the client are loaded at the first call. `admit`: no request is sent
 * without its leave.
 */
export function overEcs<Calls extends Port<Calls>>(
  { client, clock }: Over,
  load: () => Promise<(ecs: Ecs, clock: Clock) => Calls>,
  admit?: Admit,
): Calls {
  return deferred<Calls>(async () => {
    const [{ openEcs }, adapter, ration] = await Promise.all([
      import('../../aws/ecs-client.ts'),
      load(),
      admit === undefined ? undefined : import('../../aws/rationed-client.ts'),
    ]);
    const ecs = client(openEcs());
    return adapter(admit === undefined || ration === undefined ? ecs : ration.rationed(ecs, admit), clock);
  });
}
