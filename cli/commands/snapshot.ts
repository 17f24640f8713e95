import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { defaultOwnerTags } from '../../lib/app/config/alert-policy.ts';
import type { ClusterItems, ClusterPart, ClusterReading } from '../../lib/core/cluster-reads.ts';
import { isoTime } from '../../lib/core/time.ts';
import { clusterHelp, clusterRegionHelp, openCluster, partNames, readLive } from '../explain/cluster.ts';
import { CommandFailure, usageError } from '../failure.ts';
import type { Io } from '../io.ts';
import type { AroundRead } from '../look/around.ts';
import { readAround } from '../look/around.ts';
import { printJson } from '../terminal.ts';

type Options = {
  readonly cluster?: string;
  readonly out?: string;
  readonly region?: string;
  readonly json?: true;
};

const after = `
Raw Describe items, without what may hold a secret: of environment and secrets only the names; no commands, labels,
driver options; of tags those of owners (Team, Owner); of subscribers no addresses; AWS's words redacted.
Instance types are not read: where one is unknown, put items of \`aws ec2 describe-instance-types\` under instanceTypes.
Only reads. Exit codes: 0 the cluster whole, 1 something of it could not be read, 2 called wrongly.`;

export function register(program: Command, io: Io): void {
  program
    .command('snapshot')
    .description('Write down a cluster and what stands around it, for `explain`, `advise`, `look` and `init`.')
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
  const reading = await readLive(live, { heard, history: { ownerTags: defaultOwnerTags } }, io);
  const around = await readAround([reading.items], live.region, io);
  await put(fileOf(reading.items, around, io), options.out, io);
  tellGone(reading, io);
  for (const { what, why } of around.unread)
    io.stderr.write(`watchkeeper: ${what} could not be read (${why}); only \`look\` and \`advise\` ask for it\n`);
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
function fileOf(items: ClusterItems, { around }: AroundRead, { now }: Io): string {
  const whole = { takenAt: isoTime(now()), ...items, ...around };
  const parts = Object.entries(whole).map(([part, value]: readonly [string, unknown]) => {
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
