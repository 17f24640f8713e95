import type { DeploymentHook, EcsService, ServiceDeployment } from '../core/ecs-reads.ts';
import type { HookChanged } from '../core/event.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs, secondMs } from '../core/time.ts';
import { servesAt } from '../ecs/deployment-stages.ts';
import type { HealthFacts } from './facts.ts';
import type { DeploymentStory, HealthState, WaitingHook } from './state.ts';
import type { Story } from './story.ts';
import { addFailure, note, openIncident, withIncident } from './story.ts';

/** A reading may be older than an event, by so much. */
const lagMs = 20 * secondMs;

/** What a hook has come to, and the event that tells it (API_DeploymentLifecycleHookDetail). */
const eventNames: Readonly<Record<string, string>> = {
  AWAITING_ACTION: 'HOOK_AWAITING_ACTION',
  SUCCEEDED: 'HOOK_SUCCEEDED',
  FAILED: 'HOOK_FAILED',
  TIMED_OUT: 'HOOK_TIMED_OUT',
};

/**
 * What the hooks of a deployment have come to, as the events that should have told it: any may have been lost. An end is
 * told only of the one that is known to wait; whether one was told before, its name shows.
 */
export function hooksIn(rollOut: HealthFacts['rollOut'], state: HealthState): readonly HookChanged[] {
  if (rollOut?.ok !== true) return [];
  const { value, at } = rollOut;
  const waiting = openIncident(state)?.hook;
  return value.hooks.flatMap((hook): readonly HookChanged[] => {
    const eventName = eventNames[hook.status ?? ''];
    const waits = hook.status === 'AWAITING_ACTION';
    if (eventName === undefined || (!waits && (waiting?.id !== hook.id || at < waiting.heardAt + lagMs))) return [];
    return [hookEvent(state, { value, hook, eventName, at })];
  });
}

type Shown = {
  readonly value: ServiceDeployment;
  readonly hook: DeploymentHook;
  readonly eventName: string;
  readonly at: Instant;
};

function hookEvent({ subject, incident }: HealthState, { value, hook, eventName, at }: Shown): HookChanged {
  const { account, region, cluster, name } = subject;
  const stage = incident?.hook?.id === hook.id ? incident.hook.stage : undefined;
  return {
    kind: 'hook',
    id: hookMark(hook.id, eventName),
    at,
    account,
    region,
    serviceArn: value.serviceArn ?? `arn:aws:ecs:${region}:${account}:service/${cluster}/${name}`,
    serviceDeploymentArn: value.arn,
    eventType: 'INFO',
    eventName,
    hookId: hook.id,
    hookType: hook.type ?? 'PAUSE',
    ...((stage ?? value.stage) !== undefined && { lifecycleStage: stage ?? value.stage }),
    ...(hook.expiresAt !== undefined && { expiresAt: hook.expiresAt }),
  };
}

/** By what one change of a hook is known, whether an event or a reading tells it. */
export function hookMark(hookId: string, eventName: string): string {
  return `hook/${hookId}/${eventName}`;
}

/** A hook that ends has ended: what is heard of it later, and was before, waits for nobody. */
export const hookEnds = ['HOOK_SUCCEEDED', 'HOOK_FAILED', 'HOOK_TIMED_OUT'] as const;

/** Where the deployment is by now, and which revision serves. */
export function withStage(
  deployment: DeploymentStory | undefined,
  { rollOut }: Pick<HealthFacts, 'rollOut'>,
): DeploymentStory | undefined {
  if (deployment === undefined || rollOut === undefined) return deployment;
  const { stage: before, ...rest } = deployment;
  if (!rollOut.ok) return deployment;
  const { stage: name, rollback } = rollOut.value;
  if (name === undefined || rollback !== undefined || deployment.state !== 'in-progress') return rest;
  const since = before?.name === name ? before.since : rollOut.at;
  return { ...rest, stage: { name, since, serves: servesAt(name) } };
}

/** What happens when the time of a hook that waits is over. */
export function withTimeout(hook: WaitingHook, { rollOut }: Pick<HealthFacts, 'rollOut'>): WaitingHook {
  const shown = rollOut?.ok === true ? rollOut.value.hooks.find(({ id }) => id === hook.id) : undefined;
  if (shown === undefined) return hook;
  const { timeoutAction: action, expiresAt } = shown;
  return { ...hook, ...(action !== undefined && { action }), ...(expiresAt !== undefined && { expiresAt }) };
}

/** CodeDeploy tells of no answer, but the task set that is ready then serves (API_TaskSet). */
export function isShifted({ stage, action }: WaitingHook, { taskSets }: EcsService): boolean {
  const [newest] = taskSets.toSorted((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0));
  return stage === 'READY' && action === 'STOP' && newest?.status === 'PRIMARY';
}

/** Somebody who could still answer is reminded so long before; of a short wait when half of it is over. */
const remindMs = 10 * minuteMs;

/** When people are reminded of a pause; undefined: its end is not known. */
export function reminderAt({ expiresAt, heardAt }: WaitingHook): Instant | undefined {
  return expiresAt === undefined ? undefined : expiresAt - Math.min(remindMs, (expiresAt - heardAt) / 2);
}

/** Nobody has answered yet, and the time is nearly over. */
export function reminded(story: Story): Story {
  const incident = openIncident(story.state);
  const hook = incident?.hook;
  const at = hook === undefined ? undefined : reminderAt(hook);
  if (incident === undefined || hook === undefined || at === undefined || hook.reminded === true) return story;
  if (story.now < at || story.now >= (hook.expiresAt ?? story.now)) return story;
  const failure = { id: 'hook_ends_soon', severity: 'warning', certainty: 'certain', at: story.now } as const;
  const fills = { stage: hook.stage ?? '?', endsAt: hook.expiresAt };
  const told = addFailure(story, { ...failure, fills }, {});
  const known = openIncident(told.state);
  if (known === undefined) return told;
  return note(
    withIncident(told, { ...known, hook: { ...hook, reminded: true } }),
    'the time of a pause is nearly over',
  );
}
