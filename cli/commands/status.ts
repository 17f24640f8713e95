import type { Command } from 'commander';
import type { Mute } from '../../lib/alert/state.ts';
import { oneLine } from '../../lib/channels/untrusted.ts';
import { isoTime } from '../../lib/core/time.ts';
import { houseLines } from '../alerts/house-lines.ts';
import { incidentLines } from '../alerts/incident-lines.ts';
import type { TableOptions } from '../alerts/installation.ts';
import { openInstallation, regionHelp, tableHelp } from '../alerts/installation.ts';
import type { House } from '../alerts/kept.ts';
import { readHouse, readMutes, readOpen } from '../alerts/kept.ts';
import type { Shown } from '../alerts/shown.ts';
import { allShown, incidentJson, muteFields } from '../alerts/shown.ts';
import type { View } from '../alerts/view.ts';
import { viewOf, zoneHelp } from '../alerts/view.ts';
import { holdJson } from '../holds/hold.ts';
import type { Held } from '../holds/kept.ts';
import { heldByPeople } from '../holds/kept.ts';
import { shownThing } from '../holds/target.ts';
import type { Io } from '../io.ts';
import type { JsonLine } from '../terminal.ts';
import { aligned, painter, print, printJson } from '../terminal.ts';
import { durationWords, moment } from '../time.ts';

export const name = 'status';

type Options = TableOptions & { readonly json?: true; readonly timezone?: string };

export function register(program: Command, io: Io): void {
  program
    .command(name)
    .description('What is firing now and who has it, what is muted until when, and how Watchkeeper itself does.')
    .option('--table <name>', tableHelp)
    .option('--region <region>', regionHelp)
    .option('--timezone <zone>', zoneHelp)
    .option('--json', 'JSON Lines: incident, mute, hold, trouble, and status last')
    .action(async (options: Options) => status(options, io));
}

type Status = {
  readonly shown: readonly Shown[];
  readonly mutes: readonly Mute[];
  readonly held: readonly Held[];
  readonly house: House;
  readonly view: View;
};

async function status(options: Options, io: Io): Promise<void> {
  const installation = await openInstallation(name, options, io);
  const now = io.now();
  const [view, open, mutes, held, house] = await Promise.all([
    viewOf(installation, options, io),
    readOpen(installation),
    readMutes(installation, now),
    heldByPeople(await io.account.heldThings(installation.table, installation.region)),
    readHouse(installation, now),
  ]);
  const shown = allShown(open, mutes, view);
  if (options.json) printJson(io, statusJson({ shown, mutes, held, house, view }));
  else print(io, statusLines({ shown, mutes, held, house, view }, installation.region, io));
}

function statusLines({ shown, mutes, held, house, view }: Status, region: string, io: Io): string[] {
  const paint = painter(io);
  const { clock } = view;
  const firing = shown.length === 0 ? paint('green', 'nothing is firing') : paint('bold', `${shown.length} firing`);
  const head = `${firing} in ${region} · times in ${clock.timezone}, now ${moment(clock.now, clock)}`;
  return [
    head,
    ...(shown.length > 0 ? ['', ...incidentLines(shown, view, io)] : []),
    ...muteLines(mutes, shown, view, io),
    ...heldLines(held, view, io),
    ...houseLines(house, { shown, clock, paint }),
  ];
}

function muteLines(mutes: readonly Mute[], shown: readonly Shown[], { clock }: View, io: Io): string[] {
  if (mutes.length === 0) return [];
  const paint = painter(io);
  const rows = mutes.map(({ id, target, until, why, by }) => {
    const covers = shown.filter(({ mute }) => mute?.id === id).length;
    return [
      `  ${oneLine(target)}`,
      `until ${moment(until, clock)}, ${durationWords(until - clock.now)} more`,
      covers === 0 ? 'hides nothing now' : `hides ${covers} now`,
      oneLine(`${why} (${by})`),
    ];
  });
  return ['', paint('bold', 'Muted'), ...aligned(rows, paint, io.stdout.columns)];
}

function heldLines(held: readonly Held[], { clock }: View, io: Io): string[] {
  if (held.length === 0) return [];
  const paint = painter(io);
  const rows = held.map(({ thing, hold: { holder, until, since, why } }) => [
    `  ${shownThing(thing)}`,
    until === undefined ? 'until released' : `until ${moment(until, clock)}, ${durationWords(until - clock.now)} more`,
    `since ${moment(since, clock)}`,
    oneLine(`${why} (${holder.replace('person/', '')})`),
  ]);
  return ['', paint('bold', 'Held by people'), ...aligned(rows, paint, io.stdout.columns)];
}

function statusJson({ shown, mutes, held, house, view }: Status): JsonLine[] {
  const { overdue, trouble, cut } = house;
  return [
    ...shown.map(incidentJson),
    ...mutes.map((mute) => ({ type: 'mute', ...muteFields(mute) })),
    ...held.map(({ thing, hold }) => holdJson(thing, hold)),
    ...trouble.map(({ record, trouble: { count, error, since, parked } }) => ({
      type: 'trouble',
      record,
      count,
      parked,
      error,
      since: isoTime(since),
    })),
    {
      type: 'status',
      at: isoTime(view.clock.now),
      firing: shown.length,
      muted: shown.filter(({ mute }) => mute !== undefined).length,
      mutes: mutes.length,
      held: held.length,
      trouble: trouble.length,
      overdue: overdue.count,
      ...(overdue.since !== undefined && { overdueSince: isoTime(overdue.since) }),
      complete: !cut,
    },
  ];
}
