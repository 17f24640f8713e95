import type { Command } from 'commander';
import { compose } from '../../lib/alert/compose/compose.ts';
import { environmentOf, severityIn } from '../../lib/alert/policy.ts';
import { teamOfAlert } from '../../lib/alert/records.ts';
import type { IncidentState } from '../../lib/alert/state.ts';
import type { PastState } from '../../lib/alert/past/past.ts';
import { pastOf } from '../../lib/alert/past/past.ts';
import { durationMs, durationPattern } from '../../lib/app/config/notation.ts';
import { matchesGlob } from '../../lib/core/glob.ts';
import { incidentLines } from '../alerts/incident-lines.ts';
import type { Installation, TableOptions } from '../alerts/installation.ts';
import { openInstallation, regionHelp, tableHelp } from '../alerts/installation.ts';
import { readMutes, readOpen } from '../alerts/kept.ts';
import type { Shown } from '../alerts/shown.ts';
import { allShown, incidentJson, shownOf } from '../alerts/shown.ts';
import { findIncident, formOf, isMeant } from '../alerts/target.ts';
import type { View } from '../alerts/view.ts';
import { viewOf, zoneHelp } from '../alerts/view.ts';
import { usageError } from '../failure.ts';
import { findPast, longestPastMs, pastSince } from '../incidents/past.ts';
import { pastJson, pastLines, stateOf } from '../incidents/since.ts';
import { timelineLines } from '../incidents/timeline.ts';
import type { Io } from '../io.ts';
import { previewMessage } from '../preview.ts';
import { isColoured, painter, print, printJson } from '../terminal.ts';
import { moment } from '../time.ts';

export const name = 'incidents';

type Options = TableOptions & {
  readonly cluster?: string;
  readonly since?: string;
  readonly timeline?: true;
  readonly json?: true;
  readonly timezone?: string;
};

export function register(program: Command, io: Io): void {
  program
    .command(name)
    .alias('incident')
    .description('The open incidents, those of the last days, or one with its whole message or its timeline.')
    .argument('[incident]', 'INC-…, cluster/name, or a whole key (account/region/cluster/kind/name)')
    .option('--cluster <pattern>', 'only those of clusters that fit; * stands for anything')
    .option('--since <duration>', 'those that ended within this long, and what the time was like: 24h, 7d, 30d')
    .option('--timeline', 'of one incident: Markdown to begin a post-mortem with')
    .option('--table <name>', tableHelp)
    .option('--region <region>', regionHelp)
    .option('--timezone <zone>', zoneHelp)
    .option('--json', 'JSON Lines: one incident a line; of one incident also its message')
    .addHelpText('after', '\nEnded incidents are kept for 400 days.')
    .action(async (target: string | undefined, options: Options) => incidents(target, options, io));
}

async function incidents(target: string | undefined, options: Options, io: Io): Promise<void> {
  const sinceMs = options.since === undefined ? undefined : lengthOf(options.since);
  const installation = await openInstallation(name, options, io);
  const [view, mutes] = await Promise.all([viewOf(installation, options, io), readMutes(installation, io.now())]);
  if (target === undefined)
    return lists(installation, { view, options, mutes, ...(sinceMs !== undefined && { sinceMs }) }, io);
  const past = await pastIncident(target, installation, io);
  const state = past === undefined ? await findIncident(target, installation, io) : stateOf(past);
  const shown = shownOf(state, mutes, view);
  const composed = compose(inputOf(shown, view));
  if (options.timeline === true) {
    return print(io, timelineLines(past ?? pastOf(state.alert, state), composed, view));
  }
  if (options.json) printJson(io, [{ ...incidentJson(shown), message: composed.message, replies: composed.replies }]);
  else {
    const width = io.stdout.columns ?? 120;
    print(io, [
      previewMessage(composed.message, composed.replies, { colour: isColoured(io), width }),
      '',
      ...more(shown, view),
    ]);
  }
}

/** Of several of one name the open one is meant, else the one that ended last. */
async function pastIncident(target: string, { store }: Installation, io: Io): Promise<PastState | undefined> {
  if (formOf(target) === 'word' || target.includes('*')) return undefined;
  const open = await readOpen({ store });
  const isOpen = open.some((state) => isMeant(state, target));
  return isOpen ? undefined : findPast(store, target, io.now());
}

