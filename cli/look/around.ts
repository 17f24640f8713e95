import { oneLine } from '../../lib/channels/untrusted.ts';
import type { ClusterItems, RawItem } from '../../lib/core/cluster-reads.ts';
import type { InstanceGroup } from '../../lib/core/group-reads.ts';
import { PortError } from '../../lib/core/outcome.ts';
import { present } from '../../lib/core/present.ts';
import type { Io } from '../io.ts';
import { listIn, textIn, textsIn } from './items.ts';

/** What stands around the clusters of a Region; a list that is absent was not read. */
export type Around = {
  readonly targetGroups?: readonly RawItem[];
  readonly loadBalancers?: readonly RawItem[];
  readonly accountSettings?: readonly RawItem[];
  readonly targetHealth?: readonly RawItem[];
  readonly alarms?: readonly RawItem[];
  readonly rules?: readonly RawItem[];
  readonly subscriptions?: readonly RawItem[];
  readonly schedules?: readonly RawItem[];
  /** As `watchkeeper hooks` knows them. */
  readonly autoScalingGroups?: readonly InstanceGroup[];
};

export const aroundKeys = [
  'targetGroups',
  'loadBalancers',
  'accountSettings',
  'targetHealth',
  'alarms',
  'rules',
  'subscriptions',
  'schedules',
  'autoScalingGroups',
] as const satisfies readonly (keyof Around)[];

type AroundPart = (typeof aroundKeys)[number];

/** What could not be read, and why. */
export type Unread = { readonly what: string; readonly why: string };

export type AroundRead = { readonly around: Around; readonly unread: readonly Unread[] };

/** Everything that can be read; what cannot is named. */
export async function readAround(clusters: readonly ClusterItems[], region: string, io: Io): Promise<AroundRead> {
  const unread: Unread[] = [];
  const attempt = attempting(unread);
  const [advice, watchers, groups] = await Promise.all([
    io.account.advice(region),
    io.account.watchers(region),
    io.account.groups(region),
  ]);
  const arns = targetGroupsOf(clusters);
  const names = clusters.flatMap(({ cluster }) => textIn(cluster, 'clusterName') ?? []);
  const [targetGroups, accountSettings, targetHealth, alarms, rules, schedules, autoScalingGroups] = await Promise.all([
    attempt('targetGroups', async () => (arns.length === 0 ? [] : advice.targetGroups(arns))),
    attempt('accountSettings', advice.accountSettings),
    attempt('targetHealth', async () => watchers.targetHealth(arns)),
    attempt('alarms', watchers.alarms),
    attempt('rules', watchers.rules),
    attempt('schedules', watchers.schedules),
    attempt('autoScalingGroups', async () => groups.groups(names)),
  ]);
  const balancers = [...new Set((targetGroups ?? []).flatMap((each) => textsIn(each, 'LoadBalancerArns')))];
  const topics = topicsIn(alarms ?? [], rules ?? []);
  const [loadBalancers, subscriptions] = await Promise.all([
    attempt('loadBalancers', async () => (balancers.length === 0 ? [] : advice.loadBalancers(balancers))),
    attempt('subscriptions', async () => watchers.subscriptions(topics)),
  ]);
  const around = present({
    targetGroups,
    loadBalancers,
    accountSettings,
    targetHealth,
    alarms,
    rules,
    subscriptions,
    schedules,
    autoScalingGroups,
  });
  return { around, unread: unread.toSorted((a, b) => orderOf(a.what) - orderOf(b.what)) };
}

/** What is refused is noted, and undefined. */
function attempting(unread: Unread[]) {
  return async <Value>(what: AroundPart, read: () => Promise<Value>): Promise<Value | undefined> => {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof PortError)) throw error;
      unread.push({ what, why: oneLine(error.message) });
      return undefined;
    }
  };
}

/** Reads end in any order; what is said of them has one. */
function orderOf(what: string): number {
  return aroundKeys.findIndex((key) => key === what);
}

function targetGroupsOf(clusters: readonly ClusterItems[]): readonly string[] {
  const services = clusters.flatMap((each) => each.services ?? []);
  const balancers = services.flatMap((service) => [
    ...listIn(service, 'loadBalancers'),
    ...listIn(service, 'taskSets').flatMap((set) => listIn(set, 'loadBalancers')),
  ]);
  const arns = balancers.flatMap((each) => [
    textIn(each, 'targetGroupArn'),
    ...listIn({ all: [each['advancedConfiguration']] }, 'all').map((more) => textIn(more, 'alternateTargetGroupArn')),
  ]);
  return [...new Set(arns.filter((arn) => arn !== undefined))];
}

function topicsIn(alarms: readonly RawItem[], rules: readonly RawItem[]): readonly string[] {
  const told = [
    ...alarms.flatMap((alarm) => textsIn(alarm, 'AlarmActions')),
    ...rules.flatMap((rule) => listIn(rule, 'Targets').flatMap((target) => textIn(target, 'Arn') ?? [])),
  ];
  return [...new Set(told.filter((arn) => /^arn:[\w-]+:sns:/.test(arn)))];
}
