import type { Alert } from '../core/alert.ts';
import type { DrainStands, InstanceFoundLeaving } from '../core/host-event.ts';

type Place = { readonly cluster: string; readonly arn: string };
type Lifecycle = { readonly group: string; readonly hook: string; readonly instanceId: string };

/** What drain does. All but `send` and `pass` change AWS; their targets are absolute. */
export type DrainTarget =
  | { readonly drain: Place }
  | { readonly activate: Place }
  | { readonly complete: Lifecycle }
  | { readonly heartbeat: Lifecycle }
  | { readonly stop: Place & { readonly reason: string } }
  | { readonly deregister: Place }
  | { readonly send: Alert }
  | { readonly pass: InstanceFoundLeaving | DrainStands };

export type OrderTarget = Exclude<DrainTarget, { readonly send: unknown } | { readonly pass: unknown }>;

/** The verb and the thing of an order: its idempotency key. One hook of one instance, one task, one container instance. */
export function keyOfOrder(target: OrderTarget): string {
  if ('drain' in target) return `drain ${target.drain.arn}`;
  if ('activate' in target) return `activate ${target.activate.arn}`;
  if ('complete' in target) return `complete ${target.complete.hook}`;
  if ('heartbeat' in target) return `heartbeat ${target.heartbeat.hook}`;
  if ('stop' in target) return `stop ${target.stop.arn}`;
  return `deregister ${target.deregister.arn}`;
}

/** The other way round; a hook's name has no space in it (API_PutLifecycleHook, LifecycleHookName). */
export function partsOfKey(key: string): { readonly verb: string; readonly thing: string } {
  const space = key.indexOf(' ');
  return { verb: key.slice(0, space), thing: key.slice(space + 1) };
}
