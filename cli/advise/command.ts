import { Option } from 'commander';
import type { Command } from 'commander';
import { adviceSettings } from '../../lib/app/config/advice-settings.ts';
import { readConfiguration } from '../../lib/app/config/load.ts';
import { durationMs, durationPattern } from '../../lib/app/config/notation.ts';
import { oneLine } from '../../lib/channels/untrusted.ts';
import { secondMs } from '../../lib/core/time.ts';
import { adviceOf } from '../../lib/ecs/advice/advise.ts';
import { readAdvice } from '../../lib/ecs/advice/read/facts.ts';
import type { AdviceSettings } from '../../lib/ecs/advice/settings.ts';
import { defaultAdviceSettings } from '../../lib/ecs/advice/settings.ts';
import { clusterHelp, clusterRegionHelp } from '../explain/cluster.ts';
import { CommandFailure, fault, usageError } from '../failure.ts';
import { configurationHere } from '../configuration-in-force.ts';
import { defaultFile } from '../file.ts';
import type { Io } from '../io.ts';
import { languageHere } from '../language.ts';
import { print, printJson } from '../terminal.ts';
import { answerJson } from './answer-json.ts';
import { answerLines } from './answer-lines.ts';
import type { Advised } from './answer.ts';
import { countsOf } from './answer.ts';
import { githubLines } from './github.ts';
import type { AdviseSubject, SubjectOptions } from './subjects.ts';
import { subjectsOf } from './subjects.ts';

type Options = SubjectOptions & {
  readonly start?: string;
  readonly format: 'text' | 'github';
  readonly all?: true;
  readonly json?: true;
};

const after = `
FILE: a task definition and a service as \`aws ecs\` takes or answers them, or a file of \`watchkeeper snapshot\`.
Rules are turned off under advice: in ./watchkeeper.yml. Only reads.
Exit codes: 0 no errors (there may be warnings), 1 errors, or it could not be read, 2 called wrongly.`;

export function register(program: Command, io: Io): void {
  program
    .command('advise')
    .description('What will hurt in a task definition or a service, before it does; for people and pipelines.')
    .argument('[file...]', 'what to look at')
    .option('--service <name>', 'a service: cluster/name, name, or ARN; with a FILE: as if that were deployed to it')
    .option('--cluster <name>', clusterHelp)
    .option('--account <file>', 'a file of `watchkeeper snapshot` instead of the account you are signed in to')
    .option('--region <region>', clusterRegionHelp)
    .option('--start <duration>', 'how long a task takes from RUNNING to healthy, where you know it: 90s')
    .addOption(
      new Option('--format <format>', 'github: annotations of a pull request')
        .choices(['text', 'github'])
        .default('text'),
    )
    .option('--all', 'also the names of the rules that could not be checked')
    .option('--json', 'JSON Lines: finding, unchecked, and result last; in English')
    .addHelpText('after', after)
    .action(async (files: readonly string[], options: Options) => advise(files, options, io));
}

async function advise(files: readonly string[], options: Options, io: Io): Promise<void> {
  const startSeconds = secondsOf(options.start);
  const subjects = await subjectsOf(files, options, io);
  const settings = await settingsHere(io);
  const all = subjects.map((subject) => advisedOf(subject, { settings, startSeconds }, io));
  if (options.json) printJson(io, answerJson(all));
  else if (options.format === 'github') print(io, githubLines(all));
  else print(io, answerLines(all, { language: await languageHere(io), all: options.all === true }, io));
  if (countsOf(all).errors > 0) throw new CommandFailure(1);
}

function secondsOf(written: string | undefined): number | undefined {
  if (written === undefined) return undefined;
  if (!durationPattern.test(written)) throw usageError(`${written} is not a duration`, 'write 90s, 5m or 1h30m');
  return durationMs(written) / secondMs;
}

type Asked = { readonly settings: AdviceSettings; readonly startSeconds: number | undefined };

function advisedOf(subject: AdviseSubject, { settings, startSeconds }: Asked, io: Io): Advised {
  const { source } = subject;
  const known = { ...source.known, ...(startSeconds !== undefined && { observedStartSeconds: startSeconds }) };
  const facts = readAdvice({ ...source, known });
  if ('faults' in facts) {
    for (const { path, problem } of facts.faults) io.stderr.write(`${oneLine(path)}  ${oneLine(problem)}\n`);
    const count = facts.faults.length === 1 ? '1 fault' : `${facts.faults.length} faults`;
    throw fault(`${count}: it cannot be looked at`, 'correct what stands above');
  }
  return { subject, facts, advice: adviceOf(facts, settings, io.now()) };
}

/** What the configuration in this directory turns off; nothing without one. */
async function settingsHere(io: Io): Promise<AdviceSettings> {
  const text = await configurationHere(io);
  if (text === undefined) return defaultAdviceSettings;
  const read = readConfiguration(text);
  if ('configuration' in read) return adviceSettings(read.configuration);
  io.stderr.write(`watchkeeper: ${defaultFile} has faults (watchkeeper check): no rule is turned off\n`);
  return defaultAdviceSettings;
}
