import type { Command } from 'commander';
import { oneLine } from '../../lib/channels/untrusted.ts';
import type { Instant } from '../../lib/core/time.ts';
import { isoTime } from '../../lib/core/time.ts';
import { openInstallation, regionHelp, tableHelp, tableOf } from '../alerts/installation.ts';
import type { RequestOptions, RequestQueue } from '../alerts/request.ts';
import { byHelp, byOf, openQueue, queueHelp, send, soon } from '../alerts/request.ts';
import { findIncident, formOf, nameOf } from '../alerts/target.ts';
import { fault } from '../failure.ts';
import type { Io } from '../io.ts';
import { print, printJson } from '../terminal.ts';
import { localMoment } from '../time.ts';

export const name = 'ack';

export function register(program: Command, io: Io): void {
  program
    .command(name)
    .description('Take an incident: others see who has it, and nothing escalates.')
    .argument('<incident>', 'INC-…, cluster/name, or a whole key (account/region/cluster/kind/name)')
    .option('--by <name>', byHelp)
    .option('--queue <url>', queueHelp)
    .option('--table <name>', `${tableHelp}. Not needed with a whole key`)
    .option('--region <region>', regionHelp)
    .option('--json', 'JSON: the request as it was sent')
    .action(async (target: string, options: RequestOptions) => ack(target, options, io));
}

async function ack(target: string, options: RequestOptions, io: Io): Promise<void> {
  const queue = await openQueue(name, options, io);
  const { key, label, takenAt } = await meant(target, queue, options, io);
  if (takenAt !== undefined) {
    if (options.json) printJson(io, [{ type: 'unchanged', key, at: isoTime(takenAt) }]);
    else print(io, [`${label} is yours already, since ${localMoment(takenAt, io)}`]);
    return;
  }
  const event = await send(queue, { detailType: 'Acknowledged', detail: { key } }, options, io);
  if (options.json) printJson(io, [{ type: 'sent', event }]);
  else print(io, [`${label} is taken by ${event.detail.by}. ${soon}`]);
}

type Meant = { readonly key: string; readonly label: string; readonly takenAt?: Instant };

/** The incident, if it can be taken: the first who takes one has it. */
async function meant(target: string, { region }: RequestQueue, options: RequestOptions, io: Io): Promise<Meant> {
  if (formOf(target) === 'key' && tableOf(options, io) === undefined) return { key: target, label: target };
  const installation = await openInstallation(name, { ...options, region }, io);
  const state = await findIncident(target, installation, io);
  const { alert, acknowledged } = state;
  const label = nameOf(state);
  if (alert.status !== 'firing') {
    const when = alert.endedAt === undefined ? '' : ` at ${localMoment(alert.endedAt, io)}`;
    throw fault(`${label} has ended${when} (${alert.status})`, 'there is nothing to take');
  }
  if (acknowledged !== undefined && acknowledged.by !== byOf(options, io)) {
    const since = localMoment(acknowledged.at, io);
    throw fault(`${oneLine(acknowledged.by)} has ${label} since ${since}`, 'nothing was sent: ask them');
  }
  return { key: alert.key, label, ...(acknowledged !== undefined && { takenAt: acknowledged.at }) };
}
