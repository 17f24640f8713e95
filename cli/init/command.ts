import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { faultLine } from '../../lib/app/config/fault.ts';
import { readConfiguration } from '../../lib/app/config/load.ts';
import { languages } from '../../lib/core/language.ts';
import type { Language } from '../../lib/core/language.ts';
import { warningsOf } from '../configuration/faults.ts';
import { fault, usageError } from '../failure.ts';
import { defaultFile } from '../file.ts';
import type { Io } from '../io.ts';
import { lookFacts } from '../look/reads.ts';
import type { SourceOptions } from '../look/source.ts';
import { lookSource, nameOf } from '../look/source.ts';
import { startersIn } from '../look/starters.ts';
import { watchersIn } from '../look/watchers.ts';
import { print, printJson } from '../terminal.ts';
import { localZone } from '../time.ts';
import { environmentsOf } from './environments.ts';
import type { Found } from './written.ts';
import { placeholder, teamsOf, written } from './written.ts';

type Options = SourceOptions & {
  readonly out: string;
  readonly force?: true;
  readonly language?: string;
  readonly json?: true;
};

export function register(program: Command, io: Io): void {
  program
    .command('init')
    .description(
      'Write a short watchkeeper.yml from what is there: clusters, teams, hooks, schedules. One look, read only.',
    )
    .option('--account <file...>', 'files of `watchkeeper snapshot` instead of the account you are signed in to')
    .option('--cluster <name>', 'only this cluster; default: all of the region')
    .option('--region <region>', 'the region; default: AWS_REGION, or that of your profile')
    .option('--out <file>', 'where to', defaultFile)
    .option('--language <language>', `of messages: ${languages.join(' or ')}; default: that of this machine`)
    .option('--force', 'overwrite what is there')
    .option('--json', 'JSON: what was found and written')
    .addHelpText('after', '\nReads what `look` reads. Exit codes: 0 written, 1 it could not be, 2 called wrongly.')
    .action(async (options: Options) => init(options, io));
}

async function init(options: Options, io: Io): Promise<void> {
  const language = languageOf(options.language, io);
  const source = await lookSource(options, io);
  const { services } = lookFacts(source);
  const found: Found = {
    region: source.region,
    clusters: source.clusters.flatMap(({ cluster }) => nameOf(cluster) ?? []),
    services,
    groups: source.around.autoScalingGroups ?? [],
    watchers: watchersIn(source.around, services),
    starters: startersIn(source.around),
    timezone: localZone(io),
    language,
  };
  const text = written(found);
  const warnings = checked(text, io);
  await put(text, options, io);
  for (const { what, why } of source.unread) io.stderr.write(`watchkeeper: ${what} could not be read (${why})\n`);
  if (options.json) printJson(io, [{ type: 'init', file: options.out, ...factsOf(found), warnings }]);
  else
    print(io, [
      ...text.trimEnd().split('\n'),
      '',
      `written to ${options.out}; fill in ${placeholder}, then: watchkeeper check`,
    ]);
}

function languageOf(given: string | undefined, { env }: Io): Language {
  const locale = env['LC_ALL'] ?? env['LANG'] ?? '';
  if (given === undefined) return languages.find((each) => locale.startsWith(each)) ?? 'en';
  const found = languages.find((each) => each === given);
  if (found === undefined) throw usageError(`${given} is no language`, `give one of ${languages.join(', ')}`);
  return found;
}

/** What is written must be right as soon as it is filled in. */
function checked(text: string, io: Io): readonly string[] {
  const read = readConfiguration(text.replace(`slack: ${placeholder}`, 'slack: C0123456789'));
  if ('configuration' in read) return warningsOf(read, io.now()).map((each) => faultLine(defaultFile, each));
  const [first] = read.faults;
  throw fault(
    `what was found makes no configuration (${first === undefined ? '' : faultLine(defaultFile, first)})`,
    'a name among your tags or groups may be the reason; write the file by hand',
  );
}

/** What is there stays, unless it is told to go. */
async function put(text: string, { out, force }: Options, { cwd }: Io): Promise<void> {
  try {
    await writeFile(resolve(cwd, out), text, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    if (code === 'EEXIST')
      throw fault(`there is a ${out} already`, 'name another with --out, or overwrite it with --force');
    throw usageError(`${out} cannot be written (${code})`, 'name another file with --out');
  }
}

function factsOf({ clusters, services, groups, starters, timezone, language }: Found) {
  return {
    clusters: clusters.length,
    services: services.length,
    environments: environmentsOf(clusters).map(({ name, patterns }) => ({ name, clusters: patterns })),
    teams: teamsOf(services),
    groups: groups.length,
    schedules: starters.length,
    timezone,
    language,
    toFillIn: ['receivers.team.slack'],
  };
}
