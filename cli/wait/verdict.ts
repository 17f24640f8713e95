import type { EcsDeployment, EcsService, EcsTaskSet, ServiceDeployment } from '../../lib/core/ecs-reads.ts';
import type { CodeDeployDeployment } from '../../lib/core/evidence-reads.ts';
import { deploymentReasonOf } from '../../lib/ecs/deployment-reason.ts';
import { taskDefinitionOf } from '../../lib/ecs/arn.ts';
import type { DeploymentStory } from '../../lib/health/state.ts';
import type { Read } from '../../lib/core/ports.ts';
import { minuteMs } from '../../lib/core/time.ts';
import { unreadReasons } from '../aws-refusal.ts';
import type { EndedVerdict, Seen, Verdict } from './seen.ts';

/** A failed deployment without a roll-back after this has none to come. */
const rollbackBeginsMs = 2 * minuteMs;

/** The verdict on what is waited for. Rolled back is never success, however steady the service is then. */
export function verdictOf(seen: Seen): Verdict {
  const { aim, service, record, codeDeploy } = seen;
  if (service.status !== 'ACTIVE') return { is: 'gone', why: `the service is ${service.status}` };
  switch (aim.kind) {
    case 'record':
      return record?.ok === true ? ofRecord(record.value, seen) : unknown('the service deployment', record);
    case 'deployment':
      return ofDeployment(aim.id, seen);
    case 'set':
      return ofSet(aim.id, seen);
    case 'codedeploy':
      return codeDeploy?.ok === true ? ofCodeDeploy(codeDeploy.value, seen) : unknown('the deployment', codeDeploy);
    case 'steady':
      return whenSteady(seen, 'nothing is being deployed');
  }
}

/** What could not be read now, the next look may read; what there is not, none will. */
function unknown(what: string, read: Read<unknown> | undefined): Verdict {
  const reason = read?.ok === false ? read.reason : 'not-asked';
  if (reason === 'not-found') return { is: 'failed', why: `${what} does not exist` };
  return { is: 'going', next: `${what} could not be read (${unreadReasons[reason]})` };
}

/** What each status means (API_ServiceDeployment, status). What has no row here is new: it goes on until it is known. */
const recordEnds: Readonly<Record<string, EndedVerdict>> = {
  STOPPED: 'stopped',
  ROLLBACK_SUCCESSFUL: 'rolled-back',
  ROLLBACK_FAILED: 'rollback-failed',
};
const recordFailing: Readonly<Record<string, string>> = {
  STOP_REQUESTED: 'it is being stopped',
  ROLLBACK_REQUESTED: 'a roll-back was asked for',
  ROLLBACK_IN_PROGRESS: 'ECS is putting back what ran before',
};

function ofRecord({ status, statusReason, rollback, stage, hooks }: ServiceDeployment, seen: Seen): Verdict {
  if (status === 'SUCCESSFUL') return whenSteady(seen, 'the deployment is complete');
  const end = recordEnds[status];
  if (end !== undefined) return { is: end, why: rollback?.reason ?? statusReason ?? status };
  const failing = recordFailing[status];
  if (failing !== undefined) return { is: 'failing', next: failing };
  const waits = hooks.find((hook) => isAwaited(hook.status));
  if (waits !== undefined) return { is: 'going', next: `somebody must answer the hook ${waits.id}` };
  if (status === 'PENDING') return { is: 'going', next: 'ECS has not begun yet' };
  return { is: 'going', next: [...(stage === undefined ? [] : [`stage ${stage}`]), waitsFor(seen)].join(', ') };
}

/** A pause hook waits for a person (DeploymentLifecycleHookDetail, status). */
export function isAwaited(status: string | undefined): boolean {
  return status === 'AWAITING_ACTION';
}

/** By what health makes of it, which remembers a failure that DescribeServices shows for a moment only. */
function ofDeployment(id: string, seen: Seen): Verdict {
  const { deployments } = seen.service;
  const primary = deployments.find(({ status }) => status === 'PRIMARY');
  const own = deployments.find((each) => each.id === id);
  if (seen.story !== undefined && seen.story.id === id) return ofStory(seen.story, own ?? primary, seen);
  if (own !== undefined && own === primary) return whenSteady(seen, 'the deployment is complete');
  return putBack(own, primary);
}

function ofStory({ state }: DeploymentStory, shown: EcsDeployment | undefined, seen: Seen): Verdict {
  const why = shown?.rolloutReason ?? 'ECS does not say why';
  switch (state) {
    case 'in-progress':
      return { is: 'going', next: waitsFor(seen) };
    case 'completed':
      return whenSteady(seen, 'the deployment is complete');
    case 'failed':
      return failedPrimary(why, shown, seen);
    case 'rolling-back':
      return { is: 'failing', next: recordFailing['ROLLBACK_IN_PROGRESS'] ?? '' };
    case 'rolled-back':
    case 'rollback-failed':
      return { is: state, why };
  }
}

