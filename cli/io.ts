import type { SendAll } from '../lib/aws/sqs.ts';
import type { TextObjects } from '../lib/aws/s3.ts';
import type { ClusterReads } from '../lib/core/cluster-reads.ts';
import type { ForeignSchedule, ForeignTarget } from '../lib/core/foreign-schedules.ts';
import type { GroupReads } from '../lib/core/group-reads.ts';
import type { HoldReads } from '../lib/core/host-reads.ts';
import type { AdviceReads } from '../lib/core/advice-reads.ts';
import type { RegistryReads } from '../lib/core/evidence-reads.ts';
import type { HeldThings, Holds, RecordStore } from '../lib/core/ports.ts';
import type { EcsReads } from '../lib/core/ecs-reads.ts';
import type { CodeDeployReads, TargetReads } from '../lib/core/evidence-reads.ts';
import type { Instant } from '../lib/core/time.ts';
import type { RunReads } from '../lib/core/run-reads.ts';
import type { WatcherReads } from '../lib/core/watcher-reads.ts';

/** A stream that is written to. `columns`: the width of the terminal, where it is one. */
type Output = {
  readonly write: (text: string) => unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
};

/** What is read of a deployment that goes on. */
export type DeploymentReads = EcsReads &
  Pick<TargetReads, 'reading'> & { readonly codeDeploy: CodeDeployReads['deployment'] };

/** The ways into an AWS account, opened when first needed. */
export type Account = {
  /** The region of the caller's profile, where nothing else says one. */
  readonly region: () => Promise<string | undefined>;
  readonly store: (table: string, region: string | undefined) => Promise<RecordStore>;
  /** Who acts on what, in the table. */
  readonly heldThings: (table: string, region: string) => Promise<Holds & HeldThings>;
  readonly objects: (region: string | undefined) => Promise<TextObjects>;
  readonly sender: (region: string | undefined) => Promise<SendAll>;
  readonly cluster: (region: string | undefined) => Promise<ClusterReads>;
  readonly advice: (region: string | undefined) => Promise<AdviceReads & { readonly images: RegistryReads }>;
  readonly groups: (region: string | undefined) => Promise<GroupReads>;
  readonly holds: (region: string | undefined) => Promise<HoldReads>;
  readonly watchers: (region: string | undefined) => Promise<WatcherReads>;
  /** What a rule, or a schedule, of others starts. */
  readonly schedules: (region: string | undefined) => Promise<{
    readonly target: (foreign: ForeignSchedule) => Promise<ForeignTarget | undefined>;
  }>;
  /** What a launch of a job is judged by. */
  readonly launches: (region: string | undefined) => Promise<Pick<RunReads, 'definition' | 'servicePlace'>>;
  readonly deployments: (region: string | undefined) => Promise<DeploymentReads>;
};

/** All a command knows of the process it runs in. */
export type Io = {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Instant;
  /** Waits. */
  readonly pause: (ms: number) => Promise<void>;
  readonly cwd: string;
  readonly account: Account;
};
