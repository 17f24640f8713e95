import { defaultOwnerTags } from '../../lib/app/config/alert-policy.ts';
import { oneLine } from '../../lib/channels/untrusted.ts';
import type { ClusterItems, RawItem } from '../../lib/core/cluster-reads.ts';
import type { ServiceDeployment } from '../../lib/core/ecs-reads.ts';
import type { InstanceGroup } from '../../lib/core/group-reads.ts';
import { PortError } from '../../lib/core/outcome.ts';
import type { Instant } from '../../lib/core/time.ts';
import { isObject } from '../../lib/core/json.ts';
import { lastPart } from '../../lib/core/last-part.ts';
import { regionOf } from '../alerts/installation.ts';
import { few } from '../explain/cluster.ts';
import { fault, usageError } from '../failure.ts';
import { fileText } from '../file.ts';
import type { Io } from '../io.ts';
import type { Around, Unread } from './around.ts';
import { aroundKeys, readAround } from './around.ts';
import { readRollOuts } from './roll-outs.ts';
import { textIn } from './items.ts';

export type SourceOptions = {
  readonly account?: readonly string[];
  readonly cluster?: string;
  readonly region?: string;
};

/** What is looked at: clusters as they were at one moment, with what stands around them. */
export type LookSource = {
  readonly at: Instant;
  readonly account: string;
  readonly region: string;
  readonly clusters: readonly ClusterItems[];
  readonly around: Around;
  readonly unread: readonly Unread[];
  /** Deployments that go through stages, by ARN: whom they wait for. A file has none. */
  readonly rollOuts: ReadonlyMap<string, ServiceDeployment>;
};

/** From files of `watchkeeper snapshot`, else from the account the caller is signed in to. */
export async function lookSource(options: SourceOptions, io: Io): Promise<LookSource> {
  if (options.account !== undefined && options.account.length > 0) return fromFiles(options.account, options, io);
  return fromAccount(options, io);
}

async function fromAccount(options: SourceOptions, io: Io): Promise<LookSource> {
  const region = await regionOf(options, io);
  const reads = await io.account.cluster(region);
  const names = options.cluster === undefined ? await reads.clusters() : [lastPart(options.cluster)];
  if (names.length === 0) throw fault(`there is no cluster in ${region}`, 'name the region with --region');
  const unread: Unread[] = [];
  const clusters: ClusterItems[] = [];
  for (const cluster of names) {
    io.stderr.write(names.length > 1 ? `${oneLine(cluster)}…\n` : '');
    try {
      const reading = await reads.read({ cluster, history: { ownerTags: defaultOwnerTags } });
      if (reading === undefined) continue;
      clusters.push(reading.items);
      unread.push(...reading.unread.map(({ part, error }) => ({ what: `${cluster}: ${part}`, why: error.message })));
    } catch (error) {
      // One cluster that cannot be read is no reason to say nothing of the others.
      if (!(error instanceof PortError) || names.length === 1) throw error;
      unread.push({ what: cluster, why: oneLine(error.message) });
    }
  }
  if (clusters.length === 0) {
    const others = await reads.clusters().catch(() => []);
    throw fault(`there is no cluster ${names.join(', ')} in ${region}`, `there are ${few(others)}`);
  }
  const [read, staged] = await Promise.all([readAround(clusters, region, io), readRollOuts(clusters, region, io)]);
  return {
    at: io.now(),
    ...placeOf(clusters, region),
    clusters,
    around: read.around,
    unread: [...unread, ...read.unread, ...staged.unread],
    rollOuts: staged.rollOuts,
  };
}

const writeOne = 'write one with: watchkeeper snapshot --out FILE';

