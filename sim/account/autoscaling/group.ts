import type { Instant } from '../../../lib/core/time.ts';
import { hourMs, secondMs } from '../../../lib/core/time.ts';
import type { Entry } from '../../agenda.ts';
import { uuid } from '../identities.ts';
import type { Ec2Instance } from '../ec2-instance.ts';
import type { Account, Cluster, ContainerInstance } from '../model.ts';
import { Refusal } from '../refusal.ts';
import type { Activity } from './events.ts';

/** The Auto Scaling groups of an account, and whoever listens to them. */
export type AutoScaling = {
  readonly account: Account;
  readonly groups: Map<string, AutoScalingGroup>;
  /** Told of each lifecycle action that begins. */
  readonly actionListeners: ((begun: BegunAction) => void)[];
};

export type BegunAction = {
  readonly group: AutoScalingGroup;
  readonly instance: GroupInstance;
  readonly action: LifecycleAction;
};

/** `dropped`: its instance went first. `deleted`: its hook did. */
export type EndedAction = {
  readonly instance: GroupInstance;
  readonly action: LifecycleAction;
  readonly how: 'completed' | 'timed out' | 'dropped' | 'deleted';
};

export function autoScalingOf(account: Account): AutoScaling {
  return { account, groups: account.groups, actionListeners: account.actionListeners };
}

export type AutoScalingGroup = {
  readonly arn: string;
  readonly name: string;
  /** Where its instances register; absent: they are not ECS's. */
  readonly cluster?: Cluster;
  readonly capacityProvider?: string;
  readonly zones: readonly string[];
  readonly machine: Machine;
  /** Its instances are Spot. */
  readonly spot: boolean;
  /** Their agents drain them at a Spot warning (ECS_ENABLE_SPOT_INSTANCE_DRAINING; off by default). */
  readonly drainsAtWarning: boolean;
  desired: number;
  min: number;
  max: number;
  protectsNewInstances: boolean;
  /** It replaces an instance at a rebalance recommendation (Capacity Rebalancing). */
  readonly rebalances: boolean;
  /** A scale-in returns instances to its warm pool, stopped (ReuseOnScaleIn). */
  readonly reuses: boolean;
  /** An instance whose termination was abandoned stays until somebody ends it (TerminateHookAbandon: retain). */
  readonly retains: boolean;
  readonly hooks: Map<string, LifecycleHook>;
  /** By EC2 id, oldest first. */
  readonly instances: Map<string, GroupInstance>;
  /** Instances that go when the one that takes their place is in service. */
  readonly replacing: Map<GroupInstance, GroupInstance>;
  /** What it did, newest first. */
  readonly activities: Activity[];
  /** What was last wanted of its size, in the words of its activities. */
  wish?: string;
  /** When it tries a refused launch again. */
  retry?: Entry | undefined;
  /** A fault: why EC2 gives it no more instances. */
  refusedBecause?: string;
  /** What it launches from. */
  template: LaunchTemplate;
  readonly createdAt: Instant;
};

/** The newest version of its launch template, and what an instance of it comes with. */
export type LaunchTemplate = {
  readonly version: number;
  /** The group names a number, or always takes the newest. */
  readonly isPinned: boolean;
  readonly ami: string;
  readonly agentVersion: string;
};

export type Machine = {
  readonly instanceType: string;
  readonly cpu: number;
  readonly memoryMiB: number;
  readonly networkInterfaces: number;
  /** From the launch to the registration in ECS, from and to. */
  readonly bootMs: readonly [number, number];
};

export type Transition = 'autoscaling:EC2_INSTANCE_LAUNCHING' | 'autoscaling:EC2_INSTANCE_TERMINATING';
export type LifecycleResult = 'CONTINUE' | 'ABANDON';

export type LifecycleHook = {
  readonly name: string;
  readonly transition: Transition;
  /** 30 to 7200 (API_LifecycleHook). */
  readonly heartbeatTimeoutS: number;
  readonly defaultResult: LifecycleResult;
  readonly metadata?: string;
};

