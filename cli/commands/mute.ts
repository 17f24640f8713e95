import type { Command } from 'commander';
import { incidentId } from '../../lib/alert/compose/incident-id.ts';
import { longestMuteMs, muteFor } from '../../lib/alert/mutes.ts';
import type { IncidentState, Mute } from '../../lib/alert/state.ts';
import { durationMs, durationPattern } from '../../lib/app/config/notation.ts';
import type { Instant } from '../../lib/core/time.ts';
import { minuteMs } from '../../lib/core/time.ts';
import { findAdviceCause } from '../../lib/ecs/advice/causes.ts';
import { findServiceCause } from '../../lib/ecs/service-event.ts';
import { findCause } from '../../lib/ecs/stops/catalogue.ts';
import { openInstallation, regionHelp, tableHelp, tableOf } from '../alerts/installation.ts';
import { readOpen } from '../alerts/kept.ts';
import type { RequestOptions, RequestQueue } from '../alerts/request.ts';
import { byHelp, openQueue, queueHelp, send, soon } from '../alerts/request.ts';
import { findIncident, formOf, listed, nameOf, written } from '../alerts/target.ts';
import { usageError } from '../failure.ts';
import type { Io } from '../io.ts';
import { print, printJson } from '../terminal.ts';
import { durationWords, localMoment } from '../time.ts';

export const name = 'mute';

type Options = RequestOptions & { readonly for?: string; readonly why?: string };

const shortestMuteMs = 10 * minuteMs;

export function register(program: Command, io: Io): void {
  program
    .command(name)
    .description('Tell nobody of something for a while. It ends by itself, and what it hid is told then.')
    .argument('<target>', 'INC-…, cluster/name (each may hold *), the id of a cause, or a whole incident key')
    .option('--for <duration>', 'how long: 30m, 2h, 1d; from 10m to 30d (must be given)')
    .option('--why <text>', 'the reason, for those who wonder (must be given)')
    .option('--by <name>', byHelp)
    .option('--queue <url>', queueHelp)
    .option('--table <name>', `${tableHelp}. With it, what the mute covers now is told`)
    .option('--region <region>', regionHelp)
    .option('--json', 'JSON: the request as it was sent')
    .action(async (target: string, options: Options) => mute(target, options, io));
}

async function mute(given: string, options: Options, io: Io): Promise<void> {
  const target = targetOf(given);
  const forMs = lengthOf(options.for);
  const why = options.why?.trim() ?? '';
  if (why === '') throw usageError('mute needs a reason', 'say it with --why "load test until 5"');
  const queue = await openQueue(name, options, io);
  const until = io.now() + forMs;
  const covered = await coveredBy(target, queue, options, io);
  const request = { detailType: 'Mute Requested', detail: { target, until, why } } as const;
  const event = await send(queue, request, options, io);
  if (options.json) printJson(io, [{ type: 'sent', event, ...(covered && { covers: covered.map(nameOf) }) }]);
  else print(io, [`${target} is muted ${untilText(until, forMs, io)}`, ...coverLines(covered), ...lastLine(target)]);
}

function targetOf(given: string): string {
  const target = written(given);
  if (target === '') throw usageError('mute needs a target', 'write INC-…, cluster/name, or the id of a cause');
  if (target === '*') throw usageError('* alone would mute everything', 'write "*/*" if that is meant');
  const parts = target.split('/').length;
  if (parts === 3 || parts === 4) {
    throw usageError(`${target} is no target`, 'write cluster/name, or a whole key account/region/cluster/kind/name');
  }
  return target;
}

function lengthOf(text: string | undefined): number {
  if (text === undefined) throw usageError('mute needs an end', 'say how long with --for 2h');
  const ms = durationPattern.test(text) ? durationMs(text) : Number.NaN;
  if (Number.isNaN(ms)) throw usageError(`${text} is not a duration`, 'write a number and a unit: 30m, 2h or 1d');
  if (ms >= shortestMuteMs && ms <= longestMuteMs) return ms;
  const fix =
    ms > longestMuteMs
      ? 'for longer, change a route in watchkeeper.yml'
      : 'what is shorter is over before it is noticed';
  throw usageError(`a mute lasts from 10m to 30d, not ${text}`, fix);
}

/** The open incidents it would silence; undefined where the table is not known. */
async function coveredBy(
  target: string,
  { region }: RequestQueue,
  options: Options,
  io: Io,
): Promise<readonly IncidentState[] | undefined> {
  if (tableOf(options, io) === undefined) return undefined;
  const installation = await openInstallation(name, { ...options, region }, io);
  if (formOf(target) === 'id') return [await findIncident(target, installation, io)];
  const now = io.now();
  const asked: Mute = { id: '', target, until: now + 1, since: now, why: '', by: '' };
  const open = await readOpen(installation);
  return open.filter(({ alert }) => muteFor([asked], alert, incidentId(alert.key, alert.startedAt), now) !== undefined);
}

function untilText(until: Instant, forMs: number, io: Io): string {
  return `until ${localMoment(until, io)} (${durationWords(forMs)}). ${soon}`;
}

function coverLines(covered: readonly IncidentState[] | undefined): string[] {
  if (covered === undefined) return ['what it covers is not known here: give --table to see it'];
  if (covered.length === 0) return ['it covers nothing that is open now, and whatever comes that fits'];
  return [`it covers ${covered.length} open: ${listed(covered)}`];
}

/** A bare word may mean three things. */
function lastLine(target: string): string[] {
  const isCause =
    findCause(target) !== undefined || (findServiceCause(target) ?? findAdviceCause(target)) !== undefined;
  const taken =
    formOf(target) !== 'word'
      ? []
      : [
          isCause
            ? `${target} is a cause: it is silent everywhere`
            : `${target} is no cause: it is taken as a cluster, or a name in any cluster`,
        ];
  return [...taken, `end it sooner: watchkeeper unmute '${target}'`];
}
