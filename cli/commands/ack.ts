import type { Command } from 'commander';
import { openInstallation, regionHelp, tableHelp, tableOf } from '../alerts/installation.ts';
import type { RequestOptions, RequestQueue } from '../alerts/request.ts';
import { byHelp, openQueue, queueHelp, send } from '../alerts/request.ts';
import { findIncident, formOf, nameOf } from '../alerts/target.ts';
import { fault } from '../failure.ts';
import type { Io } from '../io.ts';
import { print, printJson } from '../terminal.ts';
import { clockIn, localZone, moment } from '../time.ts';

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
  const { key, label, already } = await meant(target, queue, options, io);
  const event = await send(queue, { detailType: 'Acknowledged', detail: { key } }, options, io);
  if (options.json) printJson(io, [{ type: 'sent', event }]);
  else
    print(io, [
      ...already,
      `${label} is taken by ${event.detail.by}, once the alert function has read it: within a minute`,
    ]);
}

type Meant = { readonly key: string; readonly label: string; readonly already: readonly string[] };

async function meant(target: string, { region }: RequestQueue, options: RequestOptions, io: Io): Promise<Meant> {
  if (formOf(target) === 'key' && tableOf(options, io) === undefined)
    return { key: target, label: target, already: [] };
  const { alert, acknowledged } = await findIncident(
    target,
    await openInstallation(name, { ...options, region }, io),
    io,
  );
  const { key, subject, startedAt, endedAt, status } = alert;
  const label = `${incidentId(key, startedAt)} ${subject.cluster}/${subject.name}`;
  const clock = clockIn(localZone(), io.now());
  if (status !== 'firing') {
    const when = endedAt === undefined ? '' : ` at ${moment(endedAt, clock)} ${clock.timezone}`;
    throw fault(`${label} has ended${when} (${status})`, 'there is nothing to take');
  }
  const already = acknowledged && [
    `${acknowledged.by} took it at ${moment(acknowledged.at, clock)} ${clock.timezone}; it is yours now`,
  ];
  return { key, label, already: already ?? [] };
}
