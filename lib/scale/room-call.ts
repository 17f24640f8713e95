import type { Telling } from '../core/decision.ts';
import type { Instant } from '../core/time.ts';
import { thingOf } from './names.ts';
import { copiesShort } from './nodes/short.ts';
import type { ScaleTarget } from './orders.ts';
import type { ScalePolicy } from './policy.ts';
import type { ServiceState } from './state.ts';

type Given = { readonly key: string; readonly policy: ScalePolicy; readonly now: Instant };

/**
 * More copies have no room than at the look before: the instances of the cluster are looked at now, and not at their next
 * tick. Where nobody hears it, they still are then.
 */
export function roomCall(
  before: Pick<ServiceState, 'decisions'>,
  { cluster, service, decisions }: Pick<ServiceState, 'cluster' | 'service' | 'decisions'>,
  { key, policy, now }: Given,
): readonly Telling<ScaleTarget>[] {
  const isWorse = copiesShort(decisions.at(-1)) > copiesShort(before.decisions.at(-1));
  if (policy.nodes.length === 0 || !isWorse) return [];
  const { account } = policy.stack;
  const { region } = thingOf(key);
  const envelope = { id: `scale/nodes/${cluster}/${service}/${now}`, at: now, account, region };
  return [
    { type: 'telling', key: `room in ${cluster}`, target: { pass: { kind: 'nodes-to-scale', ...envelope, cluster } } },
  ];
}
