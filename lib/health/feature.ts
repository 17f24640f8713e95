import type { AwsEvent } from '../core/event.ts';
import type { Feature } from '../core/feature.ts';
import { dayMs } from '../core/time.ts';
import type { HealthTarget } from './decide.ts';
import { decide } from './decide-record.ts';
import type { HealthFacts, HealthReads } from './facts.ts';
import { gather } from './gather.ts';
import type { HealthPolicy } from './policy.ts';
import type { KeptHealth } from './state.ts';
import { recordsOf } from './subject.ts';
import { forgetful } from './sweep/memory.ts';

/** Judges services, task families, instances and deployments, and says so when something is wrong with one. */
export const health: Feature<AwsEvent, KeptHealth, HealthTarget, HealthFacts, HealthReads, HealthPolicy> = {
  name: 'health',
  v: 1,
  upcast: (state) => state,
  recordsOf,
  gather,
  decide,
  openUnder: (state) => (!('kind' in state) && state.incident?.status === 'firing' ? state.subject.cluster : undefined),
  shrink: smaller,
  keepEndedMs: 7 * dayMs,
};

function smaller(state: KeptHealth): KeptHealth {
  if (!('kind' in state)) return { ...state, seen: state.seen.slice(-200) };
  return state.kind === 'sweep' ? forgetful(state) : { ...state, told: state.told.slice(-500) };
}
