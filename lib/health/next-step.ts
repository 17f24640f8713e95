import type { NextStep } from '../core/alert.ts';
import { partOf } from '../core/deployment-cause.ts';
import { hourMs, minuteMs } from '../core/time.ts';
import { isAnnouncement } from '../ecs/other-causes.ts';
import { isForeseen } from '../ecs/advice/cause-id.ts';
import { findServiceCause } from '../ecs/service-event.ts';
import { findPlacementReason } from '../ecs/stops/placement-reasons.ts';
import type { Ending } from './ending.ts';
import type { DeploymentStory, HealthState, Incident } from './state.ts';
import { isStopped } from './stopping/state.ts';

/** What will happen by itself, as far as it is known. "Nothing" is an answer, too. */
export function nextStep(state: HealthState, incident: Incident, ending: Ending): NextStep {
  const { subject, deployment } = state;
  if (incident.hook !== undefined) return hookStep(incident.hook);
  if (subject.kind === 'family') return { code: 'standalone_nothing' };
  if (subject.kind === 'account') return { code: 'aws_mends' };
  if (subject.kind !== 'service' || subject.cluster === '-') return { code: 'waits_for_you' };
  if (incident.unwantedAt !== undefined) return { code: 'unwanted' };
  const ours = interventionStep(state);
  if (ours !== undefined) return ours;
  const serving = deployment === undefined ? undefined : deploymentStep(deployment, incident);
  if (serving !== undefined) return serving;
  if (ending.status === undefined && ending.quietUntil !== undefined)
    return { code: 'steady_watch', at: ending.quietUntil };
  return retryStep(incident);
}

/** What we have done about it holds until somebody, or a new revision, changes it. */
function interventionStep({ intervention, deployment }: HealthState): NextStep | undefined {
  if (intervention?.phase !== 'stands') return undefined;
  const { doneAt, crashes, withinMs } = intervention;
  const fills = { crashes, minutes: Math.round(withinMs / minuteMs) };
  const told = { ...(doneAt !== undefined && { at: doneAt }), fills };
  if (isStopped(intervention)) return { code: 'stopped_by_us', ...told };
  return deployment?.state === 'in-progress' ? { code: 'rolled_back_by_us', ...told } : undefined;
}

function hookStep(hook: NonNullable<Incident['hook']>): NextStep {
  return {
    code: hook.action === 'STOP' ? 'ready_waits' : 'hook_waits',
    ...(hook.expiresAt !== undefined && { at: hook.expiresAt }),
    fills: { stage: hook.stage, action: hook.action },
  };
}

function deploymentStep(deployment: DeploymentStory, incident: Incident): NextStep | undefined {
  const { breaker } = deployment;
  switch (deployment.state) {
    case 'rolling-back':
      if (breaker === 'codedeploy') return { code: 'codedeploy_rolls_back' };
      if (deployment.unproven === true) return { code: 'deployment_follows' };
      return {
        code: 'rolling_back',
        fills: startedOf(incident),
      };
    case 'failed':
      return failedStep(breaker);
    case 'rollback-failed':
      return { code: deployment.unproven === true ? 'follower_failed' : 'rollback_failed' };
    case 'in-progress':
      return partStep(deployment, incident);
    case 'rolled-back':
    case 'completed':
      return undefined;
  }
}

/** Both revisions run for a while. */
function startedOf({ vitals }: Incident): NonNullable<NextStep['fills']> {
  const { running, desired } = vitals?.last ?? {};
  return { started: running === undefined ? undefined : Math.min(running, desired ?? running), desired };
}

/** What a deployment will do matters where it is the trouble, or its end. */
function partStep(deployment: DeploymentStory, incident: Incident): NextStep | undefined {
  const parts = new Set(incident.causes.map((cause) => partOf(cause, deployment)));
  if (incident.causes.every(({ id }) => id === 'rollback_alarm_active')) return { code: 'unguarded' };
  if (isAnnouncement(incident.causes)) return { code: 'deployment_goes_on', fills: { stage: deployment.stage?.name } };
  if (parts.has('by'))
    return isOnlyPlacement(deployment, incident) ? placementStep(incident) : progressStep(deployment);
  return parts.has('beside') ? undefined : { code: 'new_deployment' };
}

