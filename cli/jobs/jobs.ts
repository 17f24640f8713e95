import type { Command } from 'commander';
import { usualMs } from '../../lib/batch/history.ts';
import { jobKey } from '../../lib/batch/names.ts';
import { markOf } from '../../lib/batch/foreign/policy.ts';
import { scheduleOf } from '../../lib/batch/foreign/judge.ts';
import { jobsOf } from '../../lib/app/config/batch-policy.ts';
import { readConfiguration } from '../../lib/app/config/load.ts';
import type { JobState } from '../../lib/batch/state.ts';
import { isoTime } from '../../lib/core/time.ts';
import { nextSlots } from '../../lib/ecs/schedule/slots.ts';
import type { Schedule } from '../../lib/ecs/schedule/schedule.ts';
import type { TableOptions } from '../alerts/installation.ts';
import { openInstallation, regionHelp, tableHelp } from '../alerts/installation.ts';
import { tellFaults } from '../configuration/faults.ts';
import { CommandFailure } from '../failure.ts';
import { defaultFile, fileText } from '../file.ts';
import type { Io } from '../io.ts';
import { aligned, painter, print, printJson } from '../terminal.ts';
import { clockIn, dateAndTime, durationWords, localZone } from '../time.ts';
import { importOne } from './import-one.ts';
import { keptForeign, keptState } from './kept.ts';

export const name = 'jobs';

type Options = TableOptions & { readonly file: string; readonly json?: true };

const help = `
Rules and schedules of others that start tasks are found by themselves, and listed with what starts them.
\`import\` prints one of them as a job, and the order of steps in which no night is doubled, or lost.

Examples:
  watchkeeper jobs
  watchkeeper jobs import nightly-report

Exit codes: 0, 1 the file has faults, or there is no such rule or schedule, 2 called wrongly.`;

export function register(program: Command, io: Io): void {
  const jobs = program
    .command(name)
    .description('All jobs: when they are due next, how the last run ended, how long they usually take.')
    .option('--file <path>', 'the configuration', defaultFile)
    .option('--table <name>', tableHelp)
    .option('--region <region>', regionHelp)
    .option('--json', 'JSON Lines, one for each job')
    .addHelpText('after', help)
    .action(async (options: Options) => list(options, io));
  jobs
    .command('import')
    .description('A rule, or a schedule of EventBridge Scheduler, as a job of watchkeeper.yml.')
    .argument('<name>', 'the name of the rule or the schedule')
    .action(async (which: string, _: unknown, command: Command) => importOne(which, command.optsWithGlobals(), io));
}

type Row = {
  readonly job: string;
  readonly by: 'job' | 'rule' | 'schedule';
  readonly schedule: Schedule | undefined;
  readonly isSuspended: boolean;
  readonly kept: JobState | undefined;
};

async function list(options: Options, io: Io): Promise<void> {
  const rows = await rowsOf(options, io);
  if (options.json)
    printJson(
      io,
      rows.map((row) => jsonOf(row, io)),
    );
  else print(io, linesOf(rows, io));
}

async function rowsOf(options: Options, io: Io): Promise<readonly Row[]> {
  const loaded = readConfiguration(await fileText(options.file, io, 'name the configuration with --file'));
  if ('faults' in loaded) {
    tellFaults(options.file, loaded.faults, io);
    throw new CommandFailure(1);
  }
  const installation = await openInstallation(name, options, io);
  const jobs = jobsOf(loaded.configuration, 'act');
  const foreign = await keptForeign(installation);
  const states = await keptState(installation, [
    ...jobs.map((job) => jobKey(installation.region, job.name)),
    ...foreign.map((each) => jobKey(installation.region, markOf(each))),
  ]);
  const stateOf = (key: string): JobState | undefined => {
    const state = states.get(jobKey(installation.region, key));
    return state?.kind === 'job' ? state : undefined;
  };
  return [
    ...jobs.map((job): Row => ({
      job: job.name,
      by: 'job',
      schedule: job.schedule,
      isSuspended: !job.enabled,
      kept: stateOf(job.name),
    })),
    ...foreign.map((each): Row => ({
      job: each.name,
      by: each.by,
      schedule: scheduleOf(each),
      isSuspended: !each.isEnabled,
      kept: stateOf(markOf(each)),
    })),
  ];
}

function nextOf({ schedule, isSuspended }: Row, io: Io): number | undefined {
  if (schedule === undefined || isSuspended) return undefined;
  return nextSlots(schedule, io.now(), 1)[0]?.at;
}

function jsonOf(row: Row, io: Io) {
  const next = nextOf(row, io);
  const last = row.kept?.runs.at(-1);
  const usual = row.kept === undefined ? undefined : usualMs(row.kept, 0.5);
  return {
    type: 'job',
    job: row.job,
    by: row.by,
    suspended: row.isSuspended,
    ...(next !== undefined && { next: isoTime(next) }),
    ...(last !== undefined && { last: { slot: isoTime(last.slot), end: last.end } }),
    ...(usual !== undefined && { usualMs: usual }),
    failures: row.kept?.failures ?? 0,
  };
}

function linesOf(rows: readonly Row[], io: Io): string[] {
  const zone = localZone(io);
  const clock = clockIn(zone, io.now());
  const shown = rows.map((row) => {
    const next = nextOf(row, io);
    const last = row.kept?.runs.at(-1);
    const usual = row.kept === undefined ? undefined : usualMs(row.kept, 0.5);
    return [
      row.job,
      row.by,
      row.isSuspended ? 'suspended' : next === undefined ? '-' : dateAndTime(next, clock),
      last === undefined ? 'none yet' : `${last.end}, ${dateAndTime(last.slot, clock)}`,
      usual === undefined ? '' : durationWords(usual),
    ];
  });
  return [...aligned([['JOB', 'KIND', 'NEXT', 'LAST', 'USUALLY'], ...shown], painter(io)), '', `times in ${zone}`];
}
