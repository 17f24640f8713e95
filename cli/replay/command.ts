import type { Command } from 'commander';
import { alertPolicy } from '../../lib/app/config/alert-policy.ts';
import { faultLine } from '../../lib/app/config/fault.ts';
import { healthPolicy } from '../../lib/app/config/health-policy.ts';
import { readConfiguration } from '../../lib/app/config/load.ts';
import { durationMs, durationPattern } from '../../lib/app/config/notation.ts';
import type { Configuration } from '../../lib/app/config/schema.ts';
import type { Delivery } from '../../lib/core/delivery.ts';
import { isoTime } from '../../lib/core/time.ts';
import { CommandFailure, fault, usageError } from '../failure.ts';
import { fileText } from '../file.ts';
import type { Io } from '../io.ts';
import { previewMessage } from '../preview.ts';
import { painter } from '../terminal.ts';
import type { ReplayFacts } from './facts.ts';
import { readFacts } from './facts.ts';
import { eventFiles } from './files.ts';
import type { ReplayEvent } from './input.ts';
import { readEvents } from './input.ts';
import { asGiven, byTime, inOrder } from './order.ts';
import { postsOf } from './posts.ts';
import type { EventLine, Replay, ReplayLine } from './replay.ts';
import { replay } from './replay.ts';

type Options = {
  readonly json?: true;
  readonly facts?: string;
  readonly settle: string;
  readonly config?: string;
  readonly all?: true;
  readonly asGiven?: true;
};

/** Everything goes to one channel, in English: what is told depends on the events alone. */
const plainConfiguration = 'receivers: { replay: { slack: C0REPLAY } }\n';

export function register(program: Command, io: Io): void {
  program
    .command('replay')
    .description('Run events through the deployed code in memory: what would have been told, when, and why.')
    .argument('<files...>', 'one event, an array, JSON Lines, or SQS batches; of a directory all .json and .jsonl')
    .option('--json', 'JSON Lines: event, decision, alert')
    .option(
      '--facts <file>',
      'what is true meanwhile: what `watchkeeper snapshot` writes, or its lists of services and definitions',
    )
    .option('--settle <duration>', 'how long time goes on after the last event', '15m')
    .option('--as-given', 'one file after the other, as they stand: not sorted by the time of the events')
    .option('--config <file>', 'a watchkeeper.yml; without one, everything goes to one channel, in English')
    .option('--all', 'without --json: every event and decision, too')
    .addHelpText('after', '\nTouches nothing. Exit codes: 0 fine, 1 an event is malformed, 2 called wrongly.')
    .action(async (files: readonly string[], options: Options) => run(files, options, io));
}

async function run(files: readonly string[], options: Options, io: Io): Promise<void> {
  if (!durationPattern.test(options.settle))
    throw usageError(`--settle ${options.settle} is no duration`, 'write 15m, 2h or 90s');
  const kept: (readonly ReplayEvent[])[] = [];
  const places: string[] = [];
  for (const file of await eventFiles(files, io)) {
    const read = readEvents(await fileText(file, io, 'name a file with events'));
    kept.push(read);
    places.push(...read.map((_, at) => (read.length === 1 ? file : `${file}, event ${at + 1}`)));
  }
  if (places.length === 0)
    throw usageError(`there are no events in ${files.join(', ')}`, 'name files of events: .json or .jsonl');
  const events = options.asGiven ? asGiven(kept) : byTime(kept);
  const sayer = options.json ? jsonSayer(io) : textSayer(io, places, options.all === true);
  const place = { account: '000000000000', region: regionOf(events) };
  const configuration = await configurationOf(options.config, io);
  const facts = await factsOf(options.facts, io);
  const how: Replay = {
    policies: { health: healthPolicy(configuration), alert: alertPolicy(configuration, place) },
    others: postsOf({ configuration, place, facts }),
    facts,
    settleMs: durationMs(options.settle),
    say: sayer.say,
    heard: sayer.heard,
    ...(sayer.show !== undefined && { show: sayer.show }),
  };
  const { malformed } = await replay(events, how);
  sayer.end();
  if (malformed && options.json) throw new CommandFailure(1);
  if (malformed) throw fault('not every event could be read: see above', 'mend those, or leave them away');
}

