import type { Instant } from '../../../lib/core/time.ts';
import { hourMs, minuteMs, secondMs } from '../../../lib/core/time.ts';
import { emitHook } from '../events.ts';
import type { Account } from '../model.ts';
import { Refusal } from '../refusal.ts';
import type { LifecycleHook, LifecycleStage, Service, ServiceDeployment } from '../service.ts';
import { lifecycleStages } from '../service.ts';
import type { View } from '../services/view.ts';
import { wake } from '../services/wake.ts';
import { failStaged } from './staged-failure.ts';

/** How long a stage takes in which nothing is waited for; a guess. */
const stepMs = 5 * secondMs;

/** How long listener rules take to change; a guess. */
const shiftMs = 20 * secondMs;

/** "Each lifecycle stage can last up to 24 hours"; a pause hook has its own time (blue-green-deployment-how-it-works). */
const longestStageMs = 24 * hourMs;

/** The roll-out of a blue/green service that goes on, and has not begun to go back. */
function stagedRollOut(account: Account, service: Service): ServiceDeployment | undefined {
  const [primary] = service.deployments;
  if (service.strategy !== 'BLUE_GREEN' || primary?.rolloutState !== 'IN_PROGRESS') return undefined;
  const rollOut = account.serviceDeployments.get(primary.serviceDeploymentArn);
  return rollOut?.stage === undefined || rollOut.rollback !== undefined ? undefined : rollOut;
}

/** Green is not started before its stage, and blue stays until the last one. */
export function holdsGreen(account: Account, service: Service): boolean {
  return stagedRollOut(account, service)?.stage?.name === 'PRE_SCALE_UP';
}

export function holdsBlue(account: Account, service: Service): boolean {
  const stage = stagedRollOut(account, service)?.stage;
  return stage !== undefined && stage.name !== 'CLEAN_UP';
}

/** A roll-out begins with its first stage. */
export function beginStages(account: Account, service: Service, rollOut: ServiceDeployment): void {
  begin(account, service, rollOut, 'PRE_SCALE_UP');
}

/** Goes from stage to stage as far as it can now. Returns when to look again though nothing happens. */
export function advance(account: Account, service: Service, view: View): Instant | undefined {
  for (;;) {
    const rollOut = stagedRollOut(account, service);
    const { stage } = rollOut ?? {};
    if (rollOut === undefined || stage === undefined || stage.name === 'CLEAN_UP') return undefined;
    if (rollOut.hooks.some((hook) => hook.stage === stage.name && hook.status === 'AWAITING_ACTION')) return undefined;
    const until = stage.since + lengthOf(service, stage.name);
    if (account.agenda.now() < until) return until;
    if (stage.name === 'SCALE_UP' && !isUp(view)) return stuckUntil(account, service, rollOut, stage.since);
    const next = lifecycleStages[lifecycleStages.indexOf(stage.name) + 1];
    if (next === undefined) return undefined;
    begin(account, service, rollOut, next);
  }
}

function lengthOf({ bakeMinutes }: Service, stage: LifecycleStage): number {
  if (stage === 'BAKE_TIME') return bakeMinutes * minuteMs;
  return stage === 'TEST_TRAFFIC_SHIFT' || stage === 'PRODUCTION_TRAFFIC_SHIFT' ? shiftMs : stepMs;
}

function isUp({ staying, desired, standing }: View): boolean {
  return staying.length === desired && staying.every((task) => standing.get(task) === 'healthy');
}

function stuckUntil(account: Account, service: Service, rollOut: ServiceDeployment, since: Instant): Instant {
  const until = since + longestStageMs;
  if (account.agenda.now() >= until) failStaged(account, service, rollOut, 'The lifecycle stage timed out.');
  return until;
}

function begin(account: Account, service: Service, rollOut: ServiceDeployment, name: LifecycleStage): void {
  const now = account.agenda.now();
  rollOut.stage = { name, since: now };
  for (const { stage, timeoutMinutes, action } of service.pauseHooks) {
    if (stage !== name) continue;
    const hook: LifecycleHook = {
      id: `ecs-pause-${account.random.hex(24)}`,
      stage,
      expiresAt: now + timeoutMinutes * minuteMs,
      timeoutAction: action,
      status: 'AWAITING_ACTION',
    };
    rollOut.hooks.push(hook);
    emitHook(account, rollOut, hook, 'HOOK_AWAITING_ACTION');
    account.agenda.at(hook.expiresAt, `${hook.id} times out`, () => {
      if (hook.status !== 'AWAITING_ACTION') return;
      hook.status = 'TIMED_OUT';
      emitHook(account, rollOut, hook, 'HOOK_TIMED_OUT');
      follow(account, rollOut, action);
    });
  }
  wake(account, service);
}

/**
 * ContinueServiceDeployment. Throws a Refusal where there is no such deployment, or its hook does not wait
 * (API_ContinueServiceDeployment).
 */
export function continueDeployment(
  account: Account,
  arn: string,
  { hookId, action }: { readonly hookId: string; readonly action: 'CONTINUE' | 'ROLLBACK' },
): void {
  const rollOut = account.serviceDeployments.get(arn);
  if (rollOut === undefined)
    throw new Refusal('ServiceDeploymentNotFoundException', 'The service deployment was not found.');
  const hook = rollOut.hooks.find(({ id }) => id === hookId);
  if (hook?.status !== 'AWAITING_ACTION')
    throw new Refusal('InvalidParameterException', 'The hook is not awaiting an action.');
  hook.status = action === 'CONTINUE' ? 'SUCCEEDED' : 'FAILED';
  emitHook(account, rollOut, hook, action === 'CONTINUE' ? 'HOOK_SUCCEEDED' : 'HOOK_FAILED');
  follow(account, rollOut, action);
}

function follow(account: Account, rollOut: ServiceDeployment, action: 'CONTINUE' | 'ROLLBACK'): void {
  const service = account.services.get(rollOut.serviceArn);
  if (service === undefined || rollOut.finishedAt !== undefined) return;
  if (action === 'ROLLBACK') failStaged(account, service, rollOut, 'A lifecycle hook was answered with ROLLBACK.');
  wake(account, service);
}
