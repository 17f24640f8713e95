import type { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import {
  DescribeAutoScalingGroupsCommand,
  SetDesiredCapacityCommand,
  TerminateInstanceInAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import type { Outcome } from '../core/outcome.ts';
import type { Clock } from '../core/ports.ts';
import { within } from './client.ts';
import { nameOf, portError } from './errors.ts';

type Done = Omit<Outcome, 'kind' | 'action'>;

export type GroupOrders = {
  /** So many instances at the least: a group that has as many already is left as it is, whoever made it so. */
  readonly raiseTo: (which: { readonly group: string; readonly instances: number }) => Promise<Done>;
  /** Ends one instance and makes its group smaller by it. */
  readonly end: (instanceId: string) => Promise<Done>;
};

/** Orders on Auto Scaling groups. Nothing here throws. */
export function groupOrders(client: AutoScalingClient, clock: Clock): GroupOrders {
  return {
    raiseTo: async (which) => done(clock, 'set the desired capacity', async () => raiseTo(client, which)),
    end: async (instanceId) => done(clock, 'end an instance', async () => end(client, instanceId)),
  };
}

type Said = Pick<Outcome, 'result' | 'reason'>;

/**
 * Never lower than what is there at that moment: SetDesiredCapacity would end instances that Auto Scaling chooses. A
 * repeat finds what the first one did.
 */
async function raiseTo(
  client: AutoScalingClient,
  { group, instances }: { readonly group: string; readonly instances: number },
): Promise<Said> {
  const answer = await client.send(new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [group] }), within());
  const { DesiredCapacity: there } = answer.AutoScalingGroups?.[0] ?? {};
  if (there === undefined) return { result: 'permanent', reason: `there is no group ${group}` };
  if (there >= instances) return { result: 'already-done', reason: `desired capacity is ${there}` };
  const wanted = { AutoScalingGroupName: group, DesiredCapacity: instances, HonorCooldown: false };
  await client.send(new SetDesiredCapacityCommand(wanted), within());
  return { result: 'done', reason: `desired capacity is ${instances}` };
}

/** "Instance Id not found": it has gone. */
const notThere = /not found/i;

async function end(client: AutoScalingClient, InstanceId: string): Promise<Said> {
  try {
    await client.send(
      new TerminateInstanceInAutoScalingGroupCommand({ InstanceId, ShouldDecrementDesiredCapacity: true }),
      within(),
    );
    return { result: 'done', reason: 'it ends, and its group is smaller' };
  } catch (error) {
    const isGone = nameOf(error) === 'ValidationError' && error instanceof Error && notThere.test(error.message);
    if (isGone) return { result: 'already-done', reason: 'it is not there any more' };
    throw error;
  }
}

/** A group that is busy says so, and is asked again (API_SetDesiredCapacity, ScalingActivityInProgress). */
const busy: ReadonlySet<string> = new Set([
  'ScalingActivityInProgress',
  'ScalingActivityInProgressFault',
  'ResourceContention',
  'ResourceContentionFault',
]);

async function done(clock: Clock, what: string, call: () => Promise<Said>): Promise<Done> {
  const at = clock.now();
  try {
    return { ...(await call()), at };
  } catch (error) {
    const { verdict, message } = portError(error, what);
    return { result: busy.has(nameOf(error)) ? 'retry' : verdict, reason: message, at: clock.now() };
  }
}
