import type { RawItem } from '../../core/cluster-reads.ts';
import type { Instant } from '../../core/time.ts';
import type { Told, Trouble } from '../trouble-state.ts';

/** What is remembered of a group from look to look. */
export type GroupMemory = {
  /** What an instance of it is like (an item of DescribeContainerInstances), for when it has none. */
  readonly like?: RawItem;
  /** Since when instances are on their way. */
  readonly comingSince?: Instant;
  /** EC2 had none to give, or they never came: another group is asked until then. */
  readonly avoidedUntil?: Instant;
  readonly avoidedFor?: string;
  /** How often in a row. */
  readonly failures?: number;
};

/** An instance that is not needed, and since when that was seen at every look. */
export type Candidate = { readonly arn: string; readonly since: Instant };

/**
 * An instance that is sent away.
 * - `hold`: it is made known first. - `ask`: drain is to be asked. - `asked`: it was. - `end`: it is empty, and is to be ended. - `ended`: it goes.
 * - `back`: it is needed after all, or does not become empty: drain is asked to let it be.
 */
export type Leaving = {
  readonly id: string;
  readonly arn: string;
  readonly group: string;
  readonly since: Instant;
  readonly step: 'hold' | 'ask' | 'asked' | 'end' | 'ended' | 'back';
  readonly why: string;
  readonly moves: number;
  /** Since when nothing was seen on it. */
  readonly emptySince?: Instant;
  /** When its end was ordered last: a repeat too soon would count twice. */
  readonly orderedAt?: Instant;
};

/** What is done for one that is outdated. */
export type Renewal = {
  /** The instance that is to go next, and since when that was seen at every look. */
  readonly arn?: string;
  readonly since: Instant;
  /** So many were bought beside what is needed, so that one can go; not more often than every few hours. */
  readonly extra: number;
  readonly extraSince?: Instant;
};

/** A decision that differed from the one before. */
export type NodesDecided = {
  readonly at: Instant;
  readonly code: NodesCode;
  readonly why: string;
  readonly mode: 'observe' | 'act';
  /** Instances of each group: what there are to be, and were. */
  readonly groups: Readonly<Record<string, { readonly from: number; readonly to: number }>>;
  /** Instances that are not needed: what was asked for. */
  readonly leaving?: readonly string[];
};

/** Why it is what it is. */
export type NodesCode =
  | 'Enough'
  | 'Bought'
  | 'Coming'
  | 'TakenBack'
  | 'Seen'
  | 'Settling'
  | 'AtMost'
  | 'AtTotal'
  | 'NoCapacity'
  | 'NeverFits'
  | 'OwnedByOther'
  | 'Consolidated'
  | 'Confirming'
  | 'Leaving'
  | 'Outdated'
  | 'Renewed'
  | 'Unread';

export type NodesState = {
  readonly kind: 'nodes';
  readonly cluster: string;
  readonly since: Instant;
  readonly lookAt: Instant;
  readonly groups: Readonly<Record<string, GroupMemory>>;
  /** Since when something has had no place, and how many copies wanted one at the last look, by group of tasks. */
  readonly shortSince?: Instant;
  readonly wanted?: Readonly<Record<string, number>>;
  /** How many of those waited for a place by ECS's own count. */
  readonly waiting?: Readonly<Record<string, number>>;
  /** Since when fewer were found without a place at every look. */
  readonly fallingSince?: Instant;
  readonly candidates: readonly Candidate[];
  readonly renewal?: Renewal;
  readonly leaving: readonly Leaving[];
  /** Instances that are let be until then, by EC2 id. */
  readonly avoided: Readonly<Record<string, Instant>>;
  /** The newest last. */
  readonly decisions: readonly NodesDecided[];
  /** An order that was refused for good, and why. */
  readonly refused?: string;
  /** What keeps tasks from their places: rows of the catalogue. */
  readonly troubles?: readonly Trouble[];
  readonly told?: Told;
};

export function freshNodes(cluster: string, now: Instant): NodesState {
  return {
    kind: 'nodes',
    cluster,
    since: now,
    lookAt: now,
    groups: {},
    candidates: [],
    leaving: [],
    avoided: {},
    decisions: [],
  };
}
