import type { Command } from 'commander';
import { phaseOf } from '../../lib/batch/run-phase.ts';
import { slotOf } from '../../lib/batch/names.ts';
import type { Instant } from '../../lib/core/time.ts';
import { isoTime } from '../../lib/core/time.ts';
import { batchTypes } from '../../lib/ecs/events/own-batch.ts';
import { openInstallation, regionHelp, tableHelp, tableOf } from '../alerts/installation.ts';
import type { RequestOptions, RequestQueue } from '../alerts/request.ts';
import { byHelp, openQueue, send } from '../alerts/request.ts';
import { fault, usageError } from '../failure.ts';
import type { Io } from '../io.ts';
import { fromOption } from '../next/from.ts';
import { print, printJson } from '../terminal.ts';
import { localMoment, localZone } from '../time.ts';
import { keptRun } from './kept.ts';

export const name = 'run';

type Options = RequestOptions & { readonly at?: string; readonly stop?: true };

const queueHelp = "the batch function's own queue (its name ends in -batch); default: WATCHKEEPER_QUEUE_URL";

const help = `
With --at the run counts as that of the schedule: it is never begun twice, and one that has failed, was skipped or came
too late is begun once more. Without, it is a run of its own beside the schedule.

Examples:
  watchkeeper run billing-close --at 2026-11-21T01:00+09:00
  watchkeeper run billing-close --at 2026-11-21T01:00+09:00 --stop

Exit codes: 0 sent, 1 refused and why, 2 called wrongly.`;

export function register(program: Command, io: Io): void {
  program
    .command(name)
    .description('Run a job now, for one of its times or beside them; or stop a run.')
    .argument('<job>', 'a job of the configuration')
    .option('--at <time>', 'the time it was due: 2026-11-21T01:00 (local here), or with Z or +09:00')
    .option('--stop', 'end the run of that time: its task is stopped')
    .option('--by <name>', byHelp)
    .option('--queue <url>', queueHelp)
    .option('--table <name>', `${tableHelp}. With it, what cannot be is refused at once`)
    .option('--region <region>', regionHelp)
    .option('--json', 'JSON: the request as it was sent')
    .addHelpText('after', help)
    .action(async (job: string, options: Options) => run(job.trim(), options, io));
}

async function run(job: string, options: Options, io: Io): Promise<void> {
  if (job === '') throw usageError('no job is named', 'write its name');
  if (options.stop && options.at === undefined)
    throw usageError('it is not clear which run is to be stopped', 'give the time it was due with --at');
  const queue = await openQueue(name, options, io, 'batch');
  const isExtra = options.at === undefined;
  const slot = slotOf(options.at === undefined ? io.now() : fromOption(options.at, localZone(io)), isExtra);
  const wish = options.stop ? 'stop' : 'run';
  if (tableOf(options, io) !== undefined) await refuse({ job, slot, isExtra, wish }, { queue, options, io });
  const detail = { wish, job, slot: isoTime(slot), isExtra };
  const event = await send(queue, { detailType: batchTypes['run-request'], detail }, options, io);
  if (options.json) printJson(io, [{ type: 'sent', event }]);
  else print(io, [lineOf({ job, slot, isExtra, wish }, io)]);
}

type Wanted = {
  readonly job: string;
  readonly slot: Instant;
  readonly isExtra: boolean;
  readonly wish: 'run' | 'stop';
};

function lineOf({ job, slot, isExtra, wish }: Wanted, io: Io): string {
  const which = isExtra ? job : `${job} of ${localMoment(slot, io)}`;
  const what = wish === 'stop' ? 'is asked to stop' : 'is asked to run';
  return `${which} ${what}. Within seconds: \`watchkeeper runs ${job}\` shows it`;
}

/** What the batch function would not do anyway. */
async function refuse(
  { job, slot, isExtra, wish }: Wanted,
  { queue, options, io }: { readonly queue: RequestQueue; readonly options: Options; readonly io: Io },
): Promise<void> {
  const installation = await openInstallation(name, { ...options, region: queue.region }, io);
  const kept = await keptRun(installation, { account: queue.account, job, slot, isExtra });
  const which = `${job} of ${localMoment(slot, io)}`;
  if (wish === 'stop') {
    if (kept === undefined) throw fault(`${which} has no run`, `see \`watchkeeper runs ${job}\``);
    if (kept.ended !== undefined) throw fault(`${which} has ended: ${kept.ended.how}`, 'there is nothing to stop');
    return;
  }
  if (kept?.ended?.how === 'succeeded')
    throw fault(`${which} has succeeded`, 'it is never run twice; without --at it is a run beside the schedule');
  if (kept !== undefined && kept.ended === undefined)
    throw fault(`${which} is under way: ${phaseOf(kept)}`, 'nothing was sent; stop it with --stop');
}
