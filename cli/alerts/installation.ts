import type { RecordStore } from '../../lib/core/ports.ts';
import { usageError } from '../failure.ts';
import type { Io } from '../io.ts';

/** What is kept of one installation: its table, in its region. */
export type Installation = { readonly store: RecordStore; readonly table: string; readonly region: string };

export type TableOptions = { readonly table?: string; readonly region?: string };

export const tableHelp = 'the table of the stack (its output TableName); default: WATCHKEEPER_TABLE';
export const regionHelp = 'the region of the stack; default: AWS_REGION, or that of your profile';

/** The table to read: `--table`, else WATCHKEEPER_TABLE. */
export async function openInstallation(command: string, options: TableOptions, io: Io): Promise<Installation> {
  const table = neededTable(command, options, io);
  const region = await regionOf(options, io);
  return { store: await io.account.store(table, region), table, region };
}

/** The table of `options`, or a usage error that says how to name one. */
export function neededTable(command: string, options: TableOptions, io: Io): string {
  const table = tableOf(options, io);
  if (table !== undefined) return table;
  throw usageError(
    `${command} needs the table`,
    "give --table NAME or set WATCHKEEPER_TABLE; it is the stack's output TableName",
  );
}

export function tableOf({ table }: TableOptions, { env }: Io): string | undefined {
  return table ?? (env['WATCHKEEPER_TABLE'] || undefined);
}

/** The region, by what is nearest to the caller. `implied`: what an address given says. */
export async function regionOf({ region }: TableOptions, { env, account }: Io, implied?: string): Promise<string> {
  const named = region ?? implied ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? (await account.region());
  if (named === undefined || named === '') throw usageError('no region is known', 'give --region or set AWS_REGION');
  return named;
}
