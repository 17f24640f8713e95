import type { HoldingService } from './evidence.ts';

/** How few and how many tasks of a service there may be while an instance drains, and what would let it move. */
type ReplacementLimits = {
  /** At least so many stay RUNNING: `desired` x minimumHealthyPercent, rounded up. */
  readonly least: number;
  /** At most so many are RUNNING or PENDING: `desired` x maximumPercent, rounded down. */
  readonly most: number;
  /** None may stop before another has started, and none may start before another has stopped. */
  readonly isDeadlocked: boolean;
  /** The smallest maximumPercent that lets one more start. */
  readonly maximumNeeded: number;
  /** The largest minimumHealthyPercent that lets one stop. */
  readonly minimumNeeded: number;
};

/**
 * Rolling updates and draining keep to the same limits (API_DeploymentConfiguration: "while any container instances are in
 * the DRAINING state"; minimumHealthyPercent is rounded up, maximumPercent down; by default 100 and 200).
 */
export function limitsOf({
  desired,
  minimumHealthyPercent = 100,
  maximumPercent = 200,
}: Pick<HoldingService, 'desired' | 'minimumHealthyPercent' | 'maximumPercent'>): ReplacementLimits {
  const least = Math.ceil((desired * minimumHealthyPercent) / 100);
  const most = Math.floor((desired * maximumPercent) / 100);
  return {
    least,
    most,
    isDeadlocked: desired > 0 && least >= desired && most <= desired,
    maximumNeeded: desired === 0 ? maximumPercent : Math.ceil(((desired + 1) * 100) / desired),
    minimumNeeded: desired === 0 ? minimumHealthyPercent : Math.floor(((desired - 1) * 100) / desired),
  };
}
