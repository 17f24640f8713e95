import type { Hindrance } from './hindrances.ts';
import { hindrances } from './hindrances.ts';
import type { TroubleName } from './troubles.ts';
import { troubles } from './troubles.ts';

/**
 * `drains`: whether hosts are Watchkeeper's to drain; absent: in most accounts, as the seed has it. `jobs`: whether an
 * account has nothing in it but jobs that Watchkeeper launches; absent: in some.
 */
export type Faults = {
  readonly troubles: readonly TroubleName[];
  readonly hindrances: readonly Hindrance[];
  readonly drains?: boolean;
  readonly jobs?: boolean;
};

export const troubleNames = Object.keys(troubles) as readonly TroubleName[];
export const hindranceNames = Object.keys(hindrances) as readonly Hindrance[];

/** All that makes hosts go, or stands in the way of it. */
export const drainFaults: Faults = {
  troubles: [
    'group-scaled-in',
    'half-scaled-in',
    'hosts-replaced',
    'spot-hosts-gone',
    'spot-warning',
    'rebalance-advised',
    'maintenance-planned',
    'drain-requested',
    'drain-meddled-with',
    'hook-deleted',
    'root-volumes-replaced',
    'host-detached',
    'host-registered-twice',
    'task-left-behind',
    'host-ended-by-hand',
    'set-active-again',
    'newcomer-sent-back',
    'held-and-asked-for',
    'leaving-agent-away',
    'instance-held',
    'instance-dies',
    'agent-gone',
    'host-drained',
    'no-hosts',
    'zone-outage',
  ],
  hindrances: [
    'events-lost',
    'events-doubled',
    'events-late',
    'events-stopped',
    'throttling',
    'reads-denied',
    'slow-calls',
    'answers-lost',
    'function-dies',
    'store-refuses',
    'messages-doubled',
    'clock-skew',
    'acting-stopped',
    'lists-denied',
  ],
  drains: true,
};

/** All that goes wrong with jobs; what is done to them comes with the account. */
export const batchFaults: Faults = {
  troubles: [],
  hindrances: [
    'events-lost',
    'events-doubled',
    'events-late',
    'throttling',
    'slow-calls',
    'answers-lost',
    'function-dies',
    'store-refuses',
    'messages-doubled',
    'clock-skew',
  ],
  drains: false,
  jobs: true,
};

export const allFaults: Faults = { troubles: troubleNames, hindrances: hindranceNames };
