import type { Alert } from '../core/alert.ts';
import type { Hold } from '../core/hold.ts';
import type { DrainStands, InstanceFoundLeaving } from '../core/host-event.ts';
import type { Allowance } from '../core/ports.ts';

type Place = { readonly cluster: string; readonly arn: string };
type Lifecycle = { readonly group: string; readonly hook: string; readonly instanceId: string };

/** A place in a budget, and a hold: both are one thing's, and given back when it is gone or kept. */
type Claim = { readonly budget: Allowance; readonly holder: string };
type Held = { readonly thing: string; readonly hold: Hold };

/** What drain does. `claim`, `hold` and what gives them back change our own table, the first six AWS; targets are absolute. */
export type DrainTarget =
  | { readonly drain: Place }
  | { readonly activate: Place }
  | { readonly complete: Lifecycle }
  | { readonly heartbeat: Lifecycle }
  | { readonly stop: Place & { readonly reason: string } }
  | { readonly deregister: Place }
  | { readonly claim: Claim }
  | { readonly hold: Held }
  | { readonly giveBack: { readonly budget: string; readonly holder: string } }
  | { readonly letGo: { readonly thing: string; readonly holder: string } }
  | { readonly send: Alert }
  | { readonly pass: InstanceFoundLeaving | DrainStands };

/** What is kept until it is done, whatever else changes. */
type ToldTarget =
  | { readonly send: unknown }
  | { readonly pass: unknown }
  | { readonly giveBack: unknown }
  | { readonly letGo: unknown };

export type OrderTarget = Exclude<DrainTarget, ToldTarget>;

/** The verb and the thing of an order: its idempotency key. One hook of one instance, one task, one container instance. */
export function keyOfOrder(target: OrderTarget): string {
  if ('drain' in target) return `drain ${target.drain.arn}`;
  if ('activate' in target) return `activate ${target.activate.arn}`;
  if ('complete' in target) return `complete ${target.complete.hook}`;
  if ('heartbeat' in target) return `heartbeat ${target.heartbeat.hook}`;
  if ('stop' in target) return `stop ${target.stop.arn}`;
  if ('claim' in target) return `claim ${target.claim.budget.key}`;
  if ('hold' in target) return `hold ${target.hold.thing}`;
  return `deregister ${target.deregister.arn}`;
}

/** The other way round; a hook's name has no space in it (API_PutLifecycleHook, LifecycleHookName). */
export function partsOfKey(key: string): { readonly verb: string; readonly thing: string } {
  const space = key.indexOf(' ');
  return { verb: key.slice(0, space), thing: key.slice(space + 1) };
}
