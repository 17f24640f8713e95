import { oneLine } from '../../lib/channels/untrusted.ts';
import type { ClusterPart } from '../../lib/core/cluster-reads.ts';
import type { Snapshot } from '../../lib/ecs/placement/snapshot.ts';
import { readSnapshot } from '../../lib/ecs/placement/snapshot.ts';
import { CommandFailure, fault, usageError } from '../failure.ts';
import { fileText } from '../file.ts';
import type { Io } from '../io.ts';
import type { LiveCluster } from './cluster.ts';
import { openCluster, readLive } from './cluster.ts';
import type { ExplainOptions, Question } from './question.ts';

/** Where the answer comes from. `live`: the account, which can be asked more. */
export type Source = {
  readonly snapshot: Snapshot;
  readonly live?: LiveCluster;
  /** What could not be read. */
  readonly unread?: readonly ClusterPart[];
};

const writeOne = 'write one with: watchkeeper snapshot --out FILE';

export async function sourceOf(question: Question, options: ExplainOptions, io: Io): Promise<Source> {
  if (options.account !== undefined) return { snapshot: await snapshotIn(options.account, question, io) };
  const live = await openCluster('explain', question.cluster, options, io);
  const { items, unread } = await readLive(live, scopeOf(question), io);
  const snapshot = readSnapshot(items);
  if ('faults' in snapshot) throw malformed('what AWS answered', snapshot.faults, io);
  return { snapshot, live, unread: unread.map(({ part }) => part) };
}

/** Of what is not asked about nothing is read but the daemons, for which ECS keeps room. */
function scopeOf({ kind, name }: Question) {
  if (kind === 'service') return { services: [name] };
  return kind === 'task-definition' ? { services: [], taskDefinitions: [name] } : {};
}

async function snapshotIn(file: string, { cluster }: Question, io: Io): Promise<Snapshot> {
  const text = await fileText(file, io, writeOne);
  const value = parsed(file, text);
  const snapshot = readSnapshot(value);
  if ('faults' in snapshot) throw malformed(file, snapshot.faults, io);
  if (cluster !== undefined && snapshot.cluster !== undefined && snapshot.cluster !== cluster) {
    throw usageError(`${file} is of cluster ${oneLine(snapshot.cluster)}, not of ${cluster}`, writeOne);
  }
  return snapshot;
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw fault(`${file} is not JSON (${oneLine(error instanceof Error ? error.message : '')})`, writeOne);
  }
}

type Faults = readonly { readonly path: string; readonly problem: string }[];

function malformed(what: string, faults: Faults, { stderr }: Io): CommandFailure {
  for (const { path, problem } of faults) {
    stderr.write(`${what}${path === '' ? '' : `  ${oneLine(path)}`}  ${oneLine(problem)}\n`);
  }
  const count = faults.length === 1 ? '1 fault' : `${faults.length} faults`;
  return fault(`${what}: ${count}, cannot be used`, `it must hold raw Describe items; ${writeOne}`);
}