/** ECS neither counts nor tells how often it looked for a place in vain (deployment-circuit-breaker). */
function isOnlyPlacement({ failedTasks = 0, breaker }: DeploymentStory, { causes }: Incident): boolean {
  const isEcs = breaker !== 'codedeploy' && breaker !== 'staged' && breaker !== 'external';
  return failedTasks === 0 && isEcs && causes.every(({ id }) => id === 'placement_failure');
}

/** Capacity of AWS comes back; ports, memory and constraints do not change while nobody changes them. */
function placementStep({ causes }: Incident): NextStep {
  const reasons = causes.filter(({ id }) => id === 'placement_failure').map(({ fills }) => String(fills?.['reason']));
  const passes = reasons.every((reason) => findPlacementReason(reason)?.transient === true);
  return { code: passes ? 'capacity_returns' : 'placement_retries' };
}

function failedStep(breaker: DeploymentStory['breaker']): NextStep {
  if (breaker === undefined) return { code: 'rollback_unknown' };
  if (breaker === 'codedeploy') return { code: 'codedeploy_ends' };
  if (breaker === 'external') return { code: 'external_ends' };
  if (breaker === 'staged') return { code: 'rolling_back' };
  return { code: breaker === 'rollback' ? 'rolling_back' : 'waits_for_you' };
}

function progressStep({ breaker, stage, failedTasks = 0, breakerThreshold = 0 }: DeploymentStory): NextStep {
  if (breaker === undefined) return { code: 'unknown' };
  if (breaker === 'codedeploy') return { code: 'codedeploy_ends' };
  if (breaker === 'none') return { code: 'no_breaker' };
  if (breaker === 'external') return { code: 'external_ends' };
  if (breaker === 'staged') return stageStep(stage);
  const fills = { failed: failedTasks, threshold: breakerThreshold, left: Math.max(0, breakerThreshold - failedTasks) };
  return { code: breaker === 'rollback' ? 'breaker_rolls_back' : 'breaker_stops', fills };
}

/** "The system times out, fails the deployment, and then initiates a rollback" (blue-green-deployment-how-it-works). */
const longestStageMs = 24 * hourMs;

function stageStep(stage: DeploymentStory['stage']): NextStep {
  if (stage === undefined) return { code: 'stage_ends' };
  const { name, since, serves } = stage;
  return { code: 'stage_ends', at: since + longestStageMs, fills: { stage: name, serves } };
}

/** What ECS does about a cause by itself, where the documentation says so. */
const byCause: readonly { readonly ids: RegExp; readonly code: string }[] = [
  { ids: /^spot/, code: 'spot_replaces' },
  { ids: /^daemon_rollback$/, code: 'rolling_back' },
  { ids: /^daemon_rollback_failed$/, code: 'waits_for_you' },
  { ids: /^daemon/, code: 'daemon_retries' },
  // "Amazon ECS rolls back the deployment to the last successful service revision" (lambda-lifecycle-hooks).
  { ids: /^hook_failed$/, code: 'rolling_back' },
  { ids: /^hook_timed_out$/, code: 'hook_times_out' },
  { ids: /^task_not_replaced$/, code: 'not_replaced' },
  { ids: /^task_start_impaired$/, code: 'start_throttled' },
  { ids: /_throttled$/, code: 'throttling_passes' },
];

/** ECS throttles tasks that never start, and not those that die after having run (service-throttle-logic). */
function retryStep(incident: Incident): NextStep {
  const { causes, hadRun, setsBy } = incident;
  const worst = causes[0];
  if (setsBy === 'code-deploy') return { code: 'codedeploy_ends' };
  if (setsBy === 'external') return { code: 'external_ends' };
  if (String(worst?.fills?.['stopped'] ?? '').startsWith('spot')) return { code: 'spot_replaces' };
  if (worst?.id === 'placement_failure') return placementStep(incident);
  const found = byCause.find(({ ids }) => ids.test(worst?.id ?? ''));
  if (found !== undefined) return { code: found.code };
  if (
    hadRun === undefined ||
    (worst !== undefined && (isForeseen(worst.id) || findServiceCause(worst.id) !== undefined))
  )
    return { code: 'nothing_known' };
  return { code: hadRun ? 'scheduler_replaces' : 'start_throttled' };
}
