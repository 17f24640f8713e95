import { minuteMs, secondMs } from '../../core/time.ts';
import { undoOrders } from './ordering.ts';
import type { End, Given, Step } from './situation.ts';
import { over, soonMs, strongerIn } from './situation.ts';
import type { Intervention } from './state.ts';

/** What stands is looked after so often where nothing else is wrong with the service. */
const standsMs = minuteMs;

/** One reading may be older than the order. */
const lagMs = 20 * secondMs;

/** Nothing by itself follows from a roll-back that nobody sees the end of. */
const longestRollBackMs = 120 * minuteMs;

export function standing(given: Given, intervention: Intervention): Step {
  return intervention.is === 'stop' ? stopped(given, intervention) : rolledBack(given, intervention);
}

function rolledBack(given: Given, intervention: Intervention): Step {
  const { state, now } = given;
  const { deployment } = state;
  const isOwn = deployment?.id === intervention.deploymentId;
  const goesOn =
    isOwn &&
    (deployment?.state === 'in-progress' || deployment?.state === 'rolling-back' || deployment?.state === 'failed');
  const isLost = now >= (intervention.doneAt ?? now) + longestRollBackMs;
  if (!goesOn || isLost) return over(given, intervention, { is: 'done' });
  return { intervention, orders: [], partings: [], lookAt: now + standsMs, note: 'its roll-back goes on' };
}

/** Stopped it stays, until a person takes it over, somebody starts it, or another revision is deployed. */
function stopped(given: Given, intervention: Intervention): Step {
  const { service, facts, now } = given;
  const stands: Step = { intervention, orders: [], partings: [], note: 'it is stopped' };
  if (service === undefined || facts.service?.ok !== true) return stands;
  if (facts.service.at < (intervention.doneAt ?? now) + lagMs) return { ...stands, lookAt: now + lagMs };
  const undoes: Intervention = { ...intervention, phase: 'undoes' };
  if (service.desired > 0) return undoing(given, undoes);
  const isOther =
    service.taskDefinitionArn !== undefined && service.taskDefinitionArn !== intervention.taskDefinitionArn;
  const taken = strongerIn(given, intervention);
  if (!isOther && taken === undefined) return stands;
  return undoing(given, { ...undoes, starts: true, ...(taken !== undefined && { why: taken }) });
}

/** First its tasks, then its scaling: a scalable target moves what is below its minimum. */
export function undoing(given: Given, intervention: Intervention): Step {
  const { state, service, facts, policy, now } = given;
  if (now < (intervention.notBefore ?? now))
    return { intervention, orders: [], partings: [], lookAt: intervention.notBefore ?? now };
  const scaling = facts.loop?.scaling;
  const undo = undoOrders(intervention, { subject: state.subject, policy, service, scaling, now });
  if (undo === 'done') return over(given, intervention, { is: intervention.end ?? 'started' });
  return { intervention, orders: undo, partings: [], lookAt: now + soonMs, note: 'it is taken back' };
}

/** It came to nothing; what was suspended for it is put back first. */
export function ended(given: Given, intervention: Intervention, end: End): Step {
  if (intervention.suspendedAt === undefined) return over(given, intervention, end);
  const { why } = end;
  return undoing(given, { ...intervention, phase: 'undoes', end: end.is, ...(why !== undefined && { why }) });
}
