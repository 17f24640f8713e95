import type { Command } from 'commander';
import { oneLine } from '../../lib/channels/untrusted.ts';
import { isoTime } from '../../lib/core/time.ts';
import type { Decided, ServiceState } from '../../lib/scale/state.ts';
import type { TableOptions } from '../alerts/installation.ts';
import { openInstallation, regionHelp, tableHelp } from '../alerts/installation.ts';
import { fault, usageError } from '../failure.ts';
import type { Io } from '../io.ts';
import { print, printJson } from '../terminal.ts';
import { clockIn, dateAndTime, localZone } from '../time.ts';
import { keptScaling, nameOf } from './kept.ts';
import { keptNodes, nodesDecisionJson, nodesLines } from './nodes.ts';
import { changeOf, detailsOf, meaningOf, standingOf } from './words.ts';

export const name = 'why';

type Options = TableOptions & { readonly count: string; readonly json?: true };

export function register(program: Command, io: Io): void {
  program
    .command(name)
    .description(
      'Why a service has the number of tasks it has, or a cluster its instances: the decisions of scaling, the newest first.',
    )
    .argument('<what>', 'cluster/service, or a cluster')
    .option('--count <number>', 'how many decisions', '10')
    .option('--table <name>', tableHelp)
    .option('--region <region>', regionHelp)
    .option('--json', 'JSON Lines, one for each decision')
    .action(async (service: string, options: Options) => why(service.trim(), options, io));
}

async function why(place: string, options: Options, io: Io): Promise<void> {
  const [cluster = '', service = '', ...more] = place.split('/');
  const isCluster = cluster !== '' && !place.includes('/');
  if (!isCluster && (cluster === '' || service === '' || more.length > 0))
    throw usageError(`${place} names no service`, 'write cluster/service, or a cluster for its instances');
  const count = Number(options.count);
  if (!Number.isInteger(count) || count < 1)
    throw usageError(`${options.count} is not a number of decisions`, 'write a whole number from 1');
  const installation = await openInstallation(name, options, io);
  if (isCluster) return whyNodes(cluster, { installation, count, isJson: options.json === true }, io);
  const state = await keptScaling(installation, cluster, service);
  if (state === undefined)
    throw fault(
      `${place} is not scaled`,
      'see which services are: watchkeeper plan; they stand under scale: in the file',
    );
  const decisions = state.decisions.slice(-count).toReversed();
  if (options.json)
    printJson(
      io,
      decisions.map((each) => jsonOf(state, each)),
    );
  else print(io, linesOf(state, decisions, io));
}

type Asked = {
  readonly installation: Awaited<ReturnType<typeof openInstallation>>;
  readonly count: number;
  readonly isJson: boolean;
};

async function whyNodes(cluster: string, { installation, count, isJson }: Asked, io: Io): Promise<void> {
  const state = await keptNodes(installation, cluster);
  if (state === undefined)
    throw fault(
      `the instances of ${cluster} are not scaled`,
      'see which are: watchkeeper plan; they stand under nodes: in the file; for a service write cluster/service',
    );
  const decisions = state.decisions.slice(-count).toReversed();
  if (isJson)
    printJson(
      io,
      decisions.map((each) => nodesDecisionJson(state, each)),
    );
  else print(io, nodesLines(state, count, io));
}

const jsonOf = (state: ServiceState, { at, ...rest }: Decided) => ({
  type: 'decision',
  service: nameOf(state),
  at: isoTime(at),
  ...rest,
});

function linesOf(state: ServiceState, decisions: readonly Decided[], io: Io): string[] {
  const zone = localZone(io);
  const clock = clockIn(zone, io.now());
  if (decisions.length === 0) return [`${nameOf(state)}: nothing was decided yet`];
  return [
    ...standingOf(state, (at) => dateAndTime(at, clock)),
    ...decisions.flatMap((each) => [
      `${dateAndTime(each.at, clock)}  ${changeOf(each)}  ${each.code}: ${meaningOf(each.code)}`,
      ...detailsOf(each).map((line) => `    ${oneLine(line)}`),
    ]),
    ...(state.refused === undefined ? [] : [`refused: ${oneLine(state.refused)}`]),
    `times in ${zone}`,
  ];
}
