import type { Hold } from '../../lib/core/hold.ts';
import type { HeldThings, Holds } from '../../lib/core/ports.ts';
import type { TableOptions } from '../alerts/installation.ts';
import { neededTable, regionOf } from '../alerts/installation.ts';
import type { Io } from '../io.ts';

/** The holds of one installation. */
export async function openHolds(
  command: string,
  options: TableOptions,
  io: Io,
): Promise<{ readonly holds: Holds & HeldThings; readonly region: string }> {
  const table = neededTable(command, options, io);
  const region = await regionOf(options, io);
  return { holds: await io.account.heldThings(table, region), region };
}

/** A thing that a person holds. */
export type Held = { readonly thing: string; readonly hold: Hold };

/** What people hold now, the oldest hold first. */
export async function heldByPeople(holds: Holds & HeldThings): Promise<readonly Held[]> {
  const things = await holds.heldByPeople();
  const all = await Promise.all(
    things.map(async (thing) => (await holds.read(thing)).map((hold): Held => ({ thing, hold }))),
  );
  return all
    .flat()
    .filter(({ hold }) => hold.feature === 'person')
    .toSorted((a, b) => a.hold.since - b.hold.since);
}
