import type { Cause, Departure } from '../core/alert.ts';
import type { DrainStands } from '../core/host-event.ts';
import type { Instant } from '../core/time.ts';
import type { HookOwner } from '../ecs/draining/hook-owner.ts';

/** A lifecycle hook that an instance waits for. */
export type Hook = {
  readonly name: string;
  readonly owner: HookOwner;
  readonly token?: string;
  readonly startedAt: Instant;
  /** Since when its time-out runs; 0: not known. */
  readonly beatenAt: Instant;
  /** When it was last known to be waited for: its event tells, and a heartbeat that is taken. */
  readonly aliveAt?: Instant;
  readonly heartbeatMs?: number;
  readonly globalMs?: number;
  /** Completed, by us or by others, or timed out. */
  readonly doneAt?: Instant;
  /** Nobody may complete it at this time: so it was noted what would have been done. */
  readonly observedAt?: Instant;
};

/** Why an instance is drained, besides hooks. */
export type Reason =
  | { readonly kind: 'spot'; readonly at: Instant; readonly endsAt: Instant }
  | { readonly kind: 'rebalance'; readonly at: Instant }
  | { readonly kind: 'maintenance'; readonly at: Instant; readonly eventArn: string; readonly startsAt: Instant }
  | { readonly kind: 'request'; readonly at: Instant; readonly by: string; readonly endsAt?: Instant };

/** A container instance of the EC2 instance: one, mostly. */
export type Host = {
  readonly arn: string;
  readonly cluster: string;
  /** As last read; `GONE`: no longer among those that are not INACTIVE. */
  readonly status: string;
  readonly agentConnected: boolean;
  readonly counted: number;
  /** A registration no agent has used while it was known, and on which nothing was. */
  readonly unused?: true;
  readonly capacityProvider?: string;
  /** We have decided to set it DRAINING: written before it is done. Only such a one is ever set ACTIVE again by us. */
  readonly orderedAt?: Instant;
  /** Known to be DRAINING since. */
  readonly drainingAt?: Instant;
  /** What would have been done, where nothing may be. */
  readonly observedAt?: Instant;
  /** A person, or something else, has set it ACTIVE again: it is not drained a second time. */
  readonly overruledAt?: Instant;
};

/** A task that still holds an instance. */
export type LeftTask = {
  readonly arn: string;
  readonly cluster: string;
  /** Its service; absent: a standalone task, whose family or group is `name`. */
  readonly service?: string;
  readonly name: string;
  readonly isDaemon: boolean;
  /** It is to stop and has not yet. */
  readonly isStopping: boolean;
};

/** What a drain that could wait waits for, before it begins. */
export type Wait = {
  readonly for:
    /** The budget of its group is used: so many of `total` may be out at once, so many are. */
    | { readonly is: 'budget'; readonly allowed: number; readonly out: number; readonly total: number }
    /** So many of its zone would be left, fewer than the policy wants. */
    | { readonly is: 'zone'; readonly zone: string; readonly available: number; readonly least: number }
    | { readonly is: 'hold'; readonly by: string; readonly why: string }
    | { readonly is: 'unread'; readonly what: string }
    /** Its group does not count on it: it is set aside there, or in no group any more. */
    | { readonly is: 'absent' }
    /** There is room, and it has asked for its place. */
    | { readonly is: 'place' };
  readonly since: Instant;
  /** When it asks again. */
  readonly askAt: Instant;
};

/** Its place in a budget: written before it is asked for, so that it is given back whatever happens. */
type BudgetPlace = { readonly key: string; readonly askedAt: Instant; readonly heldAt?: Instant };

