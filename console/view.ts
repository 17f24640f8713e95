import type { JobsView } from './jobs.ts';
import type { SeriesView } from './series.ts';

/** All there is to see, as `GET /api/view` answers it. How it travels is in `transport.ts`. Types only. */
export type ConsoleView = {
  readonly account: AccountView;
  readonly chat: ChatView;
  readonly decisions: readonly DecisionView[];
  readonly jobs: JobsView;
};

/** The account now. Times are milliseconds since 1970-01-01T00:00Z of the virtual clock. */
export type AccountView = {
  readonly now: number;
  readonly speed: number;
  /** The IANA zone times are shown in, such as `Asia/Tokyo`. */
  readonly zone: string;
  readonly account: string;
  readonly region: string;
  readonly clusters: readonly ClusterView[];
  readonly queues: readonly QueueView[];
  readonly functions: readonly FunctionView[];
  readonly faults: readonly FaultView[];
  readonly series: SeriesView;
  readonly configuration: ConfigurationView;
};

export type ClusterView = {
  readonly name: string;
  readonly instances: readonly InstanceView[];
  readonly services: readonly ServiceView[];
  /** Instances that are to go, and for some minutes those that went. */
  readonly drains: readonly DrainView[];
  /** Fargate tasks of no service: jobs, tasks started by hand. */
  readonly standalone?: readonly TaskView[];
};

export type DrainView = {
  /** The EC2 id. */
  readonly instance: string;
  readonly since: number;
  /** Who waits: hooks, by name, and what EC2 or somebody has said. */
  readonly why: string;
  /** `observed`: nothing is done, by the policy. */
  readonly phase: 'observed' | 'waiting' | 'draining' | 'stuck' | 'leaving' | 'returning' | 'over';
  /** What is still on it, by service; `stopping`: of them, told to stop. */
  readonly tasks: readonly {
    readonly name: string;
    readonly count: number;
    readonly stopping: number;
    readonly isDaemon: boolean;
    readonly isStandalone: boolean;
  }[];
  /** Then it goes, whatever is on it. */
  readonly endsAt?: number;
  readonly end?: { readonly at: number; readonly text: string; readonly isGood: boolean };
};

/** CPU in units (1024 are a vCPU), memory in MiB. */
export type Share = { readonly used: number; readonly total: number };

export type InstanceView = {
  /** The EC2 id: `i-…`. */
  readonly id: string;
  readonly type: string;
  readonly zone: string;
  readonly status: InstanceStatus;
  readonly agentConnected: boolean;
  readonly cpu: Share;
  readonly memory: Share;
  readonly tasks: readonly TaskView[];
};

type InstanceStatus = 'REGISTERING' | 'ACTIVE' | 'DRAINING' | 'DEREGISTERING' | 'INACTIVE';

export type TaskView = {
  readonly id: string;
  /** Absent: a task of no service. */
  readonly service?: string;
  readonly family: string;
  readonly revision?: number;
  /** `lastStatus` as ECS has it. A task that failed may be shown as STOPPED for some moments. */
  readonly status: TaskStatus;
  readonly health: 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN';
  /** Wanted for a Fargate task; one on an instance is where the instance is. */
  readonly zone?: string;
  /** The stopped reason, once there is one. */
  readonly reason?: string;
};

type TaskStatus =
  | 'PROVISIONING'
  | 'PENDING'
  | 'ACTIVATING'
  | 'RUNNING'
  | 'DEACTIVATING'
  | 'STOPPING'
  | 'DEPROVISIONING'
  | 'STOPPED';

export type HealthLevel = 'ok' | 'at-risk' | 'degraded' | 'down' | 'unknown';

export type ServiceView = {
  readonly name: string;
  readonly launchType: 'EC2' | 'FARGATE';
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
  readonly health: HealthLevel;
  /** The deployment that goes on, or the last one while it is worth showing. */
  readonly deployment?: DeploymentView;
  /** Where one more copy would go. None for Fargate: it has no instances. */
  readonly placement?: PlacementView;
  /** Fargate tasks, drawn in a box of their zone. Those of EC2 are listed with their instance. */
  readonly tasks: readonly TaskView[];
};

/** Whether there is room for one more copy, what becomes of it, and of each instance, by its EC2 id, how much or why not. */
export type PlacementView = {
  readonly fits: Fits;
  readonly room: string;
  readonly outlook: string;
  readonly instances: readonly { readonly id: string; readonly fits: Fits; readonly why: readonly string[] }[];
};

export type Fits = 'yes' | 'no' | 'unverifiable';

/** `from` and `to` are revisions or versions as people call them: `141`. */
export type DeploymentView = {
  readonly from?: string;
  readonly to: string;
  readonly state: 'in-progress' | 'completed' | 'failed' | 'rolling-back' | 'rolled-back';
  /** Why it does not go on, or how it failed; none while all goes well. */
  readonly reason?: string;
};

export type QueueView = {
  readonly name: string;
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
};

export type FunctionView = {
  readonly name: string;
  readonly invocations: number;
  readonly errors: number;
  readonly inFlight: number;
};

/** A button. `active`: it is at work now; pressed again it ends, where it can. */
export type FaultView = {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly group: string;
  readonly active: boolean;
  /** What it can be aimed at, when the visitor has selected one. */
  readonly aimsAt?: 'service' | 'instance' | 'job';
};

/** The configuration in force: the last good one where the file is bad. */
export type ConfigurationView = {
  readonly file: string;
  readonly state: 'good' | 'bad';
  /** When what is in force was read, by the virtual clock. */
  readonly readAt?: number;
  /** The text in force. */
  readonly text?: string;
  readonly language?: 'en' | 'ja';
  readonly faults: readonly ConfigurationFaultView[];
};

type ConfigurationFaultView = {
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly problem: string;
  readonly fix: string;
};

export type ChatView = {
  readonly channels: readonly ChannelView[];
  /** What ids in messages are called: `S0PAYMENTS` is `payments-oncall`. */
  readonly names: Readonly<Record<string, string>>;
  /** Replies included, in the order of their posting. */
  readonly messages: readonly ChatMessage[];
};

type ChannelView = { readonly id: string; readonly name: string };

/** A message as the channel shows it now. `content` is what was posted, or last edited to; nobody has checked it. */
export type ChatMessage = {
  readonly channel: string;
  readonly ts: string;
  /** The message it is a reply to. */
  readonly threadTs?: string;
  /** A reply that is shown in the channel as well. */
  readonly broadcast: boolean;
  readonly author: string;
  readonly postedAt: number;
  readonly editedAt?: number;
  readonly edits: number;
  readonly content: SlackContentView;
  readonly reactions: readonly ReactionView[];
  /** Whom it rang, by the ids in `names`: none for a quiet one. */
  readonly pings: readonly string[];
};

export type SlackContentView = {
  readonly text: string;
  readonly blocks?: unknown;
  readonly attachments?: unknown;
};

/** `mine`: the visitor's is among them. */
type ReactionView = { readonly name: string; readonly count: number; readonly mine: boolean };

export type DecisionView = {
  /** Rises with each decision. */
  readonly id: number;
  readonly at: number;
  readonly feature: string;
  readonly record: string;
  readonly reason: string;
  /** Names of what was to be done: `alert`, `terminate-instance`. None: nothing to do. */
  readonly actions: readonly string[];
};