/** A roll-back is a deployment of its own, which follows in a moment where there is something to go back to. */
function failedPrimary(why: string, shown: EcsDeployment | undefined, { service, at }: Seen): Verdict {
  const { circuitBreaker, alarms } = service.policy;
  const rollsBack = circuitBreaker?.rollback === true || alarms?.rollback === true;
  const isFresh = at - (shown?.updatedAt ?? at) < rollbackBeginsMs;
  return rollsBack && isFresh
    ? { is: 'failing', next: 'ECS is about to put back what ran before' }
    : { is: 'failed', why };
}

/** It is not the newest any more: what is, puts back what ran before, or somebody has deployed again. */
function putBack(own: EcsDeployment | undefined, primary: EcsDeployment | undefined): Verdict {
  const rollsBack = deploymentReasonOf(primary?.rolloutReason).rollsBack || own?.rolloutState === 'FAILED';
  const why = own?.rolloutReason ?? primary?.rolloutReason ?? 'another deployment took its place';
  if (!rollsBack) return { is: 'superseded', why: `a newer deployment took its place (${primary?.id ?? 'none'})` };
  if (primary?.rolloutState === 'COMPLETED') return { is: 'rolled-back', why };
  if (primary?.rolloutState === 'FAILED') return { is: 'rollback-failed', why };
  return { is: 'failing', next: 'ECS is putting back what ran before' };
}

/** A set that is taken away was not wanted: production traffic goes where it went before (API_TaskSet). */
function ofSet(id: string, seen: Seen): Verdict {
  const { taskSets } = seen.service;
  const own = taskSets.find((each) => each.id === id);
  if (own === undefined || own.status === 'DRAINING')
    return { is: 'rolled-back', why: 'its task set was taken away before it had production traffic' };
  if (own.status === 'PRIMARY') return whenSteady(seen, 'its task set has production traffic');
  const isUp = own.running >= own.desired && own.pending === 0 && own.desired > 0;
  return {
    is: 'going',
    next: isUp
      ? 'its tasks run; production traffic has not moved to them yet (READY waits for somebody, or for its time)'
      : `its tasks: ${setCounts(own)}`,
  };
}

function setCounts({ running, desired, pending }: EcsTaskSet): string {
  return `${running}/${desired} running${pending > 0 ? `, ${pending} pending` : ''}`;
}

/** API_DeploymentInfo, status: Created, Queued, InProgress, Baking, Ready go on. */
function ofCodeDeploy({ status, errorMessage, errorCode, rollbackId }: CodeDeployDeployment, seen: Seen): Verdict {
  const why =
    [errorCode, errorMessage].filter((text) => text !== undefined).join(': ') || `CodeDeploy says ${status ?? '?'}`;
  if (status === 'Succeeded') return whenSteady(seen, 'CodeDeploy says that it succeeded');
  if (status === 'Failed' || status === 'Stopped') {
    if (rollbackId !== undefined) return { is: 'rolled-back', why: `${why}; put back by ${rollbackId}` };
    return { is: status === 'Failed' ? 'failed' : 'stopped', why };
  }
  if (status === 'Ready')
    return { is: 'going', next: 'production traffic waits: CodeDeploy is READY until somebody goes on' };
  return { is: 'going', next: [`CodeDeploy: ${status ?? '?'}`, ...standing(seen)].join(', ') };
}

function whenSteady(seen: Seen, why: string): Verdict {
  const left = standing(seen);
  return left.length === 0
    ? { is: 'completed', why }
    : { is: 'going', next: `${why}; not steady yet: ${left.join(', ')}` };
}

function waitsFor(seen: Seen): string {
  const left = standing(seen);
  return left.length === 0 ? 'ECS, which has not called it complete yet' : left.join(', ');
}

/** What is not as it will be: old tasks that still run, and new ones that do not run or do not serve. */
function standing({ service, targets }: Seen): readonly string[] {
  const { desired, running, pending } = service;
  const old = oldRunning(service);
  const short = running < desired ? [`${running} of ${desired} tasks run`] : [];
  const waiting = pending > 0 ? [`${pending} pending`] : [];
  const healthy =
    targets?.ok === true && targets.value.healthy < desired
      ? [`${targets.value.healthy} of ${desired} targets healthy${reasonOf(targets.value.reasons)}`]
      : [];
  return [...(old > 0 ? [`${old} old tasks still run`] : []), ...short, ...waiting, ...healthy];
}

function reasonOf([first]: readonly { readonly code: string; readonly description?: string }[]): string {
  return first === undefined ? '' : ` (${first.code})`;
}

export function oldRunning({ deployments }: EcsService): number {
  return deployments.filter(({ status }) => status !== 'PRIMARY').reduce((sum, { running }) => sum + running, 0);
}

/** `orders-api:142`. */
export function revisionName(arn: string | undefined): string {
  if (arn === undefined) return '?';
  const { family, revision } = taskDefinitionOf(arn);
  return revision === undefined ? family : `${family}:${revision}`;
}
