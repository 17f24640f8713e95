import { adviceSettings } from '../../lib/app/config/advice-settings.ts';
import { alertPolicy, defaultOwnerTags } from '../../lib/app/config/alert-policy.ts';
import { healthPolicy } from '../../lib/app/config/health-policy.ts';
import { readConfiguration } from '../../lib/app/config/load.ts';
import type { Configuration } from '../../lib/app/config/schema.ts';
import type { Language } from '../../lib/core/language.ts';
import type { ClusterStanding } from '../../lib/core/sweep-reads.ts';
import { unusedIn } from '../../lib/health/sweep/unused.ts';
import { configurationHere } from '../configuration-in-force.ts';
import { drainPolicyOf } from '../drain/policy.ts';
import type { Checked } from '../hooks/command.ts';
import { checkedBy } from '../hooks/command.ts';
import type { Io } from '../io.ts';
import { localZone } from '../time.ts';
import type { Advised } from './advised.ts';
import { adviceFor } from './advised.ts';
import type { Unread } from './around.ts';
import { numberIn, textIn } from './items.ts';
import type { Told } from './judged.ts';
import { judged } from './judged.ts';
import type { Missing } from './missing.ts';
import { missingIn } from './missing.ts';
import type { SeenService } from './reads.ts';
import { lookFacts } from './reads.ts';
import type { LookSource } from './source.ts';
import { nameOf } from './source.ts';
import type { Starter } from './starters.ts';
import { startersIn } from './starters.ts';
import type { Watcher } from './watchers.ts';
import { watchersIn } from './watchers.ts';

/** All that one look comes to. `routes`: whose the routes are, or why nobody's. */
export type Look = {
  readonly source: LookSource;
  readonly language: Language;
  readonly zone: string;
  readonly routes: 'here' | 'none' | 'faulty';
  readonly services: readonly SeenService[];
  readonly told: readonly Told[];
  readonly advised: readonly Advised[];
  readonly groups: readonly Checked[];
  readonly watchers: readonly Watcher[];
  readonly starters: readonly Starter[];
  readonly missing: readonly Missing[];
  /** `idle/…`, `empty/…`, `quota/…`, as the daily digest has them. */
  readonly unused: readonly string[];
  readonly unread: readonly Unread[];
};

export async function lookAt(source: LookSource, io: Io): Promise<Look> {
  const { configuration, routes } = await configurationFor(io);
  const stack = { account: source.account, region: source.region };
  const health = healthPolicy(configuration);
  const alert = alertPolicy(configuration, stack);
  const facts = lookFacts(source);
  const told = await judged(source, facts, { health, alert, hasRoutes: routes === 'here' });
  const { advised, unread } = adviceFor(source, adviceSettings(configuration));
  const groups = checkedBy(await drainPolicyOf(stack, io), source.around.autoScalingGroups ?? []);
  const watchers = watchersIn(source.around, facts.services);
  const starters = startersIn(source.around);
  const ownerTags = configuration.ownerTags ?? defaultOwnerTags;
  const known = { services: facts.services, around: source.around, advised, watchers, starters, groups, ownerTags };
  return {
    source,
    language: alert.language,
    zone: configuration.timezone ?? localZone(io),
    routes,
    services: facts.services,
    told,
    advised,
    groups,
    watchers,
    starters,
    missing: missingIn(known),
    unused: unusedOf(source, facts.services),
    unread: [...source.unread, ...unread],
  };
}

/** `idle/web:orders` is how the day's counts have it. */
export function nameOfUnused(unused: string): string {
  return unused.slice(unused.indexOf('/') + 1).replace(':', '/');
}

/** As little as a configuration may be: messages are written by it where there is none. */
const bare = 'receivers: { look: { slack: C0LOOK000 } }';

async function configurationFor(
  io: Io,
): Promise<{ readonly configuration: Configuration; readonly routes: Look['routes'] }> {
  const text = await configurationHere(io);
  const read = text === undefined ? undefined : readConfiguration(text);
  if (read !== undefined && 'configuration' in read) return { configuration: read.configuration, routes: 'here' };
  const least = readConfiguration(`timezone: ${localZone(io)}\n${bare}\n`);
  if ('faults' in least) throw new Error('the least configuration cannot be read');
  return { configuration: least.configuration, routes: text === undefined ? 'none' : 'faulty' };
}

/** By the same rules as the digest's. */
function unusedOf(source: LookSource, services: readonly SeenService[]): readonly string[] {
  const clusters = source.clusters.map(({ cluster }): ClusterStanding => {
    const count = (key: string): number => numberIn(cluster, key) ?? 1;
    return {
      arn: textIn(cluster, 'clusterArn') ?? '',
      name: nameOf(cluster) ?? '-',
      running: count('runningTasksCount'),
      pending: count('pendingTasksCount'),
      services: count('activeServicesCount'),
      instances: count('registeredContainerInstancesCount'),
    };
  });
  const seen = services.map(({ cluster, service }) => ({ cluster, service, mark: '' }));
  const plan = { fallen: [], places: [], calls: 0, isHurry: false, isNewRound: true };
  const look = { clusters, plan, seen, left: [], ended: [], unread: [] };
  return Object.keys(unusedIn(look, source.at));
}
