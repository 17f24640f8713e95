import type { Feature } from '../core/feature.ts';
import type { RecordKey } from '../core/record.ts';
import type { ScaleEvent } from '../core/scale-event.ts';
import { dayMs } from '../core/time.ts';
import { clusterName, serviceOf } from '../ecs/arn.ts';
import { isConcerned } from './alarms.ts';
import { decide } from './decide.ts';
import type { ScaleFacts, ScaleReads } from './facts.ts';
import { gather } from './gather.ts';
import { livePolicies, serviceKey } from './names.ts';
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
  openUnder: (state) => (state.kind === 'service' ? livePolicies : undefined),
  shrink: (state) => (state.kind === 'service' ? { ...state, decisions: state.decisions.slice(-10) } : state),
  keepEndedMs: 7 * dayMs,
};

/** Alarms and news of a service bring its next look forward; what is scaled by nobody costs nothing. */
function recordsOf(event: ScaleEvent, policy: ScalePolicy): readonly RecordKey[] {
  const { region } = event;
  if (event.kind === 'alarm')
    return policy.entries
      .filter((entry) => isConcerned(entry, event))
      .map(({ services }) => serviceKey(region, ...placeOf(services)));
  const place = event.kind === 'service-to-scale' ? ([event.cluster, event.service] as const) : placeOfArn(event);
  if (place === undefined || policyFor(policy, ...place) === undefined) return [];
  return [serviceKey(region, ...place)];
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
