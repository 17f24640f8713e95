import type { CheckName, Reason } from './finding.ts';

/**
 * How far away a fit is for each thing in the way: what passes by itself or with another task's end is nearer than what
 * the instance will never have. For what is counted, the missing share is added.
 */
const distances: Readonly<Record<CheckName, number>> = {
  cpu: 1,
  memory: 1,
  reservedPorts: 2,
  ports: 2,
  distinctInstance: 2,
  agent: 2,
  gpu: 3,
  gpuMemory: 3,
  eni: 3,
  attribute: 4,
  memberOf: 4,
  daemon: 6,
  status: 8,
  zone: 16,
  vpc: 16,
  capacityProvider: 32,
  launchType: 32,
};

/** What is in the way of one instance, as one number to sort by. */
export function distanceOf(reasons: readonly Reason[]): number {
  return reasons.reduce((total, { check, verdict, need, shortBy = 0 }) => {
    const share = typeof need === 'number' && need > 0 ? shortBy / need : 0;
    return total + (distances[check] + share) * (verdict === 'no' ? 1 : 0.5);
  }, 0);
}
