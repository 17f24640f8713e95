import type { Command } from 'commander';
import { isoTime } from '../../lib/core/time.ts';
import type { NodesState } from '../../lib/scale/nodes/state.ts';
import type { ServiceState } from '../../lib/scale/state.ts';
import type { TableOptions } from '../alerts/installation.ts';
import { openInstallation, regionHelp, tableHelp } from '../alerts/installation.ts';
import type { Io } from '../io.ts';
import { aligned, painter, print, printJson } from '../terminal.ts';
import { clockIn, dateAndTime, localZone } from '../time.ts';
import { allScaling, nameOf } from './kept.ts';
import { allNodes, nodesJson, nodesRow } from './nodes.ts';
import { changeOf, meaningOf } from './words.ts';

export const name = 'plan';

type Options = TableOptions & { readonly json?: true };

export function register(program: Command, io: Io): void {
  program
    .command(name)
    .description(
      "What scaling makes of each service now, and of each cluster's instances: what there is, what is or would be done, and why.",
    )
    .option('--table <name>', tableHelp)
    .option('--region <region>', regionHelp)
    .option('--json', 'JSON Lines, one for each service and for the instances of each cluster')
    .action(async (options: Options) => plan(options, io));
}

async function plan(options: Options, io: Io): Promise<void> {
  const installation = await openInstallation(name, options, io);
  const [all, nodes] = await Promise.all([allScaling(installation), allNodes(installation)]);
  if (options.json) printJson(io, [...all.map(jsonOf), ...nodes.map(nodesJson)]);
  else print(io, [...linesOf(all, nodes, io), '', `times in ${localZone(io)}`]);
}

function jsonOf(state: ServiceState) {
  const last = state.decisions.at(-1);
  return {
    type: 'plan',
    service: nameOf(state),
    lookAt: isoTime(state.lookAt),
    ...(last !== undefined && {
      decidedAt: isoTime(last.at),
      mode: last.mode,
      tasks: last.from,
      wanted: last.wanted,
      ...(last.placeable !== undefined && { placeable: last.placeable }),
      applied: last.applied,
      code: last.code,
    }),
  };
}

function linesOf(all: readonly ServiceState[], nodes: readonly NodesState[], io: Io): string[] {
  const none = 'no service is scaled: they stand under scale: in the configuration';
  const instances = nodes.map((state) => nodesRow(state, io));
  return [
    ...(all.length === 0 ? [none] : serviceLines(all, io)),
    ...(instances.length === 0
      ? []
      : ['', ...aligned([['INSTANCES OF', 'MODE', 'CHANGE', 'WHY'], ...instances], painter(io))]),
  ];
}

function serviceLines(all: readonly ServiceState[], io: Io): string[] {
  const clock = clockIn(localZone(io), io.now());
  const rows = all.map((state) => {
    const last = state.decisions.at(-1);
    if (last === undefined) return [nameOf(state), '', '', '', 'nothing was decided yet'];
    const { mode, wanted, code, at } = last;
    return [nameOf(state), mode, changeOf(last), String(wanted), `${meaningOf(code)}, since ${dateAndTime(at, clock)}`];
  });
  return aligned([['SERVICE', 'MODE', 'TASKS', 'WANTED', 'WHY'], ...rows], painter(io));
}
