import { minuteMs, secondMs } from '../../../lib/core/time.ts';
import type { CapacityProvider } from '../model.ts';
import type { AutoScaling, AutoScalingGroup } from './group.ts';
import { isLeaving } from './group.ts';
import type { Reservation } from './reservation.ts';
import { emptyOnes, isBusy, reservationOf } from './reservation.ts';
import { setDesiredCapacity } from './scale.ts';

/** The metric has a point each minute; so many below the target begin a scale-in (managed-scaling-behavior). */
const pointMs = minuteMs;
const pointsBelow = 15;

/** While an instance is younger, nothing is added (API_ManagedScaling, instanceWarmupPeriod). */
const warmUpMs = 300 * secondMs;

/**
 * Amazon ECS's cluster auto scaling of a capacity provider with managed scaling: target tracking of
 * CapacityProviderReservation (managed-scaling-behavior). Call it once for each group.
 */
export function runManagedScaling(scaling: AutoScaling, group: AutoScalingGroup): void {
  const { account } = scaling;
  let below = 0;
  const look = (): void => {
    account.agenda.after(pointMs, `capacity of ${group.name} is measured`, look);
    const provider = group.cluster?.capacityProviders.get(group.capacityProvider ?? '');
    if (provider?.managedScaling !== true) return;
    if (provider.managedTerminationProtection === true) protectBusy(scaling, group);
    const target = provider.targetCapacity ?? 100;
    const reservation = reservationOf(account, group);
    below = reservation.percent < target ? below + 1 : 0;
    if (reservation.percent > target) scaleOut(scaling, group, { target, reservation });
    else if (below >= pointsBelow) scaleIn(scaling, group, { target, reservation, provider });
  };
  account.agenda.after(account.random.whole(1, pointMs), `capacity of ${group.name} is measured`, look);
}

type Measured = { readonly target: number; readonly reservation: Reservation };

function scaleOut(scaling: AutoScaling, group: AutoScalingGroup, { target, reservation }: Measured): void {
  const now = scaling.account.agenda.now();
  const warming = [...group.instances.values()].some((each) => !isLeaving(each) && now - each.launchedAt < warmUpMs);
  if (warming) return;
  const { running, percent } = reservation;
  // From nothing it always goes to two.
  const wanted = running === 0 ? 2 : Math.ceil((running * percent) / target);
  const desired = Math.min(group.max, wanted);
  if (desired > group.desired) setDesiredCapacity(scaling, group, desired);
}

/** "Greater than one instance and less than 50% each minute". */
function scaleIn(
  scaling: AutoScaling,
  group: AutoScalingGroup,
  { target, reservation, provider }: Measured & { readonly provider: CapacityProvider },
): void {
  const { running, percent } = reservation;
  const wanted = Math.max(group.min, Math.ceil((running * percent) / target), Math.ceil(running / 2));
  if (wanted >= group.desired) return;
  if (provider.managedTerminationProtection === true) {
    for (const each of emptyOnes(scaling.account, group)) each.isProtected = false;
  }
  setDesiredCapacity(scaling, group, wanted);
}

/** Instances with tasks that are no daemon's are not taken by a scale-in (managed-termination-protection). */
function protectBusy({ account }: AutoScaling, { instances }: AutoScalingGroup): void {
  for (const each of instances.values()) if (isBusy(account, each)) each.isProtected = true;
}
