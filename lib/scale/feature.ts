import type { Feature } from '../core/feature.ts';
import type { RecordKey } from '../core/record.ts';
import type { ScaleEvent } from '../core/scale-event.ts';
import { dayMs } from '../core/time.ts';
import { clusterName, serviceOf } from '../ecs/arn.ts';
import { isConcerned } from './alarms.ts';
import { decide } from './decide.ts';
import type { ScaleFacts, ScaleReads } from './facts.ts';
import { gather } from './gather.ts';
import { liveNodes, livePolicies, nodesKey, serviceKey } from './names.ts';
import type { ScaleTarget } from './orders.ts';
import type { ScalePolicy } from './policy.ts';
import { policyFor } from './policy.ts';
import type { ScaleState } from './state.ts';

/** Scales services by rules ECS does not have: by work, by calendars, by what fits. */
export const scale: Feature<ScaleEvent, ScaleState, ScaleTarget, ScaleFacts, ScaleReads, ScalePolicy> = {
  name: 'scale',
  v: 1,
  upcast: (state) => state,
  recordsOf,
  gather,
  decide,
  openUnder: ({ kind }) => openUnder[kind],
  shrink: shrunk,
  keepEndedMs: 7 * dayMs,
};

function shrunk(state: ScaleState): ScaleState {
  if (state.kind === 'sweep') return state;
  if (state.kind === 'nodes') return { ...state, decisions: state.decisions.slice(-5) };
  return { ...state, decisions: state.decisions.slice(-10) };
}

const openUnder = { service: livePolicies, nodes: liveNodes, sweep: undefined } as const;

/** Alarms and news of a service bring its next look forward; what is scaled by nobody costs nothing. */
function recordsOf(event: ScaleEvent, policy: ScalePolicy): readonly RecordKey[] {
  const { region } = event;
  if (event.kind === 'alarm')
    return policy.entries
      .filter((entry) => isConcerned(entry, event))
      .map(({ services }) => serviceKey(region, ...placeOf(services)));
  if (event.kind === 'nodes-to-scale') return policy.nodes.length === 0 ? [] : [nodesKey(region, event.cluster)];
  const place = event.kind === 'service-to-scale' ? ([event.cluster, event.service] as const) : placeOfArn(event);
  if (place === undefined) return [];
  const nodes = hasNoPlace(event) && policy.nodes.length > 0 ? [nodesKey(region, place[0])] : [];
  return [...(policyFor(policy, ...place) === undefined ? [] : [serviceKey(region, ...place)]), ...nodes];
}

/** ECS says so once in six hours, at the most (ecs_service_events): it makes the next look come sooner, no more. */
function hasNoPlace(event: ScaleEvent): boolean {
  return event.kind === 'service-action' && event.eventName === 'SERVICE_TASK_PLACEMENT_FAILURE';
}

function placeOf(services: string): readonly [cluster: string, service: string] {
  const [cluster = '', service = ''] = services.split('/');
  return [cluster, service];
}

type ServiceNews = Extract<ScaleEvent, { readonly serviceArn: string }>;

function placeOfArn(event: ServiceNews): readonly [cluster: string, service: string] | undefined {
  const { cluster, name } = serviceOf(event.serviceArn);
  const inEvent =
    event.kind === 'service-action' && event.clusterArn !== undefined ? clusterName(event.clusterArn) : undefined;
  const known = cluster ?? inEvent;
  return known === undefined ? undefined : [known, name];
}
