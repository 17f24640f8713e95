import type { Alert } from '../core/alert.ts';
import type { Telling } from '../core/decision.ts';
import { incidentKey } from '../core/subject.ts';
import type { Instant } from '../core/time.ts';
import type { ScaleTarget } from './orders.ts';
import type { Told } from './trouble-state.ts';

/** What a service's alert and a cluster's differ in. `impact`: while it lasts; `wellBecause`: of the impact that is over. */
type Level = Pick<Alert, 'subject' | 'severity' | 'impact' | 'next' | 'tags'> & { readonly wellBecause: string };

/** A state, and what goes out with it. */
export type WithTellings<State> = { readonly state: State; readonly tellings: readonly Telling<ScaleTarget>[] };

/** Notes in the state what is told, and tells it. `told` undefined: nothing is. */
export function telling<State extends { readonly told?: Told }>(
  state: State,
  told: Told | undefined,
  levelOf: (told: Told) => Level,
  now: Instant,
): WithTellings<State> {
  if (told === undefined) return { state, tellings: [] };
  const alert = alertOf(told, levelOf(told), now);
  return {
    state: { ...state, told },
    tellings: [{ type: 'telling', key: `alert ${alert.key}`, target: { send: alert } }],
  };
}

function alertOf({ version, startedAt, endedAt, causes }: Told, { wellBecause, ...level }: Level, now: Instant): Alert {
  return {
    kind: 'alert',
    key: incidentKey(level.subject),
    version,
    at: now,
    status: endedAt === undefined ? 'firing' : 'resolved',
    ...level,
    causes,
    startedAt,
    pointers: {},
    ...(endedAt !== undefined && { impact: { level: 'none', since: endedAt, because: wellBecause }, endedAt }),
  };
}
