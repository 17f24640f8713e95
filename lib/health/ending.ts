import type { AlertStatus } from '../core/alert.ts';
import type { Instant } from '../core/time.ts';
import { dayMs, hourMs, minuteMs } from '../core/time.ts';
import { isPause } from '../ecs/other-causes.ts';
import type { HealthPolicy } from './policy.ts';
import { thresholdsFor } from './policy.ts';
import { reminderAt } from './stages.ts';
import type { DeploymentStory, HealthState, Incident, WaitingHook } from './state.ts';

/** A deployment that came to its end leaves nothing to wait for but the last echo. */
const echoMs = minuteMs;

/** A flapping service must be quiet for longer each time, up to this. */
const quietLimitMs = hourMs;

/** An incident nobody has heard of, nor can read about, for this long says nothing any more. */
const silentMs = dayMs;

/**
 * Whether an incident is over, and why (not). `lookAt`: when the answer may change by time alone; absent: whenever the
 * subject changes, so it has to be read again and again.
 */
export type Ending =
  | { readonly status: Exclude<AlertStatus, 'firing'>; readonly reason: string }
  | { readonly status?: undefined; readonly reason: string; readonly lookAt?: Instant; readonly quietUntil?: Instant };

type EndingQuestion = {
  readonly state: HealthState;
  readonly incident: Incident;
  /** A reading of this very moment shows running and healthy equal to desired; absent: it could not be read. */
  readonly full: boolean | undefined;
  readonly policy: HealthPolicy;
  readonly now: Instant;
};

/** Ends are evidence: something succeeded, or is whole again. Silence alone never resolves, it only expires. */
export function endingOf(question: EndingQuestion): Ending {
  const { state, incident, now, policy } = question;
  const expiresAt = incident.lastFailureAt + (state.subject.kind === 'family' ? policy.familyExpiresMs : silentMs);
  const ending =
    state.subject.kind === 'service' && state.subject.cluster !== '-' ? serviceEnding(question) : plainEnding(question);
  if (ending.status !== undefined) return ending;
  const silent = state.subject.kind !== 'service' || question.full === undefined;
  if (silent && now >= expiresAt) return { status: 'expired', reason: 'nothing was heard of it for a day' };
  if (!silent) return ending;
  const isRead = state.subject.kind === 'service' && state.subject.cluster !== '-';
  if (ending.lookAt === undefined && isRead) return ending;
  return { ...ending, lookAt: Math.min(ending.lookAt ?? Infinity, expiresAt) };
}

/** A family, an instance, a CodeDeploy application: over when what failed has succeeded since. */
function plainEnding({ state, incident }: EndingQuestion): Ending {
  if (incident.recoveredAt !== undefined && incident.recoveredAt >= incident.lastFailureAt) {
    return {
      status: 'resolved',
      reason: incident.gone === true ? 'it has left its cluster' : 'it has succeeded since',
    };
  }
  const { deployment } = state;
  if (deployment?.state === 'completed' && deployment.changedAt >= incident.lastFailureAt) {
    return { status: 'resolved', reason: 'a later deployment completed' };
  }
  return { reason: 'it has not succeeded since' };
}

/** Why a deployment in this state keeps its incident open. */
const unendedStates: Readonly<Record<DeploymentStory['state'], string | undefined>> = {
  'in-progress': 'the deployment has not ended',
  'rolling-back': 'the roll-back has not ended',
  'rollback-failed': 'the roll-back failed, too',
  failed: 'the deployment failed, nothing has replaced it',
  'rolled-back': undefined,
  completed: undefined,
};

function serviceEnding(question: EndingQuestion): Ending {
  const { state, incident, now } = question;
  if (incident.unwantedAt !== undefined) return unwantedEnding(incident.unwantedAt, now);
  if (isAnswered(incident)) return { status: 'resolved', reason: 'the pause was answered' };
  const { deployment } = state;
  if (incident.hook !== undefined) return waiting(incident.hook, now);
  const unended = deployment === undefined ? undefined : unendedStates[deployment.state];
  if (unended !== undefined) return { reason: unended };
  if (!isWhole(question)) return { reason: 'running and healthy are not yet as desired' };
  // What is heard late may not be all of it: the rest has a moment to come.
  const heardUntil = (incident.openedAt ?? -Infinity) + echoMs;
  const quietUntil = Math.max(incident.lastFailureAt + quietMs(question), heardUntil);
  if (now < quietUntil) return { reason: 'whole again, watched for a quiet time', lookAt: quietUntil, quietUntil };
  if (deployment?.state === 'rolled-back' && deployment.changedAt >= incident.startedAt) {
    return { status: 'rolled-back', reason: 'rolled back, and stable since' };
  }
  return { status: 'resolved', reason: 'running and healthy are as desired, and nothing failed since' };
}

/** Until it is answered; people are reminded when its time is nearly over. */
function waiting(hook: WaitingHook, now: Instant): Ending {
  const lookAt = reminderAt(hook);
  const reason = 'a deployment waits for somebody';
  return hook.reminded === true || lookAt === undefined || lookAt <= now ? { reason } : { reason, lookAt };
}

/** Scaled to 0 or deleted: nothing recovered, and nothing can. A moment's wait: scripts scale down and up again. */
function unwantedEnding(since: Instant, now: Instant): Ending {
  if (now >= since + echoMs) return { status: 'resolved', reason: 'nothing is wanted any more' };
  return { reason: 'nothing is wanted just now', lookAt: since + echoMs };
}

/** A deployment only waited for somebody, and waits no more: nothing was ever broken. */
function isAnswered({ causes, hook, recoveredAt }: Incident): boolean {
  return hook === undefined && recoveredAt !== undefined && causes.every(({ id }) => isPause(id));
}

function isWhole({ full, state, incident }: EndingQuestion): boolean {
  if (full !== undefined) return full;
  const { deployment } = state;
  const ended = deployment?.state === 'completed' || deployment?.state === 'rolled-back';
  const endedAt = ended ? deployment.changedAt : -Infinity;
  return Math.max(incident.steadyAt ?? -Infinity, endedAt) >= incident.lastFailureAt;
}

function quietMs({ state, incident, policy }: EndingQuestion): number {
  const { subject, deployment } = state;
  const ended = deployment?.state === 'completed' || deployment?.state === 'rolled-back';
  const base = thresholdsFor(policy, subject.cluster, subject.name).quietMs;
  if (ended && deployment.changedAt >= incident.lastFailureAt && incident.flaps === 0) return Math.min(base, echoMs);
  return Math.min(base * 2 ** incident.flaps, Math.max(base, quietLimitMs));
}
