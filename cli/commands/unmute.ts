import type { Command } from 'commander';
import { openInstallation, regionHelp, tableHelp, tableOf } from '../alerts/installation.ts';
import { readMutes } from '../alerts/kept.ts';
import type { RequestOptions, RequestQueue } from '../alerts/request.ts';
import { byHelp, openQueue, queueHelp, send, soon } from '../alerts/request.ts';
import { written } from '../alerts/target.ts';
import { fault } from '../failure.ts';
import type { Io } from '../io.ts';
import { print, printJson } from '../terminal.ts';

export const name = 'unmute';

export function register(program: Command, io: Io): void {
  program
    .command(name)
    .description('End a mute before its time. What it hid is told.')
    .argument('<target>', 'as it was muted; `watchkeeper status` lists the mutes')
    .option('--by <name>', byHelp)
    .option('--queue <url>', queueHelp)
    .option('--table <name>', `${tableHelp}. With it, a target that is not muted is refused`)
    .option('--region <region>', regionHelp)
    .option('--json', 'JSON: the request as it was sent')
    .action(async (target: string, options: RequestOptions) => unmute(written(target), options, io));
}

async function unmute(target: string, options: RequestOptions, io: Io): Promise<void> {
  const queue = await openQueue(name, options, io);
  await refuseUnknown(target, queue, options, io);
  const event = await send(queue, { detailType: 'Unmute Requested', detail: { target } }, options, io);
  if (options.json) printJson(io, [{ type: 'sent', event }]);
  else print(io, [`${target} is no longer muted. ${soon}`]);
}

async function refuseUnknown(target: string, { region }: RequestQueue, options: RequestOptions, io: Io): Promise<void> {
  if (tableOf(options, io) === undefined) return;
  const mutes = await readMutes(await openInstallation(name, { ...options, region }, io), io.now());
  if (mutes.some((mute) => mute.target === target)) return;
  const others = mutes.map((mute) => mute.target).join(', ');
  throw fault(`${target} is not muted`, others === '' ? 'nothing is' : `muted are ${others}`);
}
