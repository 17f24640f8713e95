import type { EcsService } from '../core/ecs-reads.ts';
import type { Instant } from '../core/time.ts';
import type { ServiceFacts } from './facts.ts';
import type { Freeze } from './freeze.ts';
import { collapseOf } from './memory.ts';
import type { ServiceState } from './state.ts';

/** Of fewer tasks than this share of desired, none is taken away: it is hurt already (the level of "degraded"). */
const hurtBelow = 0.7;

/** All that forbids a change now, the strongest first. What could not be read forbids it, too: unknown is not nothing. */
export function freezesOf(
  state: ServiceState,
  service: EcsService,
  facts: ServiceFacts,
  now: Instant,
): readonly Freeze[] {
  return [...ownerFreezes(state, facts), ...standingFreezes(service), ...collapseFreezes(state, now)];
}

function ownerFreezes({ contestedUntil }: ServiceState, { others, held }: ServiceFacts): readonly Freeze[] {
  const freezes: Freeze[] = [];
  if (held?.ok === false) freezes.push({ code: 'StateUnknown', by: `who holds it: ${held.reason}` });
  if (held?.ok === true && held.value !== undefined)
    freezes.push({ code: 'Held', by: `${held.value.by}: ${held.value.why}` });
  if (others?.ok === false) freezes.push({ code: 'StateUnknown', by: `its scaling policies: ${others.reason}` });
  if (others?.ok === true) {
    const { policies, isInSuspended, isOutSuspended } = others.value;
    if (policies.length > 0) freezes.push({ code: 'OwnedByOther', by: policies.join(', ') });
    if (isInSuspended) freezes.push({ code: 'SuspendedIn' });
    if (isOutSuspended) freezes.push({ code: 'SuspendedOut' });
  }
  if (contestedUntil !== undefined) freezes.push({ code: 'Contested', until: contestedUntil });
  return freezes;
}

/** As Application Auto Scaling does: while a deployment is in progress, nothing is taken away. */
function standingFreezes({ deployments, taskSets, desired, running }: EcsService): readonly Freeze[] {
  const isDeploying =
    deployments.some(({ rolloutState }) => rolloutState === 'IN_PROGRESS') ||
    deployments.filter(({ status }) => status !== 'INACTIVE').length > 1 ||
    taskSets.length > 1;
  const isHurt = desired > 0 && running < desired * hurtBelow;
  return [
    ...(isDeploying ? [{ code: 'DeploymentInProgress' } as const] : []),
    ...(isHurt ? [{ code: 'Incident', by: `${running} of ${desired} tasks run` } as const] : []),
  ];
}

function collapseFreezes(state: ServiceState, now: Instant): readonly Freeze[] {
  const until = collapseOf(state);
  return until !== undefined && now < until ? [{ code: 'TrafficCollapse', until }] : [];
}
