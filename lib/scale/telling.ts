import type { Alert } from '../core/alert.ts';
import type { Subject } from '../core/subject.ts';
import type { Instant } from '../core/time.ts';
import type { ScalePolicy } from './policy.ts';
import type { ServiceState } from './state.ts';
import type { Told } from './trouble-state.ts';
import { toldNext } from './trouble-state.ts';
import type { WithTellings } from './trouble-telling.ts';
import { telling } from './trouble-telling.ts';
import { toTell } from './trouble.ts';

type Given = {
  readonly policy: ScalePolicy;
  readonly region: string;
  /** Of the service: they say whose it is. */
  readonly tags: Readonly<Record<string, string>>;
  readonly now: Instant;
};

/** The level of what keeps a service from its size, when it is another than was told before; its end, when nothing does. */
export function tellingOf(state: ServiceState, given: Given): WithTellings<ServiceState> {
  const { now, tags } = given;
  // How much is wanted changes with every look, and is no news by itself.
  const next = toldNext(state.told, toTell(state.troubles, now), { news: ['by', 'most', 'reason'], now });
  const levelOf = ({ causes, startedAt }: Told) => {
    // Nothing is short: only where it runs is not as usual.
    const isNotice = causes.every(({ id }) => id === 'scale_on_demand');
    return {
      subject: subjectOf(state, given),
      severity: isNotice ? 'info' : 'warning',
      impact: { level: isNotice ? 'none' : 'at-risk', since: startedAt, because: 'scaling' },
      wellBecause: 'scaled',
      next: nextOf(state, given),
      ...(Object.keys(tags).length > 0 && { tags }),
    } as const;
  };
  return telling(state, next, levelOf, now);
}

/** Beside the incident of the service's health: what stands behind the slash is no part of its name. */
function subjectOf({ cluster, service }: ServiceState, { policy, region }: Given): Subject {
  return { account: policy.stack.account, region, cluster, kind: 'service', name: `${service}/scaling` };
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
