import type { Alert } from '../core/alert.ts';
import type { Telling } from '../core/decision.ts';
import type { Subject } from '../core/subject.ts';
import { incidentKey } from '../core/subject.ts';
import type { Instant } from '../core/time.ts';
import type { ScaleTarget } from './orders.ts';
import type { ScalePolicy } from './policy.ts';
import type { ServiceState } from './state.ts';
import { toldNext } from './trouble-state.ts';
import { toTell } from './trouble.ts';

type Given = {
  readonly policy: ScalePolicy;
  readonly region: string;
  /** Of the service: they say whose it is. */
  readonly tags: Readonly<Record<string, string>>;
  readonly now: Instant;
};
type Told = { readonly state: ServiceState; readonly tellings: readonly Telling<ScaleTarget>[] };

/** The level of what keeps a service from its size, when it is another than was told before; its end, when nothing does. */
export function tellingOf(state: ServiceState, given: Given): Told {
  const { now } = given;
  // How much is wanted changes with every look, and is no news by itself.
  const next = toldNext(state.told, toTell(state.troubles, now), { news: ['by', 'most', 'reason'], now });
  if (next === undefined) return { state, tellings: [] };
  const alert = alertOf({ ...state, told: next }, given);
  return {
    state: { ...state, told: next },
    tellings: [{ type: 'telling', key: `alert ${alert.key}`, target: { send: alert } }],
  };
}

/** Beside the incident of the service's health: what stands behind the slash is no part of its name. */
function subjectOf({ cluster, service }: ServiceState, { policy, region }: Given): Subject {
  return { account: policy.stack.account, region, cluster, kind: 'service', name: `${service}/scaling` };
}

type Opened = ServiceState & { readonly told: NonNullable<ServiceState['told']> };

function alertOf(state: Opened, given: Given): Alert {
  const { now } = given;
  const { version, startedAt, endedAt, causes } = state.told;
  const subject = subjectOf(state, given);
  const isOver = endedAt !== undefined;
  // Nothing is short: only where it runs is not as usual.
  const isNotice = causes.every(({ id }) => id === 'scale_on_demand');
  return {
    kind: 'alert',
    key: incidentKey(subject),
    version,
    at: now,
    status: isOver ? 'resolved' : 'firing',
    subject,
    severity: isNotice ? 'info' : 'warning',
    impact: isOver
      ? { level: 'none', since: endedAt, because: 'scaled' }
      : { level: isNotice ? 'none' : 'at-risk', since: startedAt, because: 'scaling' },
    next: nextOf(state, given),
    causes,
    startedAt,
    pointers: {},
    ...(Object.keys(given.tags).length > 0 && { tags: given.tags }),
    ...(isOver && { endedAt }),
  };
}

/** What the clock or the policy will do by itself. */
function nextOf({ troubles, contestedUntil, spot }: ServiceState, { now }: Given): Alert['next'] {
  const ids = toTell(troubles, now).map(({ cause }) => cause);
  if (ids.includes('scale_contested'))
    return { code: 'scale_waits', ...(contestedUntil !== undefined && { at: contestedUntil }) };
  if (ids.some((id) => id === 'scale_owned' || id === 'scale_refused')) return { code: 'waits_for_you' };
  if (ids.length > 0 && ids.every((id) => id === 'scale_spot_short')) return { code: 'waits_for_you' };
  if (ids.length > 0 && ids.every((id) => id === 'scale_on_demand'))
    return { code: 'scale_back', ...(spot?.shifted !== undefined && { at: spot.shifted.backAt }) };
  return { code: 'scale_retries' };
}
