import type { EcsService } from '../core/ecs-reads.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs } from '../core/time.ts';
import { deploymentControllerOf } from '../ecs/deployment-controllers.ts';
import type { Thresholds } from './policy.ts';
import { isSurging } from './reading.ts';
import type { DeploymentStory, Reading, Vitals, Watch } from './state.ts';
import type { Failure } from './story.ts';
import { impactLevel } from './vitals.ts';

/** A deployment that may stop everything (minimumHealthyPercent 0) is given so long to start it again. */
const plannedOutageMs = 5 * minuteMs;

/** So long a lost task may take to be replaced: two low minutes may lie seconds apart. */
const replacedWithinMs = 2 * minuteMs;

/** What a look at a service has shown. `reason`: why most of its targets that are not healthy are not. */
export type Look = {
  readonly watch: Watch & { readonly vitals: Vitals };
  readonly service: EcsService;
  readonly reading: Reading;
  readonly deployment: DeploymentStory | undefined;
  readonly reason: string | undefined;
};

/** What is wrong with it by now, if it has lasted: a task that is just being replaced is nobody's trouble. */
export function troubleOf(look: Look, policy: Thresholds, now: Instant): Failure | undefined {
  const { watch, deployment, service, reading } = look;
  const surging = isSurging(deployment, service, reading);
  const { level, since } = impactLevel({ vitals: watch.vitals, surging, policy, now });
  const isPlanned = surging && now - since < plannedOutageMs;
  if (level === 'down' && !isPlanned) return countFailure(look, since);
  if (level === 'degraded' && now - since >= replacedWithinMs) return countFailure(look, since);
  if (level === 'at-risk' && now - since >= policy.atRiskAfterMs) return countFailure(look, since);
  return stuckFailure(deployment, service, now);
}

function countFailure({ reading, reason }: Look, at: Instant): Failure {
  const { running, desired, healthy } = reading;
  const fills = { running, desired, healthy, reason: reason ?? '?' };
  const certain = { certainty: 'certain', at, fills } as const;
  if (running === 0) return { id: 'nothing_runs', severity: 'error', ...certain };
  if (healthy === 0) return { id: 'no_healthy_target', severity: 'error', ...certain };
  return { id: running < desired ? 'below_desired' : 'targets_unhealthy', severity: 'warning', ...certain };
}

function stuckFailure(deployment: DeploymentStory | undefined, service: EcsService, now: Instant): Failure | undefined {
  if (deployment?.state !== 'in-progress' || deployment.startedAt === undefined) return undefined;
  const { longestMs } = deploymentControllerOf(service);
  if (longestMs === undefined) return undefined;
  const longest = longestMs + (service.policy.bakeMinutes ?? 0) * minuteMs;
  const lasts = now - deployment.startedAt;
  if (lasts < longest) return undefined;
  const fills = { minutes: Math.floor(lasts / minuteMs) };
  return { id: 'deployment_stuck', severity: 'warning', certainty: 'certain', at: now, fills };
}