async function fromFiles(files: readonly string[], options: SourceOptions, io: Io): Promise<LookSource> {
  const all = await Promise.all(files.map(async (file) => fileOf(file, await fileText(file, io, writeOne))));
  const clusters = all.map(clusterOf);
  const wanted = options.cluster === undefined ? undefined : lastPart(options.cluster);
  const chosen = clusters.filter(({ cluster }) => wanted === undefined || nameOf(cluster) === wanted);
  if (chosen.length === 0) {
    const known = clusters.flatMap(({ cluster }) => nameOf(cluster) ?? []);
    throw usageError(`there is no cluster ${wanted ?? ''} in ${files.join(', ')}`, `there are ${few(known)}`);
  }
  const taken = all.flatMap((item) => textIn(item, 'takenAt') ?? []).map((text) => Date.parse(text));
  const at = taken.filter((time) => Number.isFinite(time));
  return {
    at: at.length === 0 ? io.now() : Math.max(...at),
    ...placeOf(chosen, options.region ?? '-'),
    clusters: chosen,
    around: aroundIn(all),
    rollOuts: new Map(),
    unread: aroundKeys
      .filter((key) => !all.some((item) => Array.isArray(item[key])))
      .map((what) => ({ what, why: 'it is not in the file' })),
  };
}

function fileOf(file: string, text: string): RawItem {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw fault(`${file} is not JSON (${oneLine(error instanceof Error ? error.message : '')})`, writeOne);
  }
  if (!isObject(value) || !('services' in value || 'cluster' in value))
    throw fault(`${file} is no snapshot of a cluster`, writeOne);
  return value;
}

/** Lists that are absent stay so. */
function clusterOf(item: RawItem): ClusterItems {
  const lists = ['tasks', 'stoppedTasks', 'services', 'taskDefinitions', 'capacityProviders'] as const;
  const given = lists.flatMap((key) => (Array.isArray(item[key]) ? [[key, itemsIn(item, key)] as const] : []));
  const { cluster } = item;
  return {
    ...Object.fromEntries(given),
    cluster: isObject(cluster) ? cluster : typeof cluster === 'string' ? { clusterName: cluster } : {},
    containerInstances: itemsIn(item, 'containerInstances'),
    instanceTypes: itemsIn(item, 'instanceTypes'),
    subnets: itemsIn(item, 'subnets'),
  };
}

/** DescribeTaskDefinition wraps each of its own. */
function itemsIn(item: RawItem, key: string): readonly RawItem[] {
  const value = item[key];
  const items = Array.isArray(value) ? (value as unknown[]).filter(isObject) : [];
  return items.map((each) => (isObject(each['taskDefinition']) ? each['taskDefinition'] : each));
}

/** What several files say of the same account, once. */
function aroundIn(all: readonly RawItem[]): Around {
  const lists = aroundKeys.flatMap((key) => {
    const known = all.filter((item) => Array.isArray(item[key]));
    if (known.length === 0) return [];
    const items = known.flatMap((item) => itemsIn(item, key));
    return [[key, [...new Map(items.map((each) => [JSON.stringify(each), each])).values()]] as const];
  });
  const { autoScalingGroups, ...around } = Object.fromEntries(lists);
  const groups = autoScalingGroups?.filter(isGroup);
  return { ...around, ...(groups !== undefined && { autoScalingGroups: groups }) };
}

function isGroup(item: RawItem): item is RawItem & InstanceGroup {
  const lists = ['clusters', 'capacityProviders', 'hooks'].every((key) => Array.isArray(item[key]));
  return lists && typeof item['name'] === 'string' && isObject(item['tags']);
}

export function nameOf(cluster: RawItem): string | undefined {
  const arn = textIn(cluster, 'clusterArn');
  return textIn(cluster, 'clusterName') ?? (arn === undefined ? undefined : lastPart(arn));
}

/** As the ARNs say. */
function placeOf(clusters: readonly ClusterItems[], region: string): Pick<LookSource, 'account' | 'region'> {
  const arns = clusters.flatMap(({ cluster, services = [] }) => [
    textIn(cluster, 'clusterArn'),
    ...services.map((each) => textIn(each, 'serviceArn')),
  ]);
  const [, , , ofArn, account] = arns.find((arn) => arn !== undefined)?.split(':') ?? [];
  return { account: account ?? '-', region: ofArn ?? region };
}
