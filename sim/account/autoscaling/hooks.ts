import { secondMs } from '../../../lib/core/time.ts';
import { uuid } from '../identities.ts';
import { Refusal } from '../refusal.ts';
import { emitLifecycleAction } from './events.ts';
import type {
  AutoScaling,
  AutoScalingGroup,
  Destination,
  EndedAction,
  GroupInstance,
  LifecycleAction,
  LifecycleResult,
  Transition,
} from './group.ts';
import { globalTimeoutMs } from './group.ts';

/** What happens when the hooks of a transition are done: ABANDON when one of them was abandoned. */
type Proceed = (result: LifecycleResult) => void;

const proceeds = new WeakMap<GroupInstance, Proceed>();

/** Begins the hooks of a transition, all at once; `proceed` is called when the last is done, or at once without any. */
export function beginHooks(
  { account, actionListeners }: AutoScaling,
  group: AutoScalingGroup,
  instance: GroupInstance,
  {
    transition,
    destination = transition.endsWith('TERMINATING') ? 'EC2' : 'AutoScalingGroup',
    proceed,
  }: { readonly transition: Transition; readonly destination?: Destination; readonly proceed: Proceed },
): void {
  const hooks = [...group.hooks.values()].filter((hook) => hook.transition === transition);
  proceeds.set(instance, proceed);
  for (const hook of hooks) {
    const startedAt = account.agenda.now();
    const action: LifecycleAction = { token: uuid(account.random), hook, destination, startedAt };
    instance.actions.set(hook.name, action);
    wait({ account }, instance, action);
    emitLifecycleAction(account, group, instance, action);
    for (const listen of actionListeners) listen({ group, instance, action });
  }
  if (hooks.length === 0) proceed('CONTINUE');
}

/** A heartbeat extends the time from its call on, never past the global time-out. */
function wait({ account }: Pick<AutoScaling, 'account'>, instance: GroupInstance, action: LifecycleAction): void {
  const { hook, startedAt } = action;
  account.agenda.cancel(action.timeout);
  const ends = Math.min(account.agenda.now() + hook.heartbeatTimeoutS * secondMs, startedAt + globalTimeoutMs(hook));
  action.timeout = account.agenda.at(ends, `hook ${hook.name} of ${instance.id} times out`, () => {
    finish({ account }, { instance, action, result: hook.defaultResult, how: 'timed out' });
  });
}

/** ABANDON ends the other hooks, too (managed instance draining, Amazon ECS developer guide). */
function finish(
  { account }: Pick<AutoScaling, 'account'>,
  { instance, action, result, how }: EndedAction & { readonly result: LifecycleResult },
): void {
  const done = result === 'ABANDON' ? [...instance.actions.values()] : [action];
  for (const each of done) {
    account.agenda.cancel(each.timeout);
    instance.actions.delete(each.hook.name);
    for (const listen of account.actionEndListeners) listen({ instance, action: each, how });
  }
  if (instance.actions.size > 0) return;
  const proceed = proceeds.get(instance);
  proceeds.delete(instance);
  proceed?.(result);
}

/** The instance is gone before its hooks were done. */
export function dropHooks({ account }: AutoScaling, instance: GroupInstance): void {
  for (const action of instance.actions.values()) {
    account.agenda.cancel(action.timeout);
    for (const listen of account.actionEndListeners) listen({ instance, action, how: 'dropped' });
  }
  instance.actions.clear();
  proceeds.delete(instance);
}

/**
 * DeleteLifecycleHook: actions that are outstanding are completed first, with CONTINUE where an instance terminates and
 * ABANDON where it launches (API_DeleteLifecycleHook).
 */
export function deleteHook(scaling: AutoScaling, group: AutoScalingGroup, name: string): void {
  const hook = group.hooks.get(name);
  if (!group.hooks.delete(name) || hook === undefined) return;
  const result = hook.transition.endsWith('TERMINATING') ? 'CONTINUE' : 'ABANDON';
  for (const instance of group.instances.values()) {
    const action = instance.actions.get(name);
    if (action !== undefined) finish(scaling, { instance, action, result, how: 'deleted' });
  }
}

export type ActionName = {
  readonly group: string;
  readonly hook: string;
  /** One of the two. */
  readonly instanceId?: string;
  readonly token?: string;
};

/** CompleteLifecycleAction. One that is done, or never was, is a ValidationError. */
export function completeAction(scaling: AutoScaling, name: ActionName, result: LifecycleResult): void {
  const { instance, action } = find(scaling, name);
  finish(scaling, { instance, action, result, how: 'completed' });
}

/** RecordLifecycleActionHeartbeat. */
export function recordHeartbeat(scaling: AutoScaling, name: ActionName): void {
  const { instance, action } = find(scaling, name);
  wait(scaling, instance, action);
}

function find(
  { groups }: AutoScaling,
  { group, hook, instanceId, token }: ActionName,
): { readonly instance: GroupInstance; readonly action: LifecycleAction } {
  const instances = groups.get(group)?.instances.values() ?? [];
  for (const instance of instances) {
    const action = instance.actions.get(hook);
    if (action !== undefined && (instance.id === instanceId || action.token === token)) return { instance, action };
  }
  const of = instanceId === undefined ? `token ${token ?? ''}` : `instance ID ${instanceId}`;
  throw new Refusal('ValidationError', `No active Lifecycle Action found with ${of}`);
}
