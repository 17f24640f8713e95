/** A lifecycle hook of an Auto Scaling group (API_LifecycleHook). */
export type GroupHook = {
  readonly name: string;
  /** `autoscaling:EC2_INSTANCE_TERMINATING` or `…_LAUNCHING`. */
  readonly transition: string;
  readonly heartbeatMs: number;
  readonly globalMs: number;
  /** CONTINUE or ABANDON: what a time-out does. */
  readonly defaultResult: string;
  readonly metadata?: string;
  /** The ARN of a queue or topic that is told, besides EventBridge. */
  readonly target?: string;
};

/** An Auto Scaling group with instances in ECS, or with a capacity provider. */
export type InstanceGroup = {
  readonly name: string;
  readonly clusters: readonly string[];
  readonly capacityProviders: readonly string[];
  readonly instances: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly hasWarmPool: boolean;
  /** ECS drains its instances by itself (managed instance draining) for one of its capacity providers. */
  readonly isManaged: boolean;
  readonly hooks: readonly GroupHook[];
};

/** All groups of a Region under ECS clusters. Throws PortError. */
export type GroupReads = {
  readonly groups: (clusters?: readonly string[]) => Promise<readonly InstanceGroup[]>;
};
