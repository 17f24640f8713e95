import { once } from 'node:events';
import type { Command } from 'commander';
import { faultLine } from '../../lib/app/config/fault.ts';
import { readConfiguration } from '../../lib/app/config/load.ts';
import type { Configuration } from '../../lib/app/config/schema.ts';
import { fault, usageError } from '../failure.ts';
import { fileText } from '../file.ts';
import type { Io } from '../io.ts';
import { passNight } from './clock.ts';
import { openHouse } from './house.ts';
import { servePage } from './server.ts';

type Options = { readonly port: string; readonly config?: string; readonly speed: string };

const plainConfiguration = 'receivers: { alerts: { slack: C0ALERTS } }\ntimezone: Asia/Tokyo\n';

export function register(program: Command, io: Io): void {
  program
    .command('start')
    .description(
      'Watch it work: a recorded night of one account goes through the real code, and a page shows the chat.',
    )
    .option('--port <number>', 'where the page is served; the next free one is taken', '4680')
    .option('--speed <factor>', 'how many times faster than it was', '60')
    .option('--config <file>', 'a watchkeeper.yml; without one, everything goes to one channel')
    .addHelpText('after', '\nNeeds no AWS account, and sends nothing anywhere. Ends on Ctrl-C.')
    .action(async (options: Options) => start(options, io));
}

async function start(options: Options, io: Io): Promise<void> {
  const port = Number(options.port);
  const speed = Number(options.speed);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw usageError(`--port ${options.port} is no port`, 'give a number from 0 to 65535');
  if (!(speed >= 0)) throw usageError(`--speed ${options.speed} is no factor`, 'give a number such as 60');
  const house = await openHouse(await configurationOf(options.config, io));
  const pace = { speed };
  const page = await servePage(house, pace, {
    port,
    taken: (taken) => io.stderr.write(`port ${taken} is taken, trying ${taken + 1}\n`),
  });
  io.stdout.write(`A recorded night of one account, ${speed} times as fast. The chat is shown at\n${page.url}\n`);
  const stopped = new AbortController();
  const stop = (): void => stopped.abort();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  await passNight(house, pace, stopped.signal);
  if (!stopped.signal.aborted) {
    io.stdout.write('The night is over. The page stays until Ctrl-C.\n');
    await once(stopped.signal, 'abort');
  }
  await Promise.all([page.close(), house.close()]);
}

async function configurationOf(file: string | undefined, io: Io): Promise<Configuration> {
  const result = readConfiguration(file !== undefined ? await fileText(file, io) : plainConfiguration);
  if (!('faults' in result)) return result.configuration;
  for (const each of result.faults) io.stderr.write(`${faultLine(file ?? '', each)}\n`);
  throw fault(`${file ?? ''} cannot be used`, 'mend it: watchkeeper check');
}
