import type { Command } from 'commander';
import { oneLine } from '../../lib/channels/untrusted.ts';
import type { Hold } from '../../lib/core/hold.ts';
import { heldByPerson } from '../../lib/core/hold.ts';
import type { TableOptions } from '../alerts/installation.ts';
import { regionHelp, tableHelp } from '../alerts/installation.ts';
import { byOf } from '../alerts/request.ts';
import type { CommandFailure } from '../failure.ts';
import { fault } from '../failure.ts';
import type { Io } from '../io.ts';
import { print, printJson } from '../terminal.ts';
import { localMoment } from '../time.ts';
import { holdJson } from './hold.ts';
import { openHolds } from './kept.ts';
import type { HoldTarget } from './target.ts';
import { holdTarget, targetHelp } from './target.ts';

type Options = TableOptions & { readonly by?: string; readonly json?: true };

export function register(program: Command, io: Io): void {
  program
    .command('release')
    .description("Give back what a person holds. Only people's holds: features give back their own.")
    .argument('<target>', targetHelp)
    .option('--by <name>', 'whose hold; default: yours (WATCHKEEPER_BY, else your user name here)')
    .option('--table <name>', tableHelp)
    .option('--region <region>', regionHelp)
    .option('--json', 'JSON: the hold as it was')
    .action(async (target: string, options: Options) => release(holdTarget(target), options, io));
}

async function release(target: HoldTarget, options: Options, io: Io): Promise<void> {
  const { holds } = await openHolds('release', options, io);
  const holder = heldByPerson(byOf(options, io));
  const all = await holds.read(target.thing);
  const mine = all.find((each) => each.holder === holder);
  if (mine === undefined) throw notHeld(target, { holder, all }, io);
  await holds.release(target.thing, holder);
  if (options.json) printJson(io, [{ ...holdJson(target.thing, mine), type: 'released' }]);
  else print(io, [`${target.shown} is released`, ...leftLines(all, holder, io)]);
}

type Asked = { readonly holder: string; readonly all: readonly Hold[] };

function notHeld({ shown }: HoldTarget, { holder, all }: Asked, io: Io): CommandFailure {
  const people = all.filter(({ feature }) => feature === 'person');
  if (people.length === 0) return fault(`no person holds ${shown}`, 'see what is held: watchkeeper status');
  const names = people.map((each) => oneLine(`${each.holder}, since ${localMoment(each.since, io)}: ${each.why}`));
  const [first] = people;
  const theirs = first?.holder.slice('person/'.length) ?? '';
  return fault(
    `${oneLine(holder)} does not hold ${shown}; ${names.join('; ')}`,
    oneLine(`to give it back for them: --by ${theirs}`),
  );
}

function leftLines(all: readonly Hold[], holder: string, io: Io): readonly string[] {
  return all
    .filter((each) => each.holder !== holder)
    .map((each) => oneLine(`  still held: ${each.holder}, since ${localMoment(each.since, io)}: ${each.why}`));
}
