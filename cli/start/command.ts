import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { faultLine } from '../../lib/app/config/fault.ts';
import type { Front } from '../../sim/front/front.ts';
import { startFront } from '../../sim/front/front.ts';
import { openOperations } from '../../sim/scenario/operations.ts';
import { fault, usageError } from '../failure.ts';
import { defaultFile, fileText } from '../file.ts';
import type { Io } from '../io.ts';
import { asked } from './asked.ts';
import { WatchedConfiguration } from './configuration.ts';
import { live } from './pace.ts';
import type { Page } from './server.ts';
import { servePage } from './server.ts';
import { Shop } from './shop.ts';
import { accountView } from './views/account-view.ts';
import { chatView } from './views/chat-view.ts';
import { jobsView } from './views/jobs-view.ts';

type Options = { readonly port: string; readonly config?: string; readonly speed: string; readonly seed: string };

/** How often the visitor's file is looked at. */
const lookMs = 1000;

export function register(program: Command, io: Io): void {
  program
    .command('start')
    .description('A made-up account in your browser: break things, and watch what Watchkeeper says and why.')
    .option('--port <number>', 'where the page is served; the next free one is taken', '4680')
    .option('--speed <factor>', 'how many times faster than real time', '30')
    .option('--seed <number>', 'the same number is the same account', '1')
    .option(
      '--config <file>',
      `a watchkeeper.yml, read again when it changes (default: ./${defaultFile}, where there is one)`,
    )
    .addHelpText('after', '\nNeeds no AWS account, and sends nothing anywhere. Ends on Ctrl-C.')
    .action(async (options: Options) => start(options, io));
}

async function start(options: Options, io: Io): Promise<void> {
  const port = numberOf(options, 'port', { from: 0, to: 65_535 });
  const pace = { speed: numberOf(options, 'speed', { from: 0, to: 3600 }) };
  const configuration = await configurationOf(options, io);
  const stopped = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort());
  const shop = await Shop.open({ seed: options.seed, start: io.now(), configuration: configuration.text });
  const front = await startFront(openOperations(shop.simulation));
  const page = await openPage({ shop, pace, configuration, front }, port, io);
  const watch = setInterval(() => {
    const text = configuration.look(shop.now());
    if (text !== undefined) shop.configure(text);
  }, lookMs);
  await live(shop, pace, stopped.signal);
  clearInterval(watch);
  await Promise.all([page.close(), front.close()]);
}

type Opened = {
  readonly shop: Shop;
  readonly pace: { speed: number };
  readonly configuration: WatchedConfiguration;
  readonly front: Front;
};

async function openPage({ shop, pace, configuration, front }: Opened, port: number, io: Io): Promise<Page> {
  const zone = (): string => configuration.configuration.timezone ?? 'UTC';
  const page = await servePage(
    {
      view: () => ({
        account: accountView(shop, { speed: pace.speed, zone: zone(), configuration: configuration.view() }),
        chat: chatView(shop.simulation.slack.state, configuration.configuration),
        decisions: shop.decisions,
        jobs: jobsView(shop),
      }),
      ask: (path, body) => asked({ shop, pace }, path, body),
    },
    { port, taken: (taken) => io.stderr.write(`port ${taken} is taken, trying ${taken + 1}\n`) },
  );
  io.stdout.write(`A made-up account, ${pace.speed} times as fast as yours. Break it in your browser:\n${page.url}\n`);
  io.stdout.write(`Its APIs answer, too: aws ecs list-services --cluster web --endpoint-url ${front.url}\n`);
  return page;
}

async function configurationOf({ config }: Options, io: Io): Promise<WatchedConfiguration> {
  const named = config ?? (existsSync(resolve(io.cwd, defaultFile)) ? defaultFile : undefined);
  // Says what is wrong with a name in the words all commands have for it.
  if (named !== undefined) await fileText(named, io);
  const configuration = new WatchedConfiguration(named === undefined ? undefined : resolve(io.cwd, named), io.now());
  const { faults } = configuration.view();
  for (const each of faults) io.stderr.write(`${faultLine(named ?? '', each)}\n`);
  if (faults.length > 0) throw fault(`${named ?? ''} cannot be used`, `mend it: watchkeeper check ${named ?? ''}`);
  return configuration;
}

function numberOf(options: Options, name: 'port' | 'speed', { from, to }: { from: number; to: number }): number {
  const value = Number(options[name]);
  const whole = name !== 'port' || Number.isInteger(value);
  if (whole && value >= from && value <= to) return value;
  throw usageError(`--${name} ${options[name]} is no ${name}`, `give a number from ${from} to ${to}`);
}
