import type { Command } from 'commander';
import { jobsOf } from '../../lib/app/config/batch-policy.ts';
import { readConfiguration } from '../../lib/app/config/load.ts';
import { nearest } from '../../lib/app/config/nearest.ts';
import type { Instant } from '../../lib/core/time.ts';
import { isoTime } from '../../lib/core/time.ts';
import { isMistake } from '../../lib/ecs/schedule/cron-field.ts';
import { readStart } from '../../lib/ecs/schedule/expression.ts';
import type { Schedule } from '../../lib/ecs/schedule/schedule.ts';
import { schedulerDst } from '../../lib/ecs/schedule/schedule.ts';
import { slotsFrom } from '../../lib/ecs/schedule/slots.ts';
import { CommandFailure, fault, usageError } from '../failure.ts';
import { defaultFile, fileText } from '../file.ts';
import type { Io } from '../io.ts';
import { tellFaults } from '../configuration/faults.ts';
import { aligned, painter, print, printJson } from '../terminal.ts';
import { zoneOption } from '../time.ts';
import { fromOption } from './from.ts';
import type { Occasion } from './occasion.ts';
import { occasionsOf } from './occasion.ts';

export const name = 'next';

type Options = {
  readonly cron?: string;
  readonly timezone?: string;
  readonly from?: string;
  readonly count: string;
  readonly file: string;
  readonly json?: true;
};

const examples = `
Examples:
  watchkeeper next billing-close
  watchkeeper next --cron '30 2 * * ? *' --timezone America/New_York --from 2027-03-13
  watchkeeper next --cron 'rate(15 minutes)'`;

export function register(program: Command, io: Io): void {
  program
    .command(name)
    .description('When a job is due next, what clocks and calendars leave out, and what they move.')
    .argument('[job]', 'a job of the configuration')
    .option(
      '--cron <expression>',
      'an expression of EventBridge Scheduler instead: cron(…) or its fields, rate(…), at(…)',
    )
    .option('--timezone <zone>', 'its time zone, IANA (default: UTC)')
    .option('--from <time>', '2027-03-28, 2027-03-28T02:00 (local there), or with Z or +09:00 (default: now)')
    .option('--count <number>', 'how many times', '10')
    .option('--file <path>', 'the configuration with the job', defaultFile)
    .option('--json', 'JSON Lines: { at, local, note? }')
    .addHelpText(
      'after',
      `${examples}\n\nExit codes: 0 it is due, 1 it never is, or the file has faults, 2 called wrongly.`,
    )
    .action(async (job: string | undefined, options: Options) => next(job, options, io));
}

const mostTimes = 1000;

async function next(job: string | undefined, options: Options, io: Io): Promise<void> {
  const count = Number(options.count);
  if (!Number.isInteger(count) || count < 1 || count > mostTimes)
    throw usageError(`${options.count} is not a number of times`, `write a whole number from 1 to ${mostTimes}`);
  const schedule = await wanted(job, options, io);
  const from = options.from === undefined ? io.now() : fromOption(options.from, schedule.timezone);
  const occasions = occasionsOf(schedule, first(schedule, from, count), from);
  if (occasions.length === 0)
    throw fault(`it is not due after ${isoTime(from)}`, 'correct its dates, or give an earlier --from');
  if (options.json) {
    const lines = occasions.map(({ at, local, note }) => ({
      type: 'slot',
      at: isoTime(at),
      local,
      ...(note !== undefined && { note }),
    }));
    printJson(io, lines);
  } else print(io, linesOf(occasions, schedule, io));
}

function first(schedule: Schedule, from: Instant, count: number) {
  const slots = [];
  for (const slot of slotsFrom(schedule, from)) {
    slots.push(slot);
    if (slots.length === count) break;
  }
  return slots;
}

async function wanted(job: string | undefined, options: Options, io: Io): Promise<Schedule> {
  const { cron, timezone } = options;
  if ((job === undefined) === (cron === undefined))
    throw usageError('it is not clear what is meant', "name one job, or give --cron '0 1 * * ? *'");
  if (cron !== undefined) return ofExpression(cron, timezone === undefined ? 'UTC' : zoneOption(timezone));
  if (timezone !== undefined)
    throw usageError('a job has its own time zone', 'leave --timezone out, or write timezone: in the job');
  return ofJob(job ?? '', options.file, io);
}

function ofExpression(cron: string, timezone: string): Schedule {
  const start = readStart(cron, timezone);
  if (isMistake(start)) throw usageError(start.problem, start.fix);
  return { start, timezone, dst: schedulerDst };
}

async function ofJob(job: string, file: string, io: Io): Promise<Schedule> {
  const fix = 'name the configuration with --file';
  const result = readConfiguration(await fileText(file, io, fix));
  if ('faults' in result) {
    tellFaults(file, result.faults, io);
    throw new CommandFailure(1);
  }
  const jobs = jobsOf(result.configuration, 'act');
  const found = jobs.find((each) => each.name === job);
  if (found === undefined) {
    const names = jobs.map((each) => each.name);
    const meant = nearest(job, names);
    const all = names.length === 0 ? 'there are none in it' : `jobs are ${names.join(', ')}`;
    throw usageError(`${file} has no job ${job}`, meant === undefined ? all : `did you mean "${meant}"?`);
  }
  if (found.schedule === undefined)
    throw fault(`${job} has no schedule`, 'other jobs start it, or a person with watchkeeper run');
  return found.schedule;
}

function linesOf(occasions: readonly Occasion[], { timezone }: Schedule, io: Io): string[] {
  const paint = painter(io);
  const rows = occasions.map(({ at, local, weekday, note }) => [
    weekday,
    `${local.slice(0, 10)} ${local.slice(11, 16)}`,
    { text: `${isoTime(at).slice(0, 16)}Z`, style: 'dim' as const },
    ...(note === undefined ? [] : [{ text: note, style: 'yellow' as const }]),
  ]);
  return [paint('dim', timezone), ...aligned(rows, paint)];
}
