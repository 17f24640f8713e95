import type { Command } from 'commander';
import { hookMark } from '../../lib/app/config/drain-policy.ts';
import { oneLine } from '../../lib/channels/untrusted.ts';
import type { InstanceGroup } from '../../lib/core/group-reads.ts';
import type { DrainPolicy } from '../../lib/drain/policy.ts';
import { policyFor } from '../../lib/drain/policy.ts';
import type { HookFinding, HookPolicy } from '../../lib/ecs/draining/hook-findings.ts';
import { hookFindings } from '../../lib/ecs/draining/hook-findings.ts';
import { languageHere } from '../language.ts';
import { openInstallation, regionOf, tableHelp, tableOf } from '../alerts/installation.ts';
import { drainPolicyOf } from '../drain/policy.ts';
import { few } from '../explain/cluster.ts';
import { CommandFailure, fault, usageError } from '../failure.ts';
import type { Io } from '../io.ts';
import { print, printJson } from '../terminal.ts';
import { checkJson, checkLines } from './lines.ts';
import type { Format } from './snippets.ts';
import { formats, snippetOf } from './snippets.ts';

type Options = {
  readonly check?: true;
  readonly print?: true;
  readonly group?: string;
  readonly cluster?: string;
  readonly tag?: string;
  readonly format?: string;
  readonly table?: string;
  readonly region?: string;
  readonly json?: true;
};

export function register(program: Command, io: Io): void {
  program
    .command('hooks')
    .description('Which Auto Scaling groups under ECS clusters have the lifecycle hook that drains their instances.')
    .option('--check', 'every group, its hooks, and what is wrong with them (without --print, this)')
    .option('--print', 'the hook as a resource, for each group that has none of ours, or for --group')
    .option('--group <name>', 'only this Auto Scaling group')
    .option('--cluster <name>', 'only the groups of this cluster')
    .option('--tag <key[=value]>', 'only groups with this tag')
    .option('--format <format>', `of --print: ${formats.join(' or ')}; default: ${formats[0]}`)
    .option(
      '--table <name>',
      `${tableHelp}. With it, the configuration in force counts; else the one in this directory`,
    )
    .option('--region <region>', 'the region; default: AWS_REGION, or that of your profile')
    .option('--json', 'JSON Lines: a group a line, with its hooks and findings')
    .addHelpText(
      'after',
      '\nOnly reads. Exit codes: 0 fine; 1 something is wrong, or could not be read; 2 called wrongly.',
    )
    .action(async (options: Options) => hooks(options, io));
}

/** A group with what the configuration and its hooks say of it. */
export type Checked = {
  readonly group: InstanceGroup;
  readonly policy: HookPolicy;
  readonly findings: readonly HookFinding[];
};

async function hooks(options: Options, io: Io): Promise<void> {
  if (options.check && options.print) throw usageError('--check and --print are two questions', 'give one of them');
  const format = formatOf(options.format);
  const region = await regionOf(options, io);
  const reads = await io.account.groups(region);
  const all = await reads.groups(options.cluster === undefined ? undefined : [options.cluster]);
  const checked = await checkedOf(chosen(all, options, region), { options, region }, io);
  if (options.print) printSnippets(checked, { options, format }, io);
  else await tell(checked, { options, region }, io);
}

function formatOf(format: string | undefined): Format {
  const found = formats.find((each) => each === (format ?? formats[0]));
  if (found === undefined) throw usageError(`${format} is no format`, `give one of ${formats.join(', ')}`);
  return found;
}

function chosen(all: readonly InstanceGroup[], { group, tag }: Options, region: string): readonly InstanceGroup[] {
  const [key = '', value] = tag?.split('=', 2) ?? [];
  const tagged =
    tag === undefined
      ? all
      : all.filter(({ tags }) => Object.hasOwn(tags, key) && (value === undefined || tags[key] === value));
  const found = group === undefined ? tagged : tagged.filter(({ name }) => name === group);
  if (found.length > 0 || (group === undefined && tag === undefined)) return found;
  const known =
    all.length === 0
      ? 'there is none at all'
      : `there are ${few(
          all.map(({ name }) => name),
          group,
        )}`;
  throw fault(`there is no such Auto Scaling group under ECS clusters in ${region}`, known);
}

type Setting = { readonly options: Options; readonly region: string };

async function checkedOf(
  groups: readonly InstanceGroup[],
  { options, region }: Setting,
  io: Io,
): Promise<readonly Checked[]> {
  const isTable = tableOf(options, io) !== undefined;
  const installation = isTable ? await openInstallation('hooks', options, io) : { region };
  return checkedBy(await drainPolicyOf(installation, io), groups);
}

/** Each group by the policy that is meant for it. */
export function checkedBy(whole: DrainPolicy, groups: readonly InstanceGroup[]): readonly Checked[] {
  return groups.map((group) => {
    const names = [group.name, ...group.capacityProviders, ...group.clusters];
    const { mode, deadlineMs, managedCapMs } = policyFor(whole, { names });
    const policy = { mark: hookMark, mode, deadlineMs, ...(managedCapMs !== undefined && { managedCapMs }) };
    return { group, policy, findings: hookFindings(group, policy) };
  });
}

async function tell(checked: readonly Checked[], { options, region }: Setting, io: Io): Promise<void> {
  if (options.json) printJson(io, checked.map(checkJson));
  else print(io, checkLines(checked, { region, language: await languageHere(io) }, io));
  const isWrong = checked.some(({ findings }) => findings.some(({ level }) => level === 'wrong'));
  if (isWrong) throw new CommandFailure(1);
}

function printSnippets(
  checked: readonly Checked[],
  { options, format }: { readonly options: Options; readonly format: Format },
  io: Io,
): void {
  const wanted =
    options.group === undefined
      ? checked.filter(({ findings }) => findings.some(({ id }) => id.startsWith('no-hook')))
      : checked;
  const snippets = wanted.map(({ group, policy }) => ({
    group: group.name,
    format,
    snippet: snippetOf(group, format, policy.deadlineMs).join('\n'),
  }));
  if (options.json)
    printJson(
      io,
      snippets.map((each) => ({ type: 'hook', ...each })),
    );
  else if (snippets.length === 0)
    print(io, ['every group has a hook that drains it; name one with --group to print it']);
  else
    print(
      io,
      snippets.flatMap(({ group, snippet }, at) => [...(at === 0 ? [] : ['']), `# ${oneLine(group)}`, snippet]),
    );
}
