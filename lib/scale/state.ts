import type { MetricPoint } from '../core/scale-reads.ts';
import type { Instant } from '../core/time.ts';
import type { History } from './behavior.ts';
import type { ReasonCode, Step } from './stage.ts';
import type { NodesState } from './nodes/state.ts';
import type { HourlyMemory } from './forecast.ts';
import type { SpotMemory } from './spot.ts';
import type { SourceWish } from './sources.ts';
import type { Told, Trouble } from './trouble-state.ts';

/** What is remembered of a source from look to look. */
export type SourceMemory = {
  /** How often in a row it could not be read. */
  readonly failures: number;
  /** Of queues: how many messages a busy task works on at a time. */
  readonly atOnce?: number;
  /** Values of the last minutes, where their fall would be told from peace. */
  readonly recent: readonly MetricPoint[];
  /** It fell so fast that nobody believes it. */
  readonly collapsed?: { readonly at: Instant; readonly from: number };
};

/** A decision that differed from the one before: what was known, by which rules, with what end. */
export type Decided = {
  readonly at: Instant;
  readonly code: ReasonCode;
  readonly from: number;
  readonly wanted: number;
  readonly placeable?: number;
  readonly applied: number;
  /** Copies that its work asks for and that have no room. */
  readonly lacking?: number;
  readonly steps: readonly Step[];
  readonly wishes: readonly SourceWish[];
  readonly mode: 'observe' | 'act';
};

/** By ARN, and until when. */
type ProtectedTasks = { readonly tasks: readonly string[]; readonly until: Instant };

/** Somebody else changed the desired count. */
export type ForeignChange = { readonly at: Instant; readonly from: number; readonly to: number };

export type ServiceState = {
  readonly kind: 'service';
  readonly cluster: string;
  readonly service: string;
  readonly since: Instant;
  readonly history: History;
  readonly sources: Readonly<Record<string, SourceMemory>>;
  /** How often in a row no source at all could be read. */
  readonly failures: number;
  /** Since when all sources said that there was nothing to do. */
  readonly idleSince?: Instant;
  /** What it has when nothing but its calendar scales it, and it is awake. */
  readonly awake?: number;
  /** Desired at the last look. */
  readonly desired?: number;
  /** What we set last. */
  readonly set?: { readonly at: Instant; readonly tasks: number };
  readonly steppedAt?: Instant;
  /** Where its work is forecast. */
  readonly hourly?: HourlyMemory;
  /** Of a service on Fargate Spot. */
  readonly spot?: SpotMemory;
  /** Tasks that are to be kept from being stopped, by the order of that key. */
  readonly protecting?: ProtectedTasks & { readonly key: string };
  /** Those that are. */
  readonly protectedTasks?: ProtectedTasks;
  readonly foreign: readonly ForeignChange[];
  /** Two controllers: ours waits until then. */
  readonly contestedUntil?: Instant;
  readonly lookAt: Instant;
  /** The newest last. */
  readonly decisions: readonly Decided[];
  /** An order that was refused for good, and why. */
  readonly refused?: string;
  /** What keeps it from the size its work asks for. */
  readonly troubles: readonly Trouble[];
  readonly told?: Told;
};

export type SweepState = {
  readonly kind: 'sweep';
  readonly lookAt: Instant;
  /** `cluster/service` of those that were told of. */
  readonly told: readonly string[];
  /** Clusters whose instances were told of. */
  readonly nodes?: readonly string[];
};

export type ScaleState = ServiceState | NodesState | SweepState;
