import type { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CompleteLifecycleActionCommand, RecordLifecycleActionHeartbeatCommand } from '@aws-sdk/client-auto-scaling';
import type { Outcome } from '../core/outcome.ts';
import type { Clock } from '../core/ports.ts';
import { within } from './client.ts';
import { nameOf, portError } from './errors.ts';
import type { SendOptions } from './client.ts';

type Done = Omit<Outcome, 'kind' | 'action'>;

/** A lifecycle action of one instance. By its id: a token may be missing, and one action has one instance anyway. */
type ActionName = { readonly group: string; readonly hook: string; readonly instanceId: string };

export type LifecycleOrders = {
  /** With CONTINUE, always: ABANDON would end the other hooks, too, and may keep the instance (API_InstanceLifecyclePolicy). */
  readonly complete: (name: ActionName) => Promise<Done>;
  readonly heartbeat: (name: ActionName) => Promise<Done>;
};

/** CompleteLifecycleAction and RecordLifecycleActionHeartbeat. Nothing here throws. */
export function lifecycleOrders(client: AutoScalingClient, clock: Clock): LifecycleOrders {
  return {
    complete: async (name) =>
      done(clock, 'complete a lifecycle action', async (options) =>
        client.send(
          new CompleteLifecycleActionCommand({ ...inputOf(name), LifecycleActionResult: 'CONTINUE' }),
          options,
        ),
      ),
    heartbeat: async (name) =>
      done(clock, 'record a heartbeat', async (options) =>
        client.send(new RecordLifecycleActionHeartbeatCommand(inputOf(name)), options),
      ),
  };
}

const inputOf = ({ group, hook, instanceId }: ActionName) => ({
  AutoScalingGroupName: group,
  LifecycleHookName: hook,
  InstanceId: instanceId,
});

/** "No active Lifecycle Action found with instance ID …": completed by somebody, timed out, or the instance is gone. */
const over = /no active lifecycle action|not found/i;

async function done(clock: Clock, what: string, call: (options: SendOptions) => Promise<unknown>): Promise<Done> {
  const at = clock.now();
  try {
    await call(within());
    return { result: 'done', reason: `${what}: done`, at };
  } catch (error) {
    if (nameOf(error) === 'ValidationError' && over.test(error instanceof Error ? error.message : ''))
      return { result: 'already-done', reason: `${what}: there is no such action any more`, at };
    const { verdict, message } = portError(error, what);
    return { result: verdict, reason: message, at: clock.now() };
  }
}
