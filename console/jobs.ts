/** Scheduled jobs, in the order of the configuration. Types only. Times are milliseconds of the virtual clock. */
export type JobsView = readonly JobView[];

export type JobView = {
  readonly name: string;
  readonly cluster: string;
  /** What starts it: `cron 0/10 * * * ? *`, `after invoice-run`. */
  readonly due: string;
  /** `suspended`: not enabled. `observed`: nothing is launched, by its mode. */
  readonly state: 'active' | 'suspended' | 'observed';
  /** What the visitor has done to it: `made to fail`. */
  readonly broken?: string;
  /** Half of its successes took no longer; 95 of 100 took no longer. Absent: none yet. */
  readonly usualMs?: number;
  readonly slowMs?: number;
  /** Slots up to now with what became of them, oldest first. */
  readonly runs: readonly RunView[];
  /** Slots to come, rising. */
  readonly next: readonly number[];
};

export type RunView = {
  /** The run's id; a slot that has no run yet has one of its own. */
  readonly id: string;
  /** When it was due. */
  readonly slot: number;
  readonly look: RunLook;
  /** How it stands, or what became of it, in a few words. */
  readonly says: string;
  /** When its last task began to run. */
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** Launches so far. */
  readonly tries: number;
  readonly exit?: { readonly code: number; readonly meaning: string };
  readonly why?: { readonly title: string; readonly likely?: string; readonly remedy: string };
  /** What happened, oldest first. */
  readonly steps: readonly RunStepView[];
};

/**
 * - `due`: it is time, and still early. `starting`: claimed, nothing runs yet. `retrying`: a try has failed, another one
 *   comes. `late`: its grace is over, and nothing runs. `ran`, `retried`: succeeded, at once or not. `missed`: its start
 *   deadline passed. `skipped`: another run was in its place. `stopped`: somebody wanted it so. `unknown`: nobody watched.
 */
export type RunLook =
  | 'due'
  | 'starting'
  | 'running'
  | 'retrying'
  | 'late'
  | 'ran'
  | 'retried'
  | 'failed'
  | 'missed'
  | 'skipped'
  | 'suspended'
  | 'observed'
  | 'stopped'
  | 'unknown';

export type RunStepView = {
  readonly at: number;
  readonly tone: 'plain' | 'good' | 'bad' | 'wait';
  readonly text: string;
  readonly details?: string;
};
