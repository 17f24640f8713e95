import type { LeaseState } from '../../../lib/batch/lease.ts';
import type { BatchState, JobState, RunState } from '../../../lib/batch/state.ts';
import type { KeptRecord } from '../../../lib/core/record.ts';
import type { Instant } from '../../../lib/core/time.ts';
import { minuteMs } from '../../../lib/core/time.ts';
import type { Account } from '../../account/model.ts';
import type { Task } from '../../account/task.ts';
import type { BusEvent } from '../../cloud/bus.ts';
import type { BatchStage } from '../../scenario/batch/stage.ts';
import { runIdIn } from '../../scenario/batch/started-by.ts';

/** How a task really ended, whether or not its event came. */
type TrueEnd = { readonly stopCode?: string; readonly reason?: string; readonly exitCode?: number };

/** What truly happened to jobs, and what Watchkeeper has written down of it. */
export type BatchLedger = {
  readonly account: Account;
  readonly stage: BatchStage;
  readonly runs: Map<string, RunState>;
  readonly jobs: Map<string, JobState>;
  readonly leases: Map<string, LeaseState>;
  /** By task ARN: ECS forgets them after an hour, this does not. */
  readonly ends: Map<string, TrueEnd>;
  /** Client tokens of tasks that came to life long after it was said that there is none. */
  readonly bornLate: Set<string>;
  /** When the schedules were looked at. */
  readonly looks: Instant[];
  readonly saved: (record: KeptRecord) => void;
  readonly happened: (event: BusEvent) => void;
};

export function openBatchLedger(stage: BatchStage): BatchLedger {
  const ledger: BatchLedger = {
    account: stage.simulation.account,
    stage,
    runs: new Map(),
    jobs: new Map(),
    leases: new Map(),
    ends: new Map(),
    bornLate: new Set(),
    looks: [],
    saved: ({ key, state }) => {
      if (!key.startsWith('batch#')) return;
      const kept = state as BatchState | LeaseState;
      if (kept.kind === 'run') ledger.runs.set(kept.runId, kept);
      if (kept.kind === 'job') ledger.jobs.set(kept.name, kept);
      if (kept.kind === 'watch' && ledger.looks.at(-1) !== kept.lookedAt) ledger.looks.push(kept.lookedAt);
      if (kept.kind === 'lease') ledger.leases.set(key.slice(key.indexOf('/') + 1), kept);
    },
    happened: ({ 'detail-type': type, detail }) => {
      if (type !== 'ECS Task State Change' || detail['lastStatus'] !== 'STOPPED') return;
      const containers = detail['containers'] as readonly { readonly name?: string; readonly exitCode?: number }[];
      const exitCode = containers.find(({ name }) => name === 'app')?.exitCode;
      ledger.ends.set(String(detail['taskArn']), {
        ...(typeof detail['stopCode'] === 'string' && { stopCode: detail['stopCode'] }),
        ...(typeof detail['stoppedReason'] === 'string' && { reason: detail['stoppedReason'] }),
        ...(exitCode !== undefined && { exitCode }),
      });
    },
  };
  return ledger;
}

/** Tasks of runs that have not stopped, by run. */
export function livingByRun({ account }: BatchLedger): ReadonlyMap<string, readonly Task[]> {
  const living = new Map<string, Task[]>();
  for (const task of account.tasks.values()) {
    const run = runIdIn(task.startedBy);
    if (run === undefined || task.lastStatus === 'STOPPED') continue;
    living.set(run, [...(living.get(run) ?? []), task]);
  }
  return living;
}

export function isBornLate({ bornLate }: BatchLedger, { clientToken = '' }: Task): boolean {
  return bornLate.has(clientToken);
}

/** How long a second task may live that came to life against what was said of it: until it is seen, and stopped. */
export const strayMs = 8 * minuteMs;

export function runKeyOf({ account }: BatchLedger, runId: string): string {
  return `batch#${account.region}#run/${runId}`;
}
