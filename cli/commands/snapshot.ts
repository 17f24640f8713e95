import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { ClusterItems, ClusterPart, ClusterReading } from '../../lib/core/cluster-reads.ts';
import { clusterHelp, clusterRegionHelp, openCluster, partNames, readLive } from '../explain/cluster.ts';
import { CommandFailure, usageError } from '../failure.ts';
import type { Io } from '../io.ts';
import { printJson } from '../terminal.ts';

type Options = {
  readonly cluster?: string;
  readonly out?: string;
  readonly region?: string;
  readonly json?: true;
};

const after = `
Raw Describe items, without what may hold a secret: of environment and secrets only the names; no commands, labels,
driver options, tags.
Instance types are not read: where one is unknown, put items of \`aws ec2 describe-instance-types\` under instanceTypes.
Only reads. Exit codes: 0 whole, 1 something could not be read, 2 called wrongly.`;

export function register(program: Command, io: Io): void {
  program
    .command('snapshot')
    .description('Write down a cluster: all that placement depends on, for `explain` and `advise`.')
    .option('--cluster <name>', clusterHelp)
    .option('--out <file>', 'where to; default: stdout')
    .option('--region <region>', clusterRegionHelp)
    .option('--json', 'with --out: JSON, what was written')
    .addHelpText('after', after)
    .action(async (options: Options) => snapshot(options, io));
}

async function snapshot(options: Options, io: Io): Promise<void> {
  const live = await openCluster('snapshot', options.cluster, options, io);
  const heard = (part: ClusterPart, count: number): void => {
    const what = count === 1 ? partNames[part].replace(/s$/, '') : partNames[part];
    if (part !== 'cluster') io.stderr.write(`${live.name}: ${count} ${what}\n`);
  };
  const reading = await readLive(live, { heard }, io);
  await put(fileOf(reading.items), options.out, io);
  tellGone(reading, io);
  if (options.out !== undefined) tellWritten(reading, options.out, options, io);
  if (reading.unread.length > 0) throw new CommandFailure(1, 'the snapshot is not whole: see above');
}

async function put(text: string, out: string | undefined, { cwd, stdout }: Io): Promise<void> {
  if (out === undefined) {
    stdout.write(text);
    return;
  }
  try {
    await writeFile(resolve(cwd, out), text);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw usageError(`${out} cannot be written (${code})`, 'name another file with --out');
  }
}

/** An item a line: it can be read, searched and compared. */
function fileOf(items: ClusterItems): string {
  const parts = Object.entries(items).map(([part, value]: readonly [string, unknown]) => {
    if (!Array.isArray(value) || value.length === 0) return `"${part}": ${JSON.stringify(value)}`;
    return `"${part}": [\n${value.map((item) => JSON.stringify(item)).join(',\n')}\n]`;
  });
  return `{\n${parts.join(',\n')}\n}\n`;
}

function tellGone({ gone }: ClusterReading, { stderr }: Io): void {
  if (gone > 0) stderr.write(`${gone === 1 ? '1 item was' : `${gone} items were`} gone before it could be described\n`);
}

function tellWritten({ items, unread, gone }: ClusterReading, out: string, { json }: Options, io: Io): void {
  if (!json) {
    io.stderr.write(`written to ${out}\n`);
    return;
  }
  const counts = Object.entries(items).flatMap(([part, value]: readonly [string, unknown]) =>
    Array.isArray(value) ? [[part, value.length] as const] : [],
  );
  printJson(io, [
    {
      type: 'snapshot',
      file: out,
      ...Object.fromEntries(counts),
      gone,
      unread: unread.map(({ part, error }) => ({ part, reason: error.message })),
    },
  ]);
}
