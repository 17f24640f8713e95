import type { Feature } from '../core/feature.ts';
import type { HostEvent } from '../core/host-event.ts';
import type { RecordKey } from '../core/record.ts';
import { dayMs } from '../core/time.ts';
import { decide } from './decide.ts';
import type { DrainFacts, DrainReads } from './facts.ts';
import { gather } from './gather.ts';
import { groupKey, instanceKey, liveDrains } from './names.ts';
import type { DrainTarget } from './orders.ts';
import type { DrainPolicy } from './policy.ts';
import type { DrainState } from './state.ts';
import { isThere } from './verdict.ts';

/** Sets instances that go to DRAINING, waits until nothing runs on them, and lets them go. */
export const drain: Feature<HostEvent, DrainState, DrainTarget, DrainFacts, DrainReads, DrainPolicy> = {
  name: 'drain',
  v: 1,
  upcast: (state) => state,
  recordsOf,
  gather,
  decide,
  openUnder: (state) => (state.kind === 'instance' && state.ended === undefined ? liveDrains : undefined),
  shrink,
  keepEndedMs: 7 * dayMs,
};

/** Without all that was listed, it is listed anew. */
function shrink(state: DrainState): DrainState {
  if (state.kind !== 'instance') return state;
  const { heard: _, ...rest } = state;
  return { ...rest, stopped: state.stopped.slice(-50), left: state.left.slice(-200) };
}

/** A task's event concerns only whose instance is being drained now. */
function recordsOf(event: HostEvent, { live }: Pick<DrainPolicy, 'live'>): readonly RecordKey[] {
  switch (event.kind) {
    case 'task': {
      const key = event.containerInstanceArn === undefined ? undefined : live.get(event.containerInstanceArn);
      return key === undefined ? [] : [key];
    }
    case 'maintenance':
      return event.instanceIds.map((id) => instanceKey(event.region, id));
    case 'drain-stands':
      return [groupKey(event.region, event.group)];
    default:
      return [instanceKey(event.region, event.instanceId)];
  }
}

/** The container instances of a live drain, by which events of tasks find its record. */
export function containerInstancesOf(state: DrainState): readonly string[] {
  if (state.kind !== 'instance' || state.ended !== undefined) return [];
  return state.hosts.filter(isThere).map(({ arn }) => arn);
}
