import type { ECSClient } from '@aws-sdk/client-ecs';
import { UpdateServiceCommand } from '@aws-sdk/client-ecs';
import type { Outcome } from '../core/outcome.ts';
import type { Clock } from '../core/ports.ts';
import { within } from './client.ts';
import { portError } from './errors.ts';

type Done = Omit<Outcome, 'kind' | 'action'>;

export type ServiceOrders = {
  /** The same number again changes nothing (API_UpdateService, desiredCount). Throws nothing. */
  readonly setDesired: (which: {
    readonly cluster: string;
    readonly service: string;
    readonly tasks: number;
  }) => Promise<Done>;
};

export function serviceOrders(client: ECSClient, clock: Clock): ServiceOrders {
  return {
    setDesired: async ({ cluster, service, tasks }) => {
      const at = clock.now();
      try {
        await client.send(new UpdateServiceCommand({ cluster, service, desiredCount: tasks }), within());
        return { result: 'done', reason: `desired count is ${tasks}`, at };
      } catch (error) {
        const { verdict, message } = portError(error, 'set the desired count');
        return { result: verdict, reason: message, at: clock.now() };
      }
    },
  };
}
