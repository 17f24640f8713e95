import type { ECSClient } from '@aws-sdk/client-ecs';
import { UpdateServiceCommand } from '@aws-sdk/client-ecs';
import type { ProviderShare } from '../core/ecs-reads.ts';
import type { Outcome } from '../core/outcome.ts';
import type { Clock } from '../core/ports.ts';
import { within } from './client.ts';
import { portError } from './errors.ts';

type Done = Omit<Outcome, 'kind' | 'action'>;

type ServiceOrders = {
  /** The same number again changes nothing (API_UpdateService, desiredCount). Throws nothing. */
  readonly setDesired: (which: {
    readonly cluster: string;
    readonly service: string;
    readonly tasks: number;
  }) => Promise<Done>;
  /**
   * Another capacity provider strategy, and a deployment that replaces all tasks by it (API_UpdateService,
   * forceNewDeployment). Once more begins another deployment. Throws nothing.
   */
  readonly setShares: (which: {
    readonly cluster: string;
    readonly service: string;
    readonly shares: readonly ProviderShare[];
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
    setShares: async ({ cluster, service, shares }) => {
      const at = clock.now();
      const capacityProviderStrategy = shares.map(({ provider, ...share }) => ({
        capacityProvider: provider,
        ...share,
      }));
      try {
        const input = { cluster, service, capacityProviderStrategy, forceNewDeployment: true };
        await client.send(new UpdateServiceCommand(input), within());
        return {
          result: 'done',
          reason: `tasks are moved to ${shares.map(({ provider }) => provider).join(', ')}`,
          at,
        };
      } catch (error) {
        const { verdict, message } = portError(error, 'move tasks to another capacity provider');
        return { result: verdict, reason: message, at: clock.now() };
      }
    },
  };
}
