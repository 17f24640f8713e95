import type { Command } from 'commander';
import { durationMs, durationPattern } from '../../lib/app/config/notation.ts';
import { oneLine } from '../../lib/channels/untrusted.ts';
import type { Hold } from '../../lib/core/hold.ts';
import { heldByPerson } from '../../lib/core/hold.ts';
import { PortError } from '../../lib/core/outcome.ts';
import { present } from '../../lib/core/present.ts';
import { dayMs, isoTime, minuteMs } from '../../lib/core/time.ts';
import type { TableOptions } from '../alerts/installation.ts';
import { regionHelp, tableHelp } from '../alerts/installation.ts';
import { byHelp, byOf } from '../alerts/request.ts';
import { usageError } from '../failure.ts';
import type { Io } from '../io.ts';
import type { JsonLine } from '../terminal.ts';
import { print, printJson } from '../terminal.ts';
import { durationWords, localMoment } from '../time.ts';
import { openHolds } from './kept.ts';
import type { HoldTarget } from './target.ts';
import { holdTarget, targetHelp } from './target.ts';

type Options = TableOptions & {
  readonly why?: string;
  readonly for?: string;
  readonly by?: string;
  readonly json?: true;
};

const longestMs = 30 * dayMs;

export function register(program: Command, io: Io): void {
  program
    .command('hold')
    .description('Keep Watchkeeper from acting on a service or an instance: what people hold goes before all it does.')
    .argument('<target>', targetHelp)
    .option('--why <text>', 'the reason, for those who wonder (must be given)')
    .option('--for <duration>', 'it ends by itself after this long: 30m, 2h, 7d; default: when it is released')
    .option('--by <name>', byHelp)
    .option('--table <name>', tableHelp)
    .option('--region <region>', regionHelp)
    .option('--json', 'JSON: the hold, and the others on the same thing')
    .addHelpText(
      'after',
      `
Writes one item of the table: in force at once, also while no function runs, and seen by each at its next look.
Instances: drains that can wait (asked for, maintenance, recommendations) do not begin. What AWS ends by itself
(Auto Scaling, Spot) nobody can hold: put its deadline off with watchkeeper drain --extend.
Services: nothing scales it. Alerts go on: for those, watchkeeper mute.
Exit codes: 0 held, 1 it could not be, 2 called wrongly.`,
    )
    .action(async (target: string, options: Options) => hold(holdTarget(target), options, io));
}

async function hold(target: HoldTarget, options: Options, io: Io): Promise<void> {
  const why = options.why?.trim() ?? '';
  if (why === '') throw usageError('hold needs a reason', 'say it with --why "migration until 5"');
  const now = io.now();
  const until = options.for === undefined ? undefined : now + lengthOf(options.for);
  const { holds, region } = await openHolds('hold', options, io);
  await warnUnknown(target, region, io);
  const mine: Hold = {
    holder: heldByPerson(byOf(options, io)),
    feature: 'person',
    why,
    since: now,
    ...present({ until }),
  };
  const all = await holds.take(target.thing, mine);
  const others = all.filter(({ holder }) => holder !== mine.holder);
  if (options.json)
    printJson(
      io,
      [mine, ...others].map((each) => holdJson(target.thing, each)),
    );
  else print(io, heldLines(target, { mine, others }, io));
}

function lengthOf(text: string): number {
  const ms = durationPattern.test(text) ? durationMs(text) : Number.NaN;
  if (Number.isNaN(ms)) throw usageError(`${text} is not a duration`, 'write a number and a unit: 30m, 2h or 7d');
  if (ms >= minuteMs && ms <= longestMs) return ms;
  throw usageError(`a hold that ends by itself lasts from 1m to 30d, not ${text}`, 'for longer, leave --for away');
}

/** A name mistyped holds nothing, and nobody would notice. Who may not read ECS is not kept from it. */
async function warnUnknown({ shown, service }: HoldTarget, region: string, io: Io): Promise<void> {
  if (service === undefined) return;
  try {
    const reads = await io.account.cluster(region);
    const names = await reads.serviceNames(service.cluster);
    if (names.includes(service.name)) return;
    io.stderr.write(`watchkeeper: there is no service ${oneLine(shown)} now: the hold waits for one\n`);
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    io.stderr.write(`watchkeeper: whether there is a service ${oneLine(shown)} could not be read\n`);
  }
}

type Held = { readonly mine: Hold; readonly others: readonly Hold[] };

function heldLines(target: HoldTarget, { mine, others }: Held, io: Io): readonly string[] {
  const end =
    mine.until === undefined
      ? 'until it is released'
      : `until ${localMoment(mine.until, io)} (${durationWords(mine.until - mine.since)})`;
  const by = `--by ${mine.holder.slice('person/'.length)}`;
  return [
    `${target.shown} is held ${end}`,
    ...others.map(({ holder, why, since }) =>
      oneLine(`  ${holder} holds it, too, since ${localMoment(since, io)}: ${why}`),
    ),
    ...(others.some(({ feature }) => feature !== 'person')
      ? ['  what goes on by itself is not undone; it sees the hold at its next look']
      : []),
    oneLine(`give it back: watchkeeper release ${target.shown} ${by}`),
  ];
}

export function holdJson(thing: string, { until, since, ...rest }: Hold): JsonLine {
  return { type: 'hold', thing, ...rest, since: isoTime(since), ...(until !== undefined && { until: isoTime(until) }) };
}
