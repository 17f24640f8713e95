/** What somebody has registered with Application Auto Scaling for a service. */
export type ScalableTarget = {
  readonly min: number;
  readonly max: number;
  readonly policies: readonly string[];
  isInSuspended?: boolean;
  isOutSuspended?: boolean;
  isScheduledSuspended?: boolean;
};
