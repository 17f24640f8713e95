import type { Command } from 'commander';
import type { ConfigurationFault } from '../../lib/app/config/fault.ts';
import { readConfiguration } from '../../lib/app/config/load.ts';
import type { ReadConfiguration } from '../../lib/app/config/load.ts';
import { faultJson, tellFaults, warningLines, warningsOf } from '../configuration/faults.ts';
import type { JobInAccount } from '../configuration/jobs-in-account.ts';
import { accountFindings, jobRows, jobsInAccount } from '../configuration/jobs-in-account.ts';
import { summaryLines } from '../configuration/summary-lines.ts';
import { summaryOf } from '../configuration/summary.ts';
import { regionHelp } from '../alerts/installation.ts';
import { CommandFailure } from '../failure.ts';
import { defaultFile, fileText } from '../file.ts';
import type { Io } from '../io.ts';
import { aligned, painter, print, printJson } from '../terminal.ts';

export const name = 'check';

type Options = { readonly json?: true; readonly account?: true; readonly region?: string };

export function register(program: Command, io: Io): void {
  program
    .command(name)
    .description('Read watchkeeper.yml: every fault at once, or what it comes to.')
    .argument('[file]', 'the configuration', defaultFile)
    .option('--account', 'also ask ECS how each job would be launched now: revision, roles, network and capacity')
    .option('--region <region>', regionHelp)
    .option('--json', 'JSON Lines: fault, warning, then receiver, route, environment, team, need, job, and result last')
    .addHelpText('after', '\nExit codes: 0 it can be used (there may be warnings), 1 faults, 2 no such file.')
    .action(async (file: string, options: Options) => check(file, options, io));
}

async function check(file: string, options: Options, io: Io): Promise<void> {
  const result = readConfiguration(await fileText(file, io));
  if ('faults' in result) {
    if (options.json) printJson(io, faultJson(file, result.faults));
    else tellFaults(file, result.faults, io);
    throw new CommandFailure(1);
  }
  const jobs = options.account ? await jobsOfAccount(result, options, io) : [];
  const warnings = [...warningsOf(result, io.now()), ...accountFindings(jobs).map(result.locate)].toSorted(
    (a, b) => a.line - b.line || a.column - b.column,
  );
  const checked: Checked = { file, read: result, warnings, jobs };
  if (options.json) printJson(io, summaryJson(checked));
  else print(io, goodLines(checked, io));
}

type Checked = {
  readonly file: string;
  readonly read: ReadConfiguration;
  readonly warnings: readonly ConfigurationFault[];
  readonly jobs: readonly JobInAccount[];
};

async function jobsOfAccount({ configuration }: ReadConfiguration, options: Options, io: Io) {
  const region = options.region ?? io.env['AWS_REGION'] ?? io.env['AWS_DEFAULT_REGION'] ?? (await io.account.region());
  return jobsInAccount(configuration, await io.account.launches(region));
}

function goodLines({ file, read, warnings, jobs }: Checked, io: Io): string[] {
  const paint = painter(io);
  const verdict = warnings.length === 0 ? 'fine' : `can be used, ${count(warnings.length)}`;
  const rows = jobRows(jobs);
  return [
    paint(warnings.length === 0 ? 'green' : 'yellow', `${file}: ${verdict}`),
    ...warningLines(file, warnings, io),
    '',
    ...summaryLines(summaryOf(read.configuration), paint),
    ...(rows.length === 0 ? [] : ['', paint('bold', 'Jobs, as they would be launched now'), ...aligned(rows, paint)]),
  ];
}

function count(warnings: number): string {
  return warnings === 1 ? '1 warning' : `${warnings} warnings`;
}

function summaryJson({ file, read, warnings, jobs }: Checked) {
  const { basics, receivers, routes, environments, teams, needs } = summaryOf(read.configuration);
  return [
    ...warnings.map((each) => ({ type: 'warning', file, ...each })),
    ...receivers.map((each) => ({ type: 'receiver', ...each })),
    ...routes.map((each) => ({ type: 'route', ...each })),
    ...environments.map((each) => ({ type: 'environment', ...each })),
    ...teams.map((each) => ({ type: 'team', ...each })),
    ...needs.map((each) => ({ type: 'need', ...each })),
    ...jobs.map((each) => ({ type: 'job', ...each })),
    { type: 'result', file, usable: true, faults: 0, warnings: warnings.length, ...basics },
  ];
}
