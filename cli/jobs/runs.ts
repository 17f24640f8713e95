import type { Command } from 'commander';
import { phaseOf } from '../../lib/batch/run-phase.ts';
import { usualMs } from '../../lib/batch/history.ts';
import type { JobState, RunNote, RunState } from '../../lib/batch/state.ts';
import { isoTime } from '../../lib/core/time.ts';
import type { TableOptions } from '../alerts/installation.ts';
import { openInstallation, regionHelp, tableHelp } from '../alerts/installation.ts';
import { fault, usageError } from '../failure.ts';
import type { Io } from '../io.ts';
import { aligned, painter, print, printJson } from '../terminal.ts';
import { clockIn, dateAndTime, durationWords, localZone } from '../time.ts';
import { keptJob, liveRunsOf } from './kept.ts';
import { progressOf } from './progress.ts';

export const name = 'runs';

type Options = TableOptions & { readonly count: string; readonly json?: true };

export function register(program: Command, io: Io): void {
  program
    .command(name)
    .description('The runs of a job: those that go on, and how the last ones ended.')
    .argument('<job>', 'a job of the configuration')
    .option('--count <number>', 'how many that have ended', '14')
    .option('--table <name>', tableHelp)
    .option('--region <region>', regionHelp)
    .option('--json', 'JSON Lines, one for each run')
    .action(async (job: string, options: Options) => runs(job.trim(), options, io));
}

async function runs(job: string, options: Options, io: Io): Promise<void> {
  const count = Number(options.count);
  if (!Number.isInteger(count) || count < 1)
    throw usageError(`${options.count} is not a number of runs`, 'write a whole number from 1');
  const installation = await openInstallation(name, options, io);
  const [live, kept] = await Promise.all([liveRunsOf(installation, job), keptJob(installation, job)]);
  const past = (kept?.runs ?? []).slice(-count).toReversed();
  if (live.length === 0 && past.length === 0)
    throw fault(
      `no run of ${job} is known`,
      'see `watchkeeper next` for when it is due, and `watchkeeper run` to run it',
    );
  if (options.json) printJson(io, [...live.map(liveJson), ...past.map(pastJson)]);
  else print(io, linesOf({ live, past, kept }, io));
}

const liveJson = (run: RunState) => ({
  type: 'run',
  runId: run.runId,
  slot: isoTime(run.slot),
  phase: phaseOf(run),
  attempt: run.attempt,
  tries: run.tries,
  ...(run.task !== undefined && { taskArn: run.task.arn }),
  ...(run.array !== undefined && {
    array: {
      size: run.pinned.task.array?.size,
      open: run.array.open.length,
      succeeded: run.array.succeeded,
      failed: run.array.failed,
    },
  }),
});

const pastJson = ({ slot, at, ...rest }: RunNote) => ({
  type: 'run',
  slot: isoTime(slot),
  endedAt: isoTime(at),
  ...rest,
});

type Shown = {
  readonly live: readonly RunState[];
  readonly past: readonly RunNote[];
  readonly kept: JobState | undefined;
};

function linesOf({ live, past, kept }: Shown, io: Io): string[] {
  const zone = localZone(io);
  const clock = clockIn(zone, io.now());
  const rows = [
    ['due', 'state', 'took', 'exit', 'why'],
    ...live.map((run) => [
      dateAndTime(run.slot, clock),
      phaseOf(run),
      sinceOf(run, io),
      '',
      run.past.at(-1)?.cause ?? progressOf(run).join(', '),
    ]),
    ...past.map((run) => [
      dateAndTime(run.slot, clock),
      run.end,
      run.durationMs === undefined ? '' : durationWords(run.durationMs),
      run.exitCode === undefined ? '' : String(run.exitCode),
      run.cause ?? '',
    ]),
  ];
  const [usual, slow] = [usualMs(kept ?? { durationsMs: [] }, 0.5), usualMs(kept ?? { durationsMs: [] }, 0.95)];
  return [
    ...aligned(rows, painter(io)),
    '',
    ...(usual === undefined || slow === undefined
      ? []
      : [`usually ${durationWords(usual)}, 95 of 100 within ${durationWords(slow)}`]),
    `times in ${zone}`,
  ];
}

function sinceOf({ task, array }: RunState, io: Io): string {
  const startedAt = task?.startedAt ?? array?.startedAt;
  return startedAt === undefined ? '' : `${durationWords(io.now() - startedAt)} so far`;
}
