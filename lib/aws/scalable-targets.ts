import type { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import {
  DescribeScalableTargetsCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import type { InCluster } from '../core/ecs-reads.ts';
import type { Outcome } from '../core/outcome.ts';
import type { Clock, Read } from '../core/ports.ts';
import { within } from './client.ts';
import { portError, readFrom } from './errors.ts';

type Done = Omit<Outcome, 'kind' | 'action'>;

/** What of a scalable target is suspended (API_SuspendedState). */
type ScalingSuspension = { readonly in: boolean; readonly out: boolean; readonly scheduled: boolean };

export type ScalableTargets = {
  /** Undefined: nobody has registered the service. */
  readonly read: (which: InCluster<'service'>) => Promise<Read<ScalingSuspension | undefined>>;
  /** Its least and most are left as they are: what is not named is not changed (API_RegisterScalableTarget). Throws nothing. */
  readonly suspend: (which: InCluster<'service'> & { readonly suspension: ScalingSuspension }) => Promise<Done>;
};

const dimension = { ServiceNamespace: 'ecs', ScalableDimension: 'ecs:service:DesiredCount' } as const;

/** A service as Application Auto Scaling names it. */
const resourceOf = ({ cluster, service }: InCluster<'service'>): string => `service/${cluster}/${service}`;

export function scalableTargets(client: ApplicationAutoScalingClient, clock: Clock): ScalableTargets {
  return {
    read: async (which) =>
      readFrom(clock, async () => {
        const command = new DescribeScalableTargetsCommand({ ...dimension, ResourceIds: [resourceOf(which)] });
        const { ScalableTargets: [target] = [] } = await client.send(command, within());
        if (target === undefined) return undefined;
        const { DynamicScalingInSuspended, DynamicScalingOutSuspended, ScheduledScalingSuspended } =
          target.SuspendedState ?? {};
        return {
          in: DynamicScalingInSuspended === true,
          out: DynamicScalingOutSuspended === true,
          scheduled: ScheduledScalingSuspended === true,
        };
      }),
    suspend: async ({ suspension, ...which }) => {
      const at = clock.now();
      try {
        const SuspendedState = {
          DynamicScalingInSuspended: suspension.in,
          DynamicScalingOutSuspended: suspension.out,
          ScheduledScalingSuspended: suspension.scheduled,
        };
        const command = new RegisterScalableTargetCommand({
          ...dimension,
          ResourceId: resourceOf(which),
          SuspendedState,
        });
        await client.send(command, within());
        return { result: 'done', reason: 'its scaling is as wanted', at };
      } catch (error) {
        const { verdict, message } = portError(error, 'suspend or resume the scaling of the service');
        return { result: verdict, reason: message, at: clock.now() };
      }
    },
  };
}
