import type { Command } from 'commander';
import type { Io } from '../io.ts';
import { print, printJson } from '../terminal.ts';
import { lookJson } from './json.ts';
import { lookLines } from './lines.ts';
import { lookAt } from './look.ts';
import { lookPolicy } from './rights.ts';
import type { SourceOptions } from './source.ts';
import { lookSource } from './source.ts';

type Options = SourceOptions & { readonly policy?: true; readonly json?: true; readonly all?: true };

export function register(program: Command, io: Io): void {
  program
    .command('look')
    .description('What Watchkeeper would say of an account now, without deploying anything: one look, nothing changed.')
    .option('--account <file...>', 'files of `watchkeeper snapshot` instead of the account you are signed in to')
    .option('--cluster <name>', 'only this cluster; default: all of the region')
    .option('--region <region>', 'the region; default: AWS_REGION, or that of your profile')
    .option('--all', 'every name, every note')
    .option('--policy', 'print an IAM policy with the rights it needs, all of them reads, and end')
    .option('--json', 'JSON Lines: told, advice, group, watcher, missing, starter, unused, unread, and look last')
    .addHelpText(
      'after',
      `
Judges by the functions that are deployed, with the watchkeeper.yml of this directory, else with the defaults. One look
knows one moment: what must have lasted to be told is said with how long it must stay so.
Exit codes: 0 looked, whatever it found; 1 nothing could be read; 2 called wrongly.`,
    )
    .action(async (options: Options) => look(options, io));
}

async function look(options: Options, io: Io): Promise<void> {
  if (options.policy) {
    print(io, [JSON.stringify(lookPolicy(), undefined, 2)]);
    return;
  }
  const found = await lookAt(await lookSource(options, io), io);
  if (options.json) printJson(io, lookJson(found));
  else print(io, lookLines(found, { all: options.all === true }, io));
}