async function factsOf(path: string | undefined, io: Io): Promise<ReplayFacts> {
  const shape = 'give a JSON file with lists under "services" (of DescribeServices) and "taskDefinitions"';
  const text = path === undefined ? undefined : await fileText(path, io, shape);
  try {
    return readFacts(text);
  } catch (error) {
    throw usageError(`--facts: ${path ?? ''} ${error instanceof Error ? error.message : ''}`, shape);
  }
}

async function configurationOf(file: string | undefined, io: Io): Promise<Configuration> {
  const result = readConfiguration(file === undefined ? plainConfiguration : await fileText(file, io));
  if ('faults' in result) {
    for (const each of result.faults) io.stderr.write(`${faultLine(file ?? '', each)}\n`);
    throw fault(`${file ?? ''} cannot be used`, 'mend it: watchkeeper check');
  }
  return result.configuration;
}

function regionOf(events: readonly ReplayEvent[]): string {
  for (const { body } of events) {
    const region = /"(?:region":"|scheduleArn":"arn:[\w-]+:scheduler:)([\w-]+)[":]/.exec(body)?.[1];
    if (region !== undefined) return region;
  }
  return 'us-east-1';
}

/** `end`: all has been gone through. */
type Sayer = Pick<Replay, 'say' | 'heard' | 'show'> & { readonly end: () => void };

/** For programs: one line for each event, and those lines in the order of the input. */
function jsonSayer(io: Io): Sayer {
  const write = (line: ReplayLine): void => void io.stdout.write(`${JSON.stringify(line)}\n`);
  return { say: write, heard: inOrder<EventLine>(write), end: () => {} };
}

/** For people: the messages as they are posted, what is wrong with the input, and what of it is none of ours. */
function textSayer(io: Io, places: readonly string[], all: boolean): Sayer {
  const paint = painter(io);
  const show = shower(io);
  const ignored = new Map<string, number>();
  let shown = 0;
  return {
    say: (line) => {
      if (all && line.type === 'decision')
        io.stdout.write(paint('dim', `${line.at}  ${line.feature}  ${line.reason}\n`));
    },
    heard: (line, index) => {
      if (line.ignored !== undefined) ignored.set(line.ignored, (ignored.get(line.ignored) ?? 0) + 1);
      if (line.fault !== undefined) {
        const { path, problem } = line.fault;
        io.stdout.write(
          `${paint('red', 'malformed')}  ${places[index] ?? ''}: ${path === '$' ? 'it' : path} ${problem}\n`,
        );
      } else if (all) io.stdout.write(paint('dim', `${eventText(line)}\n`));
    },
    show: (delivery, at) => {
      shown += 1;
      show(delivery, at);
    },
    end: () => {
      for (const [why, count] of ignored) io.stdout.write(paint('dim', `── ignored ${count} ×  ${why}\n`));
      if (shown === 0) io.stdout.write(`nobody would have been told of anything (events: ${places.length})\n`);
    },
  };
}

function eventText({ kind, eventId, diagnosis, ignored }: EventLine): string {
  const said = diagnosis === undefined ? '' : `  ${diagnosis.cause}${diagnosis.failure ? '' : ' (expected)'}`;
  return `${kind.padEnd(16)} ${eventId}${said}${ignored === undefined ? '' : `  ${ignored}`}`;
}

function shower(io: Io): (delivery: Delivery, at: number) => void {
  const paint = painter(io);
  return (delivery, at) => {
    const shown = previewMessage(delivery.message, newReplies(delivery), {
      colour: io.stdout.isTTY === true && (io.env['NO_COLOR'] ?? '') === '',
      width: Math.min(io.stdout.columns ?? 100, 120),
    });
    const what = delivery.change === 'open' ? 'posted' : delivery.change === 'edit' ? 'edited' : delivery.change;
    io.stdout.write(`${paint('dim', `── ${isoTime(at)}  ${what}  ${delivery.receiver}`)}\n${shown}\n`);
  };
}

/** The thread as it grows: what stands under the message already is not shown again. */
function newReplies({ replies, posted }: Delivery): Delivery['replies'] {
  return replies.filter((reply) => posted?.replies.includes(reply.key) !== true);
}
