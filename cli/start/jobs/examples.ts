import { secondMs } from '../../../lib/core/time.ts';
import type { Program } from '../../../sim/account/surroundings.ts';
import { quietProgram } from '../../../sim/account/images.ts';

/** Roles of the tasks that jobs run. */
export const jobRoles = { task: 'job-task', execution: 'ecs-execution' } as const;

/** For whoever has written no jobs: due often enough that a visitor does not wait for them. */
export const exampleJobs = `jobs:
  defaults:
    { cluster: batch, like: web/orders-api, roles: [${jobRoles.task}, ${jobRoles.execution}], startDeadline: 9m, expect: { grace: 4m } }
  invoice-run: { cron: 0/15 * * * ? *, timeouts: { run: 6m }, pages: true }
  sales-report: { after: invoice-run, timeouts: { run: 6m } }
  fx-rates:
    cron: 2/10 * * * ? *
    capacity: [{ name: FARGATE_SPOT, attempts: 2 }, FARGATE]
    retry: { attempts: 3, rules: [{ exitCode: 75, action: retry }] }
    timeouts: { run: 5m }
  stock-sync: { cron: 5/10 * * * ? *, timeouts: { run: 12m } }
  search-index: { cron: 8/20 * * * ? *, timeouts: { run: 15m } }
`;

/** What a job of the account does. `stumbles`: so often its provider does not answer, and it asks to be run again. */
type Work = { readonly usualMs: number; readonly stumbles: number; readonly says: string };

const works: Readonly<Record<string, Work>> = {
  'invoice-run': { usualMs: 150 * secondMs, stumbles: 0, says: 'done: 1204 invoices' },
  'sales-report': { usualMs: 60 * secondMs, stumbles: 0, says: 'done: report of 14 pages' },
  'fx-rates': { usualMs: 35 * secondMs, stumbles: 0.3, says: 'done: 31 currencies' },
  'stock-sync': { usualMs: 200 * secondMs, stumbles: 0, says: 'done: 8391 items' },
  'search-index': { usualMs: 400 * secondMs, stumbles: 0, says: 'done: index v2' },
};

export function workOf(job: string): Work {
  return works[job] ?? { usualMs: 60 * secondMs, stumbles: 0, says: 'done' };
}

const starts = { ...quietProgram, lines: ['working'] };

export function goodProgram({ usualMs, says }: Work, share: number): Program {
  return { ...starts, ends: { afterMs: Math.round(usualMs * share), exitCode: 0 }, lastLines: [says] };
}

/** sysexits.h, EX_TEMPFAIL. */
export const stumblingProgram: Program = {
  ...starts,
  ends: { afterMs: 12 * secondMs, exitCode: 75 },
  lastLines: ['WARN: rates.example.com answered 503, asking to be run again'],
};

export const failingProgram: Program = {
  ...starts,
  ends: { afterMs: 25 * secondMs, exitCode: 1 },
  lastLines: ['ERROR: relation "invoices" does not exist', 'aborted'],
};

/** It never ends by itself, and leaves when it is told to. */
export const hangingProgram: Program = { ...starts, lines: ['working', 'waiting for a lock on table stock'] };