type LifecycleState =
  | 'Pending'
  | 'Pending:Wait'
  | 'Pending:Proceed'
  | 'InService'
  | 'Terminating'
  | 'Terminating:Wait'
  | 'Terminating:Proceed'
  | 'Terminating:Retained'
  | 'Terminated'
  | 'ReplacingRootVolume:Wait'
  | 'ReplacingRootVolume:Proceed'
  | 'RootVolumeReplaced'
  | 'Warmed:Pending'
  | 'Warmed:Stopped';

export type GroupInstance = Ec2Instance & {
  state: LifecycleState;
  isProtected: boolean;
  readonly template: LaunchTemplate;
  /** Since it registered. */
  host?: ContainerInstance;
  /** What is waited for, by hook. */
  readonly actions: Map<string, LifecycleAction>;
  /** EC2 has said that it takes it back. */
  isTakenBack?: true;
  /** Since when and why it is being ended. */
  leaves?: { readonly at: Instant; readonly cause: string };
};

export type Destination = 'EC2' | 'AutoScalingGroup' | 'WarmPool';

export type LifecycleAction = {
  readonly token: string;
  readonly hook: LifecycleHook;
  readonly startedAt: Instant;
  /** Where the instance goes: out of its group, or into what it comes back from. */
  readonly destination: Destination;
  timeout?: Entry;
};

/** "48 hours or 100 times the heartbeat timeout, whichever is smaller" (API_LifecycleHook, GlobalTimeout). */
export function globalTimeoutMs({ heartbeatTimeoutS }: LifecycleHook): number {
  return Math.min(48 * hourMs, 100 * heartbeatTimeoutS * secondMs);
}

type GroupRequest = Pick<AutoScalingGroup, 'name' | 'desired' | 'max'> &
  Partial<Omit<AutoScalingGroup, 'arn' | 'hooks' | 'instances' | 'replacing' | 'activities' | 'createdAt'>> & {
    readonly hooks?: readonly LifecycleHook[];
  };

const usualMachine: Machine = {
  instanceType: 'm5.large',
  cpu: 2_048,
  memoryMiB: 7_680,
  networkInterfaces: 2,
  bootMs: [40 * secondMs, 90 * secondMs],
};

const usualTemplate: LaunchTemplate = {
  version: 1,
  isPinned: false,
  ami: 'ami-0123456789abcdef0',
  agentVersion: '1.98.0',
};

/** A group without instances: `scaleGroup` launches them. */
export function addGroup({ account, groups }: AutoScaling, request: GroupRequest): AutoScalingGroup {
  const { hooks = [], name, desired, max, min = 0, ...rest } = request;
  if (groups.has(name)) throw new Refusal('AlreadyExists', `AutoScalingGroup by this name already exists - ${name}`);
  const owner = `arn:aws:autoscaling:${account.region}:${account.id}`;
  const group: AutoScalingGroup = {
    zones: account.zones,
    machine: usualMachine,
    protectsNewInstances: false,
    rebalances: false,
    reuses: false,
    retains: false,
    spot: false,
    drainsAtWarning: false,
    template: usualTemplate,
    ...rest,
    arn: `${owner}:autoScalingGroup:${uuid(account.random)}:autoScalingGroupName/${name}`,
    name,
    desired,
    min,
    max,
    hooks: new Map(hooks.map((hook) => [hook.name, hook])),
    instances: new Map(),
    replacing: new Map(),
    activities: [],
    createdAt: account.agenda.now(),
  };
  groups.set(name, group);
  return group;
}

/** The group an EC2 instance is in. */
export function groupWith(id: string, { groups }: Pick<AutoScaling, 'groups'>): AutoScalingGroup | undefined {
  return [...groups.values()].find(({ instances }) => instances.has(id));
}

/** Guessed times of EC2 and Auto Scaling are multiplied by this. */
export function paceOf({ switches }: Account): number {
  return switches.autoScalingTakesLong ? 4 : 1;
}

/** It is no part of the group's capacity: on its way out, or in the warm pool. */
export function isLeaving({ state }: Pick<GroupInstance, 'state'>): boolean {
  return state.startsWith('Terminat') || state.startsWith('Warmed');
}
