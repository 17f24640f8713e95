import type { Read } from './ports.ts';
import type { Instant } from './time.ts';

/**
 * What an instance is launched from: a launch template's id and version, or a launch configuration's name, which has none
 * (it cannot be changed). A version is a number, `$Latest` or `$Default` (API_LaunchTemplateSpecification).
 */
export type LaunchSource = { readonly from: string; readonly version?: string };

/** An instance of an Auto Scaling group (API_Instance). */
export type ScalingMember = {
  readonly id: string;
  /** `Pending`, `InService`, `Terminating:Wait`, `Warmed:Stopped` … */
  readonly state: string;
  readonly zone?: string;
  /** The group's own scale-in leaves it alone. */
  readonly isProtected: boolean;
  /** It counts for more than one (WeightedCapacity). */
  readonly isWeighted: boolean;
  readonly launchedFrom?: LaunchSource;
};

/** An Auto Scaling group as it is now (API_AutoScalingGroup). */
export type ScalingGroup = {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly desired: number;
  readonly zones: readonly string[];
  readonly members: readonly ScalingMember[];
  /** Processes that somebody has suspended: `Launch`, `Terminate` … */
  readonly suspended: readonly string[];
  /** What it launches from now; of a mixed instances policy, all of its launch templates. */
  readonly launches: readonly LaunchSource[];
};

/** A launch that failed, in Auto Scaling's words (API_Activity, StatusMessage). */
export type FailedLaunch = { readonly at: Instant; readonly why: string };

/** What of Auto Scaling tells how many instances there are to be, and who says so. */
export type ScalingGroupReads = {
  /** All groups of the Region. */
  readonly scalingGroups: () => Promise<Read<readonly ScalingGroup[]>>;
  /** The policies and scheduled actions that change a group's desired capacity, by group. */
  readonly groupControllers: () => Promise<Read<ReadonlyMap<string, readonly string[]>>>;
  /** The latest launches of a group that failed, newest first. */
  readonly failedLaunches: (group: string) => Promise<Read<readonly FailedLaunch[]>>;
};
