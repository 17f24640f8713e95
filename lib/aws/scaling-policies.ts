import type { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import {
  paginateDescribeScalableTargets,
  paginateDescribeScalingPolicies,
} from '@aws-sdk/client-application-auto-scaling';
import type { Clock, Read } from '../core/ports.ts';
import type { OtherScaling } from '../core/scale-reads.ts';
import { minuteMs } from '../core/time.ts';
import { within } from './client.ts';
import { readFrom } from './errors.ts';

/** Somebody else's policies change seldom: all of the account are read at once, and good for so long. */
const keptMs = 5 * minuteMs;

const none: OtherScaling = { policies: [], isInSuspended: false, isOutSuspended: false };

/** Of the services of an account, `service/CLUSTER/NAME` in Application Auto Scaling's words. */
export function serviceScaling(
  client: ApplicationAutoScalingClient,
  clock: Clock,
): (which: { readonly cluster: string; readonly service: string }) => Promise<Read<OtherScaling>> {
  let known: { readonly read: Promise<Read<ReadonlyMap<string, OtherScaling>>>; readonly until: number } | undefined;
  return async ({ cluster, service }) => {
    if (known === undefined || clock.now() >= known.until)
      known = { read: readFrom(clock, async () => readAll(client)), until: clock.now() + keptMs };
    const asked = known;
    const read = await asked.read;
    if (!read.ok) {
      if (known === asked) known = undefined;
      return read;
    }
    return { ...read, value: read.value.get(`service/${cluster}/${service}`) ?? none };
  };
}

async function readAll(client: ApplicationAutoScalingClient): Promise<ReadonlyMap<string, OtherScaling>> {
  const all = new Map<string, OtherScaling>();
  const scope = { ServiceNamespace: 'ecs' as const };
  for await (const page of paginateDescribeScalableTargets({ client }, scope, within())) {
    for (const { ResourceId: id = '', SuspendedState: suspended = {} } of page.ScalableTargets ?? []) {
      all.set(id, {
        policies: [],
        isInSuspended: suspended.DynamicScalingInSuspended === true,
        isOutSuspended: suspended.DynamicScalingOutSuspended === true,
      });
    }
  }
  for await (const page of paginateDescribeScalingPolicies({ client }, scope, within())) {
    for (const { ResourceId: id = '', PolicyName: name = '' } of page.ScalingPolicies ?? []) {
      const target = all.get(id) ?? none;
      all.set(id, { ...target, policies: [...target.policies, name] });
    }
  }
  return all;
}
