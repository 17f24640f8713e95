import { serviceNameIn } from '../core/subject.ts';
import type { Alert } from '../core/alert.ts';
import type { Instant } from '../core/time.ts';
import type { AlertPolicy } from './policy.ts';
import type { RouteFacts } from './routing.ts';
import { routesFor } from './routing.ts';

/** What routes look at in an alert; `more` is what the alert does not know of itself. */
export function routeFacts(
  alert: Alert,
  more: Pick<RouteFacts, 'acknowledged' | 'pagerLive' | 'team' | 'toldAt'>,
): RouteFacts {
  const { kind, name, cluster } = alert.subject;
  const service = serviceNameIn(alert.subject);
  return {
    impact: alert.impact.level,
    severity: alert.severity,
    cluster,
    causes: alert.causes.map((cause) => cause.id),
    impactSince: alert.impact.since ?? alert.startedAt,
    ...(service !== undefined && { service }),
    ...(kind === 'family' && { family: name }),
    ...(alert.pages === true && { pages: true }),
    ...more,
  };
}

/** So many moments at which routes change their answer are looked at. */
const mostMoments = 8;

/**
 * From when on, `from` at the earliest, the routes tell it to a receiver if all stays as it is: after its `for`, when
 * the office opens. Absent: never. Escalations are not foreseen: somebody may take the incident before.
 */
export function toldFrom(
  policy: AlertPolicy,
  facts: RouteFacts,
  { receiver, from }: { readonly receiver: string; readonly from: Instant },
): Instant | undefined {
  let at = from;
  for (let moment = 0; moment < mostMoments; moment += 1) {
    const routing = routesFor(policy, { ...facts, acknowledged: true }, at);
    if (routing.now.some((routed) => routed.receiver === receiver)) return at;
    if (routing.lookAgainAt === undefined || routing.lookAgainAt <= at) return undefined;
    at = routing.lookAgainAt;
  }
  return undefined;
}
