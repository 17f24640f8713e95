import type { Alert, Cause } from '../core/alert.ts';
import type { Telling } from '../core/decision.ts';
import { shortHash } from '../core/short-hash.ts';
import type { Subject } from '../core/subject.ts';
import { incidentKey } from '../core/subject.ts';
import type { Instant } from '../core/time.ts';
import { scaleCauses } from '../ecs/scale-causes.ts';
import type { ScaleTarget } from './orders.ts';
import type { ScalePolicy } from './policy.ts';
import type { ServiceState, Trouble } from './state.ts';
import { isTold, toTell } from './trouble.ts';

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
  const troubles = toTell(state.troubles, now);
  if (troubles.length === 0 && !isTold(state)) return { state, tellings: [] };
  const isOver = troubles.length === 0;
  // How much is wanted changes with every look, and is no news by itself.
  const gist = shortHash(
    JSON.stringify([isOver, troubles.map(({ cause, fills }) => [cause, fills['by'], fills['most'], fills['reason']])]),
  );
  if (state.told?.gist === gist) return { state, tellings: [] };
  const { told } = state;
  const startedAt =
    isTold(state) && told !== undefined ? told.startedAt : Math.min(now, ...troubles.map(({ since }) => since));
  const version = (told?.version ?? 0) + 1;
  const causes = isOver ? (told?.causes ?? []) : troubles.map((trouble) => causeOf(trouble, now));
  const next = { version, gist, startedAt, causes, ...(isOver && { endedAt: now }) };
  const alert = alertOf({ ...state, told: next }, given);
  return {
    state: { ...state, told: next },
    tellings: [{ type: 'telling', key: `alert ${alert.key}`, target: { send: alert } }],
  };
}

function causeOf({ cause: id, fills, since }: Trouble, now: Instant): Cause {
  const row = scaleCauses.find((each) => each.id === id);
  return {
    id,
    severity: row?.severity ?? 'warning',
    certainty: row?.certainty ?? 'certain',
    count: 1,
    firstAt: since,
    lastAt: now,
    fills,
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
  return {
    kind: 'alert',
    key: incidentKey(subject),
    version,
    at: now,
    status: isOver ? 'resolved' : 'firing',
    subject,
    severity: 'warning',
    impact: isOver
      ? { level: 'none', since: endedAt, because: 'scaled' }
      : { level: 'at-risk', since: startedAt, because: 'scaling' },
    next: nextOf(state, given),
    causes,
    startedAt,
    pointers: {},
    ...(Object.keys(given.tags).length > 0 && { tags: given.tags }),
    ...(isOver && { endedAt }),
  };
}

/** What the clock or the policy will do by itself. */
function nextOf({ troubles, contestedUntil }: ServiceState, { now }: Given): Alert['next'] {
  const ids = toTell(troubles, now).map(({ cause }) => cause);
  if (ids.includes('scale_contested'))
    return { code: 'scale_waits', ...(contestedUntil !== undefined && { at: contestedUntil }) };
  if (ids.some((id) => id === 'scale_owned' || id === 'scale_refused')) return { code: 'waits_for_you' };
  return { code: 'scale_retries' };
}
