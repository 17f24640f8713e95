import type { ImpactLevel } from '../core/alert.ts';
import type { Destination } from '../core/delivery.ts';
import type { FargatePrices } from '../ecs/fargate-prices.ts';
import { matchesGlob, matchesService } from '../core/glob.ts';
import type { Language } from '../core/language.ts';
import { atMost } from '../core/severity.ts';
import type { Severity } from '../core/severity.ts';
import type { Instant } from '../core/time.ts';
import type { Calendar } from '../core/calendar/calendar.ts';

/** Clusters of one kind. Outside production severity ends at warning and nobody is paged. */
export type Environment = {
  readonly name: string;
  readonly production: boolean;
  /** Patterns of cluster names. */
  readonly clusters: readonly string[];
  readonly logs: 'tail' | 'link' | 'none';
};

/** `addresses` is where a receiver `"{team}"` reaches this team, by type. */
export type Team = {
  readonly name: string;
  readonly addresses: Readonly<Partial<Record<Destination['type'], string>>>;
  /** Patterns `cluster/service` of what the team owns without a tag that says so. */
  readonly services: readonly string[];
  readonly mention?: string;
  readonly repo?: string;
  readonly runbook?: string;
};

/** Stands in a destination where the team's own address belongs. */
export const teamAddress = '{team}';

export type Receiver = { readonly name: string; readonly destination: Destination };

/** Values a route asks for; of each list one must fit. Names may hold `*`. Absent: anything fits. */
export type RouteMatch = {
  readonly impact?: readonly ImpactLevel[];
  readonly severity?: readonly Severity[];
  readonly env?: readonly string[];
  readonly team?: readonly string[];
  readonly cluster?: readonly string[];
  readonly service?: readonly string[];
  readonly family?: readonly string[];
  readonly cause?: readonly string[];
};

/** One row of "who is told of what". `id` is where it is written (`routes[1]`), or says that it is built in. */
export type Route = {
  readonly id: string;
  readonly match: RouteMatch;
  readonly to: readonly string[];
  /** Only when it has been so for this long. */
  readonly forMs: number;
  /** Name of a calendar: outside it the message is held until it opens. */
  readonly during?: string;
  readonly escalate?: { readonly afterMs: number; readonly to: readonly string[] };
  /** Further routes are tried as well. */
  readonly continue: boolean;
};

/** The daily digest: at a minute of the local day, on days when the calendar opens. */
export type DigestPolicy = {
  readonly minute: number;
  readonly during: string;
  readonly to: readonly string[];
  readonly team?: string;
};

/** All that the alert feature is told by the configuration, every default filled in. Plain JSON. */
export type AlertPolicy = {
  /** Whose stack it is: said where a message is about no subject of its own. */
  readonly stack: { readonly account: string; readonly region: string };
  readonly language: Language;
  readonly timezone: string;
  readonly portal?: { readonly url: string; readonly role: string };
  /** In the order in which they are tried. */
  readonly environments: readonly Environment[];
  /** What no environment claims. */
  readonly production: Environment;
  readonly calendars: Readonly<Record<string, Calendar>>;
  /** The calendar of the digest, of reminders, and of routes for what is not production. */
  readonly office: string;
  readonly teams: readonly Team[];
  readonly defaultTeam?: string;
  /** Tag keys whose value may be a team's name, tried in turn. */
  readonly ownerTags: readonly string[];
  readonly receivers: readonly Receiver[];
  /** Reached only when every receiver failed. */
  readonly alarmTopicArn?: string;
  /** The last one fits everything. */
  readonly routes: readonly Route[];
  /** `shadow`: nobody is paged, the digest lists what would have been; at most this long after the installation. */
  readonly pager: { readonly shadowMs: number | 'always' };
  readonly who: 'role' | 'person' | 'off';
  readonly digest?: DigestPolicy;
  /** What Fargate costs, where the table that comes with us is not to be used. */
  readonly prices?: FargatePrices;
  readonly repeatMs: number;
  /** Regular expressions; what matches is not shown. */
  readonly redact: readonly string[];
  /** By log driver: a link with places like `{container}` to fill in. */
  readonly logLinks: Readonly<Record<string, string>>;
};

/** What may stand in braces in a log link. `from` and `to` are ISO times around the failure. */
export const logLinkPlaces = [
  'account',
  'region',
  'cluster',
  'service',
  'family',
  'task',
  'container',
  'from',
  'to',
] as const;

/** The environment of a cluster; what is in no cluster (`-`) counts as production. */
export function environmentOf(policy: AlertPolicy, cluster: string): Environment {
  return (
    policy.environments.find((environment) => environment.clusters.some((pattern) => matchesGlob(pattern, cluster))) ??
    policy.production
  );
}

/** Outside production nothing is worse than a warning. */
export function severityIn(environment: Environment, severity: Severity): Severity {
  return environment.production ? severity : atMost(severity, 'warning');
}

/** The team and what says that it owns the thing: `tag Team`, `pattern web/*` or `default`. */
type Ownership = { readonly team?: Team; readonly by: string };

/**
 * Who owns a thing: by its tags, else by the patterns of the teams, else the default team. A tag that names no team
 * is passed over; upper and lower case count only where two teams differ by nothing else.
 */
export function teamOf(
  policy: AlertPolicy,
  tags: Readonly<Record<string, string>> | undefined,
  cluster: string,
  service: string | undefined,
): Ownership {
  for (const key of policy.ownerTags) {
    const value = tags && Object.hasOwn(tags, key) ? tags[key] : undefined;
    const team = value === undefined ? undefined : teamNamed(policy, value);
    if (team) return { team, by: `tag ${key}` };
  }
  for (const team of policy.teams) {
    const pattern = service && team.services.find((candidate) => matchesService(candidate, cluster, service));
    if (pattern) return { team, by: `pattern ${pattern}` };
  }
  const team = policy.teams.find(({ name }) => name === policy.defaultTeam);
  return team ? { team, by: 'default' } : { by: 'nobody' };
}

function teamNamed(policy: AlertPolicy, value: string): Team | undefined {
  const wanted = value.trim();
  return (
    policy.teams.find(({ name }) => name === wanted) ??
    policy.teams.find(({ name }) => name.toLowerCase() === wanted.toLowerCase())
  );
}

/** Whether pagers ring yet. `installedAt` absent: not known, so they ring. */
export function isPagerLive(policy: AlertPolicy, installedAt: Instant | undefined, now: Instant): boolean {
  if (policy.pager.shadowMs === 'always') return false;
  return installedAt === undefined || now >= installedAt + policy.pager.shadowMs;
}
