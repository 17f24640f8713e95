/**
 * Cluster auto scaling as Amazon ECS documents it ("Amazon ECS cluster auto scaling"; "Deep Dive on Amazon ECS Cluster
 * Auto Scaling"; API reference, ManagedScaling). M: instances needed; N: instances there.
 */

/** CapacityProviderReservation in percent. Nothing needed and nothing there is 100; something needed and nothing there 200. */
export function reservationPercent(needed: number, there: number): number {
  if (there === 0) return needed === 0 ? 100 : 200;
  return (needed / there) * 100;
}

/** What target tracking makes of it: as many instances as bring the metric to its target. From none it is always 2. */
export function instancesFor(needed: number, there: number, targetPercent: number): number {
  if (there === 0) return needed === 0 ? 0 : 2;
  // `there × reservation ÷ target`, multiplied out: 10 × (11 ÷ 10) is a little more than 11 in binary fractions.
  return Math.ceil((needed * 100) / targetPercent);
}

type ManagedStep = { readonly minimumStep: number; readonly maximumStep: number };

/** How many are added at once: 1 to 10,000 where nothing else is set. */
export function scaleOutStep(needed: number, there: number, { minimumStep, maximumStep }: ManagedStep): number {
  const missing = needed - there;
  return missing <= 0 ? 0 : Math.min(Math.max(missing, minimumStep), maximumStep);
}

/** How many are removed in one minute at the most: at least one, and less than half. */
export function scaleInMost(there: number): number {
  return there === 0 ? 0 : Math.max(1, Math.ceil(there / 2) - 1);
}
