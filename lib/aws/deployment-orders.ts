import type { ECSClient } from '@aws-sdk/client-ecs';
import { StopServiceDeploymentCommand } from '@aws-sdk/client-ecs';
import type { Outcome } from '../core/outcome.ts';
import type { Clock } from '../core/ports.ts';
import { within } from './client.ts';
import { portError } from './errors.ts';

type Done = Omit<Outcome, 'kind' | 'action'>;

type DeploymentOrders = {
  /**
   * Also of a service that has no circuit breaker. What rolls back already goes on rolling back
   * (stop-service-deployment). Throws nothing.
   */
  readonly rollBack: (serviceDeploymentArn: string) => Promise<Done>;
};

export function deploymentOrders(client: ECSClient, clock: Clock): DeploymentOrders {
  return {
    rollBack: async (serviceDeploymentArn) => {
      const at = clock.now();
      try {
        const command = new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' });
        await client.send(command, within());
        return { result: 'done', reason: 'it is rolled back', at };
      } catch (error) {
        const { verdict, message } = portError(error, 'roll the deployment back');
        return { result: verdict, reason: message, at: clock.now() };
      }
    },
  };
}
