import { actOrders, askOrders } from './ordering.ts';
import { forgottenIn, placeOf, touchedIn } from './shared.ts';
import type { Given, Step } from './situation.ts';
import { isStillWanted, soonMs, strongerIn, waits } from './situation.ts';
import { ended, standing } from './standing.ts';
import type { Intervention } from './state.ts';

/** Leave to act: nobody stronger acts on the service, and not too many were touched within the hour. */
export function asking(given: Given, intervention: Intervention): Step {
  const { facts, policy, now, state } = given;
  const stronger = strongerIn(given, intervention);
  if (stronger !== undefined) return ended(given, intervention, { is: 'held', why: stronger });
  if (given.service === undefined) return waits(intervention, now);
  if (!isStillWanted(given, intervention)) return ended(given, intervention, { is: 'passed' });
  if (intervention.holdAt !== undefined && intervention.placeAt !== undefined)
    return acting(given, { ...intervention, phase: 'acts' });
  const use = facts.loop?.use;
  if (use?.ok !== true) return waits(intervention, now);
  const { region } = state.subject;
  const isFull = touchedIn(use.value, placeOf(state.subject, intervention), now) >= policy.perHour;
  if (isFull && intervention.placeAt === undefined) return ended(given, intervention, { is: 'limit' });
  return {
    intervention,
    orders: askOrders(intervention, { subject: state.subject, policy, use: use.value, now }),
    partings: forgottenIn(use.value, region, now),
    lookAt: now + soonMs,
    note: 'it loops: leave is asked for',
  };
}

export function acting(given: Given, intervention: Intervention): Step {
  const { state, service, facts, policy, now } = given;
  if (service === undefined) return waits(intervention, now);
  const isSeen = intervention.orderedAt !== undefined && isDoneIn(given, intervention);
  if (isSeen) return standing(given, { ...intervention, phase: 'stands', doneAt: now });
  const stronger = strongerIn(given, intervention);
  if (stronger !== undefined) return ended(given, intervention, { is: 'held', why: stronger });
  if (!isStillWanted(given, intervention)) return ended(given, intervention, { is: 'passed' });
  const asked = actOrders(intervention, { subject: state.subject, policy, scaling: facts.loop?.scaling, now });
  if (asked === undefined) return waits(intervention, now);
  return { ...asked, partings: [], lookAt: now + soonMs, note: `it loops: ${intervention.is}` };
}

/** The order's outcome may be unknown: what it was to bring about is there. */
function isDoneIn({ service, state }: Given, { is, deploymentId }: Intervention): boolean {
  if (is === 'stop') return service?.desired === 0;
  const { deployment } = state;
  return (
    deployment?.id === deploymentId && (deployment?.state === 'rolling-back' || deployment?.state === 'rolled-back')
  );
}
