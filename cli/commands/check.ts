import type { Command } from 'commander';
import type { ConfigurationFault } from '../../lib/app/config/fault.ts';
import { readConfiguration } from '../../lib/app/config/load.ts';
import type { ReadConfiguration } from '../../lib/app/config/load.ts';
import { faultJson, tellFaults, warningLines, warningsOf } from '../configuration/faults.ts';
import { summaryLines } from '../configuration/summary-lines.ts';
import { summaryOf } from '../configuration/summary.ts';
import { CommandFailure } from '../failure.ts';
import { defaultFile, fileText } from '../file.ts';
import type { Io } from '../io.ts';
import { painter, print, printJson } from '../terminal.ts';

export const name = 'check';

type Options = { readonly json?: true };

export function register(program: Command, io: Io): void {
  program
    .command(name)
    .description('Read watchkeeper.yml: every fault at once, or what it comes to.')
    .argument('[file]', 'the configuration', defaultFile)
    .option('--json', 'JSON Lines: fault, warning, then receiver, route, environment, team, need, and result last')
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
  const warnings = warningsOf(result, io.now());
  if (options.json) printJson(io, summaryJson(file, result, warnings));
  else print(io, goodLines(file, result, warnings, io));
}

function goodLines(file: string, read: ReadConfiguration, warnings: readonly ConfigurationFault[], io: Io): string[] {
  const paint = painter(io);
  const verdict = warnings.length === 0 ? 'fine' : `can be used, ${count(warnings.length)}`;
  return [
    paint(warnings.length === 0 ? 'green' : 'yellow', `${file}: ${verdict}`),
    ...warningLines(file, warnings, io),
    '',
    ...summaryLines(summaryOf(read.configuration), paint),
  ];
}

function count(warnings: number): string {
  return warnings === 1 ? '1 warning' : `${warnings} warnings`;
}

function summaryJson(file: string, read: ReadConfiguration, warnings: readonly ConfigurationFault[]) {
  const { basics, receivers, routes, environments, teams, needs } = summaryOf(read.configuration);
  return [
    ...warnings.map((each) => ({ type: 'warning', file, ...each })),
    ...receivers.map((each) => ({ type: 'receiver', ...each })),
    ...routes.map((each) => ({ type: 'route', ...each })),
    ...environments.map((each) => ({ type: 'environment', ...each })),
    ...teams.map((each) => ({ type: 'team', ...each })),
    ...needs.map((each) => ({ type: 'need', ...each })),
    { type: 'result', file, usable: true, faults: 0, warnings: warnings.length, ...basics },
  ];
}