type Listing = {
  readonly view: View;
  readonly options: Options;
  readonly mutes: Parameters<typeof shownOf>[1];
  readonly sinceMs?: number;
};

async function lists(installation: Installation, listing: Listing, io: Io): Promise<void> {
  if (listing.options.timeline === true)
    throw usageError('--timeline is of one incident', 'name it: INC-… or cluster/name');
  return listing.sinceMs === undefined
    ? list(installation, listing, io)
    : listPast(listing.sinceMs, installation, listing, io);
}

async function listPast(sinceMs: number, installation: Installation, listing: Listing, io: Io): Promise<void> {
  const { view, options } = listing;
  const now = io.now();
  const all = await pastSince(installation.store, now - sinceMs, now);
  const past = all.filter(({ alert }) => matchesGlob(options.cluster ?? '*', alert.subject.cluster));
  if (options.json) return printJson(io, pastJson(past, view));
  const where = options.cluster === undefined ? installation.region : `${options.cluster}, ${installation.region}`;
  const head = `ended within ${options.since ?? ''} in ${where} · times in ${view.clock.timezone}`;
  print(io, past.length === 0 ? [`no incident ${head}`] : [head, '', ...pastLines(past, view, io)]);
}

/** Called wrongly is said before anything is read. */
function lengthOf(written: string): number {
  const ms = durationPattern.test(written) ? durationMs(written) : undefined;
  if (ms === undefined || ms > longestPastMs)
    throw usageError(`--since ${written} is no time up to 400 days`, 'write it like 24h, 7d or 30d');
  return ms;
}

async function list(installation: Installation, { view, options, mutes }: Listing, io: Io): Promise<void> {
  const open = await readOpen(installation);
  const wanted = open.filter(({ alert }) => matchesGlob(options.cluster ?? '*', alert.subject.cluster));
  const shown = allShown(wanted, mutes, view);
  if (options.json) return printJson(io, shown.map(incidentJson));
  const { clock } = view;
  const paint = painter(io);
  const where = options.cluster === undefined ? installation.region : `${options.cluster}, ${installation.region}`;
  const count = shown.length === 0 ? paint('green', 'no open incident') : paint('bold', `${shown.length} open`);
  const table = shown.length === 0 ? [] : ['', ...incidentLines(shown, view, io)];
  print(io, [`${count} in ${where} · times in ${clock.timezone}, now ${moment(clock.now, clock)}`, ...table]);
}

/** What a message is made of, as the alert function puts it together. */
function inputOf({ id, state, mute }: Shown, { policy, clock }: View): Parameters<typeof compose>[0] {
  const { alert, enrichment, acknowledged } = state;
  const environment = environmentOf(policy, alert.subject.cluster);
  const team = teamOfAlert(policy, alert);
  return {
    alert: { ...alert, severity: severityIn(environment, alert.severity) },
    enrichment,
    environment,
    language: policy.language,
    timezone: clock.timezone,
    logLinks: policy.logLinks,
    incidentId: id,
    now: clock.now,
    ...(team !== undefined && { team }),
    ...(policy.portal !== undefined && { portal: policy.portal }),
    ...(acknowledged !== undefined && { acknowledgedBy: acknowledged.by }),
    ...(mute !== undefined && { muted: { until: mute.until, why: mute.why } }),
  };
}

/** What the message does not say: where it stands, and what may be done from here. */
function more({ id, state, refused }: Shown, { clock }: View): string[] {
  const told = Object.entries(state.places).flatMap(([receiver, place]) =>
    place.said === undefined ? [] : [toldText(receiver, place, clock)],
  );
  const isOpen = state.alert.status === 'firing';
  return [
    `key    ${state.alert.key}`,
    `told   ${told.join(', ') || 'nobody'}`,
    ...refused.map(({ receiver, reason }) => `NOT    ${receiver}: ${reason}`),
    `times  ${clock.timezone}`,
    ...(isOpen ? [`take   watchkeeper ack ${id}`, `quiet  watchkeeper mute ${id} --for 2h --why "…"`] : []),
  ];
}

function toldText(receiver: string, place: IncidentState['places'][string], clock: View['clock']): string {
  return place.said === undefined
    ? receiver
    : `${receiver} ${moment(place.said.at, clock)}${place.umbrella ? ' (in a storm’s message)' : ''}`;
}
