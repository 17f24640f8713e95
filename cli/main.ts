import { setTimeout as sleep } from 'node:timers/promises';
import { Command, CommanderError } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { systemClock } from '../lib/app/environment.ts';
import { awsAccount } from './account.ts';
import { awsRefusal } from './aws-refusal.ts';
import { CommandFailure } from './failure.ts';
import type { Io } from './io.ts';

/** One command: puts itself, its options and its help into the program. */
type CommandModule = { readonly register: (program: Command, io: Io) => void };

/** Every command by its name. A module is loaded when its command is called, or when all are listed. */
const commands: Readonly<Record<string, () => Promise<CommandModule>>> = {
  check: async () => import('./commands/check.ts'),
  config: async () => import('./commands/config.ts'),
  look: async () => import('./look/command.ts'),
  init: async () => import('./init/command.ts'),
  status: async () => import('./commands/status.ts'),
  incidents: async () => import('./commands/incidents.ts'),
  ack: async () => import('./commands/ack.ts'),
  mute: async () => import('./commands/mute.ts'),
  unmute: async () => import('./commands/unmute.ts'),
  hold: async () => import('./holds/hold.ts'),
  release: async () => import('./holds/release.ts'),
  drain: async () => import('./drain/command.ts'),
  hooks: async () => import('./hooks/command.ts'),
  jobs: async () => import('./jobs/jobs.ts'),
  run: async () => import('./jobs/run.ts'),
  runs: async () => import('./jobs/runs.ts'),
  next: async () => import('./next/command.ts'),
  why: async () => import('./scaling/why.ts'),
  plan: async () => import('./scaling/plan.ts'),
  explain: async () => import('./explain/command.ts'),
  wait: async () => import('./wait/command.ts'),
  advise: async () => import('./advise/command.ts'),
  snapshot: async () => import('./commands/snapshot.ts'),
  replay: async () => import('./replay/command.ts'),
  simulate: async () => import('./simulate/command.ts'),
  start: async () => import('./start/command.ts'),
};

/** Runs `watchkeeper` with its arguments, and says how it ended: 0, 1 for a fault, 2 for wrong usage. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  const program = programFor(io, args);
  for (const load of wanted(args)) (await load()).register(program, io);
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    return ended(error, io);
  }
}

function wanted(args: readonly string[]): (() => Promise<CommandModule>)[] {
  const [first = ''] = args;
  const called = Object.hasOwn(commands, first) ? commands[first] : undefined;
  return called === undefined ? Object.values(commands) : [called];
}

function programFor(io: Io, args: readonly string[]): Command {
  const help = helpFor(args);
  return new Command('watchkeeper')
    .description('Keeps watch over Amazon ECS: what failed, why, and what to do.')
    .version(manifest.version, '--version')
    .helpOption('-h, --help', 'what a command does and takes')
    .addHelpText('after', '\nExit codes: 0 fine, 1 a fault was found or refused, 2 called wrongly, 3 not in time.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) => write(`${oneLineOf(text, help)}\n`),
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stderr.columns ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
}

/** Where it stands how it is called. */
function helpFor([first = '']: readonly string[]): string {
  return Object.hasOwn(commands, first) ? `watchkeeper ${first} --help` : 'watchkeeper --help';
}

/** The words of commander in the form of ours: the fault, and where it stands how it is right, unless they guess it. */
function oneLineOf(text: string, help: string): string {
  const line = text
    .replace(/^error: /, 'watchkeeper: ')
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ');
  return line.includes('(Did you mean ') ? line : `${line} — see ${help}`;
}

function ended(error: unknown, io: Io): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const failure = error instanceof CommandFailure ? error : awsRefusal(error);
  if (failure === undefined) throw error;
  if (failure.message !== '') io.stderr.write(`watchkeeper: ${failure.message}\n`);
  return failure.exitCode;
}

/** The command line of this process. */
export async function runProcess(): Promise<void> {
  // Whoever reads us (`head`, a closed pager) may leave before the end.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  process.exitCode = await main(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    now: systemClock.now,
    pause: async (ms) => sleep(ms),
    cwd: process.cwd(),
    account: awsAccount(systemClock),
  });
}

if (import.meta.main) await runProcess();
