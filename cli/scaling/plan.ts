import type { Command } from 'commander';
import { isoTime } from '../../lib/core/time.ts';
import type { ServiceState } from '../../lib/scale/state.ts';
import type { TableOptions } from '../alerts/installation.ts';
import { openInstallation, regionHelp, tableHelp } from '../alerts/installation.ts';
import type { Io } from '../io.ts';
import { aligned, painter, print, printJson } from '../terminal.ts';
import { clockIn, dateAndTime, localZone } from '../time.ts';
import { allScaling, nameOf } from './kept.ts';
import { changeOf, meaningOf } from './words.ts';

export const name = 'plan';

type Options = TableOptions & { readonly json?: true };

export function register(program: Command, io: Io): void {
  program
    .command(name)
    .description(
      'What scaling makes of each service now: what it has, what is wanted, what is or would be set, and why.',
    )
    .option('--table <name>', tableHelp)
    .option('--region <region>', regionHelp)
    .option('--json', 'JSON Lines, one for each service')
    .action(async (options: Options) => plan(options, io));
}

async function plan(options: Options, io: Io): Promise<void> {
  const all = await allScaling(await openInstallation(name, options, io));
  if (options.json) printJson(io, all.map(jsonOf));
  else print(io, linesOf(all, io));
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

function linesOf(all: readonly ServiceState[], io: Io): string[] {
  if (all.length === 0) return ['no service is scaled: they stand under scale: in the configuration'];
  const zone = localZone(io);
  const clock = clockIn(zone, io.now());
  const rows = all.map((state) => {
    const last = state.decisions.at(-1);
    if (last === undefined) return [nameOf(state), '', '', '', 'nothing was decided yet'];
    const { mode, wanted, code, at } = last;
    return [nameOf(state), mode, changeOf(last), String(wanted), `${meaningOf(code)}, since ${dateAndTime(at, clock)}`];
  });
  return [...aligned([['service', 'mode', 'tasks', 'wanted', 'why'], ...rows], painter(io)), '', `times in ${zone}`];
}
