import type { Command } from 'commander';
import { compose } from '../../lib/alert/compose/compose.ts';
import { environmentOf, severityIn } from '../../lib/alert/policy.ts';
import { teamOfAlert } from '../../lib/alert/records.ts';
import type { IncidentState } from '../../lib/alert/state.ts';
import { matchesGlob } from '../../lib/core/glob.ts';
import { incidentLines } from '../alerts/incident-lines.ts';
import type { Installation, TableOptions } from '../alerts/installation.ts';
import { openInstallation, regionHelp, tableHelp } from '../alerts/installation.ts';
import { readMutes, readOpen } from '../alerts/kept.ts';
import type { Shown } from '../alerts/shown.ts';
import { allShown, incidentJson, shownOf } from '../alerts/shown.ts';
import { findIncident } from '../alerts/target.ts';
import type { View } from '../alerts/view.ts';
import { viewOf, zoneHelp } from '../alerts/view.ts';
import type { Io } from '../io.ts';
import { previewMessage } from '../preview.ts';
import { isColoured, painter, print, printJson } from '../terminal.ts';
import { moment } from '../time.ts';

export const name = 'incidents';

type Options = TableOptions & { readonly cluster?: string; readonly json?: true; readonly timezone?: string };

export function register(program: Command, io: Io): void {
  program
    .command(name)
    .description('The open incidents, or one of them with its whole message.')
    .argument('[incident]', 'INC-…, cluster/name, or a whole key (account/region/cluster/kind/name)')
    .option('--cluster <pattern>', 'only those of clusters that fit; * stands for anything')
    .option('--table <name>', tableHelp)
    .option('--region <region>', regionHelp)
    .option('--timezone <zone>', zoneHelp)
    .option('--json', 'JSON Lines: one incident a line; of one incident also its message')
    .addHelpText('after', '\nEnded incidents are kept for 400 days, but in no list: name one by cluster/name or key.')
    .action(async (target: string | undefined, options: Options) => incidents(target, options, io));
}

async function incidents(target: string | undefined, options: Options, io: Io): Promise<void> {
  const installation = await openInstallation(name, options, io);
  const [view, mutes] = await Promise.all([viewOf(installation, options, io), readMutes(installation, io.now())]);
  if (target === undefined) return list(installation, { view, options, mutes }, io);
  const state = await findIncident(target, installation, io);
  const shown = shownOf(state, mutes, view);
  const composed = compose(inputOf(shown, view));
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

type Listing = { readonly view: View; readonly options: Options; readonly mutes: Parameters<typeof shownOf>[1] };

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
