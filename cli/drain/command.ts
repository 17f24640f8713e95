import type { Command } from 'commander';
import { durationMs, durationPattern } from '../../lib/app/config/notation.ts';
import type { DrainWish } from '../../lib/core/host-event.ts';
import { hourMs, minuteMs } from '../../lib/core/time.ts';
import { drainRequestTypes } from '../../lib/ecs/events/host.ts';
import { openInstallation, regionHelp, tableHelp } from '../alerts/installation.ts';
import type { RequestOptions, RequestQueue } from '../alerts/request.ts';
import { byHelp, openQueue, send } from '../alerts/request.ts';
import { few } from '../explain/cluster.ts';
import { CommandFailure, fault, usageError } from '../failure.ts';
import type { Io } from '../io.ts';
import { print, printJson } from '../terminal.ts';
import { keptDrain, liveStates } from './kept.ts';
import { drainPolicyOf } from './policy.ts';
import type { Asked } from './request.ts';
import { forceLine, liveText, outcomeLines, refusalOf } from './request.ts';

const name = 'drain';

type Options = RequestOptions & {
  readonly group?: string;
  readonly for?: string;
  readonly extend?: string;
  readonly cancel?: true;
  readonly force?: true;
  readonly yes?: true;
};

const queueHelp = "the drain function's own queue (its name ends in -drain); default: WATCHKEEPER_QUEUE_URL";

const longestMs = 48 * hourMs;

export function register(program: Command, io: Io): void {
  program
    .command(name)
    .description('Ask for the drain of an instance, or give one that goes on more time, end it, or take it back.')
    .argument('[instance]', 'the EC2 instance: i-…')
    .option('--group <name>', 'instead of one instance: all of an Auto Scaling group that are being drained')
    .option('--for <duration>', 'of a new drain: after this long nobody waits for what is left: 30m, 2h')
    .option('--extend <duration>', 'the deadline comes so much later: 30m, 2h')
    .option(
      '--cancel',
      'take back what a person, maintenance or a recommendation asked for; not what Auto Scaling ends',
    )
    .option('--force', 'wait no longer: what is left ends with the instance. Says what that is; --yes does it')
    .option('--yes', 'with --force: do it')
    .option('--by <name>', byHelp)
    .option('--queue <url>', queueHelp)
    .option('--table <name>', tableHelp)
    .option('--region <region>', regionHelp)
    .option('--json', 'JSON: the request as it was sent')
    .addHelpText(
      'after',
      '\nIt asks the drain function and does nothing by itself. Exit codes: 0 sent; 1 refused, and why; 2 called wrongly.',
    )
    .action(async (instance: string | undefined, options: Options) => drain(instance?.trim(), options, io));
}

async function drain(given: string | undefined, options: Options, io: Io): Promise<void> {
  const request = wishOf(options);
  checkTarget(given, options, request.wish);
  const queue = await openQueue(name, options, io, 'drain');
  const installation = await openInstallation(name, { ...options, region: queue.region }, io);
  const [live, whole] = await Promise.all([liveStates(installation), drainPolicyOf(installation, io)]);
  const states = given === undefined ? live.filter(({ group }) => group === options.group) : undefined;
  if (states?.length === 0) throw fault(`nothing drains an instance of ${options.group ?? ''}`, liveText(live));
  const ids = states?.map(({ id }) => id) ?? [given ?? ''];
  const all = await Promise.all(
    ids.map(async (id): Promise<Asked> => {
      const state = live.find((each) => each.id === id) ?? (await keptDrain(installation, id));
      return { ...request, id, live, whole, now: io.now(), ...(state !== undefined && { state }) };
    }),
  );
  const refused = all.flatMap((asked) => refusalOf(asked, io) ?? []);
  const [first] = refused;
  if (first !== undefined && refused.length === all.length) throw first;
  for (const { message } of refused) io.stderr.write(`watchkeeper: ${message}\n`);
  const wanted = all.filter((asked) => refusalOf(asked, io) === undefined);
  if (request.wish === 'force' && options.yes !== true) {
    print(io, wanted.map(forceLine));
    throw fault(`${few(ids)} not let go`, 'if that is meant, run it again with --yes');
  }
  await sendAll(wanted, { queue, options }, io);
  if (refused.length > 0) throw new CommandFailure(1);
}

type Sending = { readonly queue: RequestQueue; readonly options: Options };

async function sendAll(wanted: readonly Asked[], { queue, options }: Sending, io: Io): Promise<void> {
  for (const asked of wanted) {
    const { id, wish, forMs } = asked;
    const detailType = Object.keys(drainRequestTypes).find((type) => drainRequestTypes[type] === wish);
    if (detailType === undefined) throw new Error(`no event says ${wish}`);
    const detail = { instanceId: id, ...(forMs !== undefined && { forMs }) };
    const event = await send(queue, { detailType, detail }, options, io);
    if (options.json) printJson(io, [{ type: 'sent', event }]);
    else print(io, outcomeLines(asked, io));
  }
}

function checkTarget(given: string | undefined, { group }: Options, wish: DrainWish): void {
  if (given === undefined && group === undefined)
    throw usageError(
      'drain needs an instance',
      'write its id, i-…, or --group NAME for all of a group that are drained',
    );
  if (given !== undefined && group !== undefined) throw usageError(`${given} and --group are two targets`, 'give one');
  if (group !== undefined && wish === 'drain')
    throw usageError(
      '--group is of drains that go on',
      'with --extend, --cancel or --force; name an instance to begin one',
    );
  if (given !== undefined && !/^i-[0-9a-f]{8,17}$/.test(given))
    throw usageError(`${given} is no EC2 instance`, 'write its id: i-0123456789abcdef0');
}

function wishOf({ for: length, extend, cancel, force }: Options): { wish: DrainWish; forMs?: number } {
  const wishes = [
    ...(extend === undefined ? [] : (['extend'] as const)),
    ...(cancel ? (['cancel'] as const) : []),
    ...(force ? (['force'] as const) : []),
  ];
  const [wish = 'drain', second] = wishes;
  if (second !== undefined) throw usageError(`--${wish} and --${second} are two wishes`, 'give one of them');
  if (length !== undefined && wish !== 'drain')
    throw usageError(`--for is of a new drain`, `leave it away, or --${wish}`);
  const text = wish === 'extend' ? extend : length;
  return text === undefined ? { wish } : { wish, forMs: lengthOf(text) };
}

function lengthOf(text: string): number {
  const ms = durationPattern.test(text) ? durationMs(text) : Number.NaN;
  if (Number.isNaN(ms)) throw usageError(`${text} is not a duration`, 'write a number and a unit: 30m, 2h');
  if (ms >= minuteMs && ms <= longestMs) return ms;
  throw usageError(`${text} is not from 1m to 48h`, 'lifecycle hooks end after 48 h whatever anybody says');
}
