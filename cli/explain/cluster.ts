import type { ClusterReading, ClusterReads, ClusterScope } from '../../lib/core/cluster-reads.ts';
import { oneLine } from '../../lib/channels/untrusted.ts';
import type { TableOptions } from '../alerts/installation.ts';
import { regionOf } from '../alerts/installation.ts';
import { fault, usageError } from '../failure.ts';
import type { Io } from '../io.ts';

export const clusterHelp = 'the cluster; not needed where the account has one only';
export const clusterRegionHelp = 'the region of the cluster; default: AWS_REGION, or that of your profile';

/** A cluster of the account the caller is signed in to. */
export type LiveCluster = { readonly reads: ClusterReads; readonly name: string; readonly region: string };

export async function openCluster(
  command: string,
  named: string | undefined,
  options: Pick<TableOptions, 'region'>,
  io: Io,
): Promise<LiveCluster> {
  const region = await regionOf(options, io);
  const reads = await io.account.cluster(region);
  return { reads, region, name: named ?? (await onlyCluster(command, reads, region)) };
}

async function onlyCluster(command: string, reads: ClusterReads, region: string): Promise<string> {
  const names = await reads.clusters();
  const [only] = names;
  if (only === undefined) throw fault(`there is no cluster in ${region}`, 'name the region with --region');
  if (names.length === 1) return only;
  throw usageError(`${command} needs the cluster`, `give --cluster, one of ${few(names)}`);
}

/** What can be read of it; what cannot is said on stderr, and whether anything was. */
export async function readLive(
  { reads, name, region }: LiveCluster,
  scope: Omit<ClusterScope, 'cluster'>,
  io: Io,
): Promise<ClusterReading> {
  const reading = await reads.read({ cluster: name, ...scope });
  if (reading !== undefined) {
    tellUnread(reading, io);
    return reading;
  }
  const others = await reads.clusters().catch(() => []);
  const known =
    others.length === 0 ? 'check the region and the account you are signed in to' : `there are ${few(others)}`;
  throw fault(`there is no cluster ${name} in ${region}`, known);
}

function tellUnread({ unread }: ClusterReading, { stderr }: Io): void {
  for (const { part, error } of unread) {
    const why = oneLine(error.message);
    stderr.write(`watchkeeper: ${partNames[part]} could not be read (${why}); what depends on it is unclear\n`);
  }
}

/** The lists as people call them. */
export const partNames = {
  cluster: 'the cluster itself',
  containerInstances: 'container instances',
  tasks: 'tasks',
  stoppedTasks: 'stopped tasks',
  services: 'services',
  taskDefinitions: 'task definitions',
  instanceTypes: 'instance types',
  capacityProviders: 'capacity providers',
  subnets: 'subnets',
} as const;

const mostNames = 10;

/** As many names as one reads; those like `near` first. */
export function few(names: readonly string[], near = ''): string {
  const sorted = names.toSorted((a, b) => likeness(b, near) - likeness(a, near) || a.localeCompare(b));
  const more = sorted.length > mostNames ? ` and ${sorted.length - mostNames} more` : '';
  return sorted.slice(0, mostNames).map(oneLine).join(', ') + more;
}

/** How much of the beginning two names share. */
function likeness(one: string, other: string): number {
  let shared = 0;
  while (shared < other.length && one[shared] === other[shared]) shared += 1;
  return shared;
}