export type InstanceState = {
  readonly kind: 'instance';
  readonly id: string;
  readonly since: Instant;
  readonly group?: string;
  /** It is in no Auto Scaling group. */
  readonly groupless?: true;
  readonly zone?: string;
  readonly hooks: readonly Hook[];
  /** Its hooks are not known: the sweep has found it. */
  readonly hooksUnknown?: true;
  readonly reasons: readonly Reason[];
  readonly hosts: readonly Host[];
  /** When it was last looked for in all clusters. */
  readonly mappedAt?: Instant;
  /** There is nobody to ask where it is. */
  readonly unasked?: true;
  /** What the last look found, less what has been heard to stop since: an estimate that says when to look again. */
  readonly left: readonly LeftTask[];
  /**
   * The others of the last list, heard to stop. With those left it is all that was there since it is DRAINING; absent: it
   * has not been listed, or not all of it is kept.
   */
  readonly heard?: readonly LeftTask[];
  readonly lookedAt?: Instant;
  readonly looks: number;
  readonly lookAt?: Instant;
  /** A look found nothing though something was expected: one more decides. */
  readonly emptyAt?: Instant;
  /** Events told that nothing was left, and the look after it did not: an old answer, most likely. */
  readonly doubtAt?: Instant;
  /** Nothing holds it any more, or nobody waits any longer: what we may complete is to be completed. */
  readonly clear?: { readonly at: Instant; readonly how: 'drained' | 'forced' };
  /** Since when nothing but daemons is left. */
  readonly daemonsOnlyAt?: Instant;
  /** Why the last look was in vain. */
  readonly unread?: string;
  readonly agentAwayAt?: Instant;
  /** Tasks we have told to stop. */
  readonly stopped: readonly string[];
  /** The instance does not run any more. */
  readonly gone?: { readonly at: Instant; readonly state: 'stopped' | 'terminated' };
  /** When its group is asked how it stands with it, and how often it was. */
  readonly memberAt?: Instant;
  readonly memberLooks: number;
  readonly extendedMs: number;
  /** When it was last extended. */
  readonly extendedAt?: Instant;
  readonly waits?: Wait;
  readonly place?: BudgetPlace;
  /** The hold that tells other features who acts on it; `at`: since when it stands. */
  readonly hold?: { readonly askedAt: Instant; readonly at?: Instant };
  readonly forced?: { readonly by: string; readonly at: Instant };
  readonly cancelled?: { readonly by: string; readonly at: Instant };
  /** An order that was refused for good, and why. */
  readonly refused?: string;
  /** How it ended. */
  readonly ended?: 'drained' | 'forced' | 'gone' | 'kept' | 'left alone';
  /** Why its tasks stay, as it was last asked; `of`: a mark of the tasks that were left then. */
  readonly why?: { readonly at: Instant; readonly of: string; readonly causes: readonly Cause[] };
  /** Why its group lets it go, once somebody has asked. */
  readonly departure?: Departure;
  /** What the policy allows, as it was last decided by. */
  readonly mode?: 'none' | 'observe' | 'act';
  /** What was last told to the group's record. */
  readonly told?: { readonly order: number; readonly gist: string; readonly standing: DrainStands['standing'] };
};

/** One drain of a group as it was told. */
export type Standing = Omit<DrainStands, 'id' | 'account' | 'region' | 'kind' | 'group' | 'cluster' | 'departure'>;

/** Drains of a group that began soon after one another (a scale-in, an instance refresh), as one incident. */
export type Activity = {
  /** What its incident is about: the group, mostly. */
  readonly subject: string;
  readonly cluster: string;
  /** When the first and the last of its drains began. */
  readonly from: Instant;
  readonly to: Instant;
  readonly drains: readonly Standing[];
  /** Why the first of them goes, as far as that is known. */
  readonly departure?: Departure;
  readonly startedAt?: Instant;
  readonly endedAt?: Instant;
  /** All causes of this incident, also of drains that are over. */
  readonly causes: readonly Cause[];
  readonly gist?: string;
};

export type GroupState = {
  readonly kind: 'group';
  readonly name: string;
  /** Rises with each level that is told, whatever activity it is of. */
  readonly version: number;
  readonly activities: readonly Activity[];
};

export type SweepState = {
  readonly kind: 'sweep';
  readonly lookAt: Instant;
  /** Instances that wait in a termination and have been told of. */
  readonly told: readonly string[];
  /** When all of them were last told of. */
  readonly toldAllAt?: Instant;
};

export type DrainState = InstanceState | GroupState | SweepState;
