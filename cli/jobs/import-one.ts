import { definitionRoles } from '../configuration/jobs-in-account.ts';
import type { ForeignSchedule } from '../../lib/core/foreign-schedules.ts';
import { present } from '../../lib/core/present.ts';
import type { TableOptions } from '../alerts/installation.ts';
import { openInstallation } from '../alerts/installation.ts';
import { fault } from '../failure.ts';
import type { Io } from '../io.ts';
import { print, printJson } from '../terminal.ts';
import type { Found } from './import.ts';
import { importLines } from './import.ts';
import { keptForeign } from './kept.ts';

/** Prints one of those that Watchkeeper has found by itself. */
export async function importOne(
  which: string,
  options: TableOptions & { readonly json?: true },
  io: Io,
): Promise<void> {
  const installation = await openInstallation('jobs import', options, io);
  const found = (await keptForeign(installation)).filter((each) => each.name === which);
  const [only] = found;
  if (only === undefined)
    throw fault(
      `no rule or schedule ${which} that starts an ECS task is known`,
      'see `watchkeeper jobs` for those that are',
    );
  const all = await Promise.all(
    found.map(async (each) => ({ each, lines: importLines(each, await foundOf(each, installation.region, io)) })),
  );
  if (options.json)
    printJson(
      io,
      all.map(({ each, lines: { yaml, left, steps } }) => ({
        type: 'schedule',
        ...each,
        yaml: yaml.join('\n'),
        left: left.map(words),
        steps,
      })),
    );
  else
    print(
      io,
      all.flatMap(({ lines: { yaml, left, steps } }) => [
        ...yaml,
        '',
        ...left,
        ...(left.length > 0 ? [''] : []),
        ...steps,
      ]),
    );
}

function words(comment: string): string {
  return comment.replace(/^# /, '');
}

/** What the account says of it now; what it does not say is left to write. */
async function foundOf(foreign: ForeignSchedule, region: string, { account }: Io): Promise<Found> {
  const [target, definition] = await Promise.all([
    account
      .schedules(region)
      .then(async (reads) => reads.target(foreign))
      .catch(() => undefined),
    account.launches(region).then(async (reads) => reads.definition(foreign.family)),
  ]);
  return { ...present({ target }), ...(definition.ok && { roles: definitionRoles(definition.value) }) };
}
