import type { Order } from '../../core/decision.ts';
import type { EcsService } from '../../core/ecs-reads.ts';
import { heldService } from '../../core/hold.ts';
import type { BudgetUse, Read } from '../../core/ports.ts';
import type { Subject } from '../../core/subject.ts';
import type { Instant } from '../../core/time.ts';
import { minuteMs, secondMs } from '../../core/time.ts';
import type { StopOrder, StopTarget } from './orders.ts';
import { orderKeys } from './orders.ts';
import type { LoopPolicy } from './policy.ts';
import { allowanceOf, ownHold, placeOf } from './shared.ts';
import type { Intervention, Suspension } from './state.ts';

type Wish = Order<StopTarget>;

type Given = { readonly subject: Subject; readonly policy: LoopPolicy; readonly now: Instant };

/** An order is not begun later than this: by then the next look knows better. */
const orderMs = minuteMs;

/** One reading may be older than what was ordered. */
const lagMs = 20 * secondMs;

/** What is taken back is wanted for longer. */
const undoMs = 10 * minuteMs;

function order(key: string, target: StopOrder, { policy, now }: Pick<Given, 'policy' | 'now'>, lifeMs = orderMs): Wish {
  return { type: 'order', key, notAfter: now + lifeMs, mode: policy.mode === 'act' ? 'act' : 'observe', target };
}

/** Its hold, and its place among those that may be touched within the hour. */
export function askOrders(intervention: Intervention, given: Given & { readonly use: BudgetUse }): readonly Wish[] {
  const { subject, policy, use, now } = given;
  const thing = heldService(subject.cluster, subject.name);
  const budget = allowanceOf(use, policy.perHour, { region: subject.region, now });
  const { holdAt, placeAt } = intervention;
  return [
    ...(holdAt === undefined ? [order(orderKeys.hold, { hold: { thing, hold: ownHold(intervention) } }, given)] : []),
    ...(placeAt === undefined
      ? [order(orderKeys.claim, { claim: { budget, holder: placeOf(subject, intervention) } }, given)]
      : []),
  ];
}

const all: Suspension = { in: true, out: true, scheduled: true };

function isSuspended(suspension: Suspension): boolean {
  return suspension.in && suspension.out && suspension.scheduled;
}

type Acting = Given & { readonly scaling: Read<Suspension | undefined> | undefined };

/**
 * A roll-back; or a stop, before which all scaling of the service is suspended: it must not lift what was stopped.
 * Undefined: whether somebody scales it could not be read.
 */
export function actOrders(
  intervention: Intervention,
  given: Acting,
): { readonly intervention: Intervention; readonly orders: readonly Wish[] } | undefined {
  const { subject, scaling, policy, now } = given;
  const { is, serviceDeploymentArn, suspendedAt } = intervention;
  const which = { cluster: subject.cluster, service: subject.name };
  const ordered: Intervention = { ...intervention, orderedAt: intervention.orderedAt ?? now };
  if (is === 'rollback') {
    const orders =
      serviceDeploymentArn === undefined
        ? []
        : [order(orderKeys.rollBack, { rollBack: { serviceDeploymentArn } }, given)];
    return { intervention: ordered, orders };
  }
  const stop = order(orderKeys.stop, { desired: { ...which, tasks: 0 } }, given);
  if (policy.mode !== 'act' || suspendedAt !== undefined) return { intervention: ordered, orders: [stop] };
  if (scaling?.ok !== true) return undefined;
  const before = scaling.value;
  if (before === undefined || isSuspended(before)) return { intervention: ordered, orders: [stop] };
  const suspend = order(orderKeys.suspend, { suspend: { ...which, suspension: all } }, given);
  return { intervention: { ...intervention, scaling: intervention.scaling ?? before }, orders: [suspend] };
}

type Undoing = Given & {
  readonly service: EcsService | undefined;
  readonly scaling: Read<Suspension | undefined> | undefined;
};

/** What is still to be put back: as many tasks as before, then its scaling, unless somebody has changed either since. */
export function undoOrders(intervention: Intervention, given: Undoing): readonly Wish[] | 'done' {
  const { subject, service, scaling } = given;
  const { tasks, starts, startedAt, suspendedAt, resumedAt, scaling: before } = intervention;
  const which = { cluster: subject.cluster, service: subject.name };
  if (service === undefined) return [];
  if (starts === true && startedAt === undefined && service.desired === 0 && tasks !== undefined)
    return [order(orderKeys.start, { desired: { ...which, tasks } }, given, undoMs)];
  if (suspendedAt === undefined || resumedAt !== undefined || before === undefined) return 'done';
  if (scaling?.ok !== true) return [];
  const isOthers = given.now >= suspendedAt + lagMs;
  if (scaling.value === undefined || (isOthers && !isSuspended(scaling.value))) return 'done';
  return [order(orderKeys.resume, { suspend: { ...which, suspension: before } }, given, undoMs)];
}
