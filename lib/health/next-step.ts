import type { NextStep } from '../core/alert.ts';
import type { Ending } from './ending.ts';
import type { DeploymentStory, HealthState, Incident } from './state.ts';

/** What will happen by itself, as far as it is known. "Nothing" is an answer, too. */
export function nextStep(state: HealthState, incident: Incident, ending: Ending): NextStep {
  const { subject, deployment } = state;
  if (incident.hook !== undefined) return hookStep(incident.hook);
  if (subject.kind === 'family') return { code: 'standalone_nothing' };
  if (subject.kind !== 'service' || subject.cluster === '-') return { code: 'waits_for_you' };
  const serving = deployment === undefined ? undefined : deploymentStep(deployment, incident);
  if (serving !== undefined) return serving;
  if (ending.status === undefined && ending.quietUntil !== undefined)
    return { code: 'steady_watch', at: ending.quietUntil };
  return retryStep(incident);
}

function hookStep(hook: NonNullable<Incident['hook']>): NextStep {
  return {
    code: 'hook_waits',
    ...(hook.expiresAt !== undefined && { at: hook.expiresAt }),
    fills: { stage: hook.stage },
  };
}

function deploymentStep(deployment: DeploymentStory, incident: Incident): NextStep | undefined {
  const { breaker } = deployment;
  switch (deployment.state) {
    case 'rolling-back':
      if (breaker === 'codedeploy') return { code: 'codedeploy_rolls_back' };
      return {
        code: 'rolling_back',
        fills: { started: incident.vitals?.last.running, desired: incident.vitals?.last.desired },
      };
    case 'failed':
      return failedStep(breaker);
    case 'in-progress':
      return progressStep(deployment);
    case 'rolled-back':
    case 'completed':
      return undefined;
  }
}

function failedStep(breaker: DeploymentStory['breaker']): NextStep {
  if (breaker === undefined) return { code: 'rollback_unknown' };
  if (breaker === 'codedeploy') return { code: 'codedeploy_ends' };
  return { code: breaker === 'rollback' ? 'rolling_back' : 'waits_for_you' };
}

function progressStep({ breaker, failedTasks = 0, breakerThreshold = 0 }: DeploymentStory): NextStep {
  if (breaker === undefined) return { code: 'unknown' };
  if (breaker === 'codedeploy') return { code: 'codedeploy_ends' };
  if (breaker === 'none') return { code: 'no_breaker' };
  const fills = { failed: failedTasks, threshold: breakerThreshold, left: Math.max(0, breakerThreshold - failedTasks) };
  return { code: breaker === 'rollback' ? 'breaker_rolls_back' : 'breaker_stops', fills };
}

/** ECS throttles tasks that never start, and not those that die after having run (service-throttle-logic). */
function retryStep(incident: Incident): NextStep {
  const worst = incident.causes[0]?.id ?? '';
  if (worst.startsWith('spot')) return { code: 'spot_replaces' };
  if (worst.startsWith('daemon')) return { code: 'daemon_retries' };
  return { code: incident.hadRun === true ? 'scheduler_replaces' : 'start_throttled' };
}
