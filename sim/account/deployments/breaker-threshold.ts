/** deployment-circuit-breaker: half of the desired count, rounded up, at least 3 and at most 200. */
export function breakerThreshold(desired: number): number {
  return Math.min(200, Math.max(3, Math.ceil(desired / 2)));
}
