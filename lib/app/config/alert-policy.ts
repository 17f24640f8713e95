import type { AlertPolicy, DigestPolicy, Environment, Receiver, Route, RouteMatch } from '../../alert/policy.ts';
import type { FargatePrices } from '../../ecs/fargate-prices.ts';
import { dayMs, hourMs } from '../../core/time.ts';
import { calendarsOf } from './calendars.ts';
import { defaultRoutes, lastRoute } from './default-routes.ts';
import { receiverOf, teamOf } from './destinations.ts';
import type { Stack } from './destinations.ts';
import { officeCalendar, productionName } from './names.ts';
import type { Configuration } from './schema.ts';

const defaultShadowMs = 7 * dayMs;
const defaultRepeatMs = 4 * hourMs;
const defaultDigestMinute = 9 * 60;
export const defaultOwnerTags = ['Team', 'team', 'Owner', 'owner'];

/** What the alert feature is told by the configuration: every default filled in, names turned into addresses. */
export function alertPolicy(configuration: Configuration, stack: Stack): AlertPolicy {
  const receivers = Object.entries(configuration.receivers).map(([name, written]) => receiverOf(name, written, stack));
  const teams = Object.entries(configuration.teams ?? {}).map(([name, written]) => teamOf(name, written, stack));
  const defaultTeam = defaultTeamOf(configuration);
  const environments = environmentsOf(configuration);
  const digest = digestOf(configuration, receivers);
  return {
    stack: { account: stack.account, region: stack.region },
    language: configuration.language ?? 'en',
    timezone: configuration.timezone ?? 'UTC',
    ...(configuration.portal && { portal: configuration.portal }),
    environments,
    production: productionOf(environments, configuration),
    calendars: calendarsOf(configuration),
    office: officeCalendar,
    teams,
    ...(defaultTeam !== undefined && { defaultTeam }),
    ownerTags: configuration.ownerTags ?? defaultOwnerTags,
    receivers,
    ...(stack.alarmTopicArn !== undefined && { alarmTopicArn: stack.alarmTopicArn }),
    routes: routesOf(configuration, receivers),
    pager: { shadowMs: shadowMsOf(configuration, receivers) },
    who: configuration.who ?? 'role',
    ...(digest && { digest }),
    ...(configuration.prices && { prices: pricesOf(configuration.prices, stack) }),
    repeatMs: configuration.repeat ?? defaultRepeatMs,
    redact: configuration.redact ?? [],
    logLinks: configuration.logLinks ?? {},
  };
}

/** The team that says so; the only one, where there is but one. */
function defaultTeamOf({ teams = {} }: Configuration): string | undefined {
  const all = Object.entries(teams);
  return (all.find(([, team]) => team.default) ?? (all.length === 1 ? all[0] : undefined))?.[0];
}

function environmentsOf({ environments = {}, logs = 'tail' }: Configuration): Environment[] {
  return Object.entries(environments).map(([name, written]) => ({
    name,
    production: written.production ?? name === productionName,
    clusters: written.clusters,
    logs: written.logs ?? logs,
  }));
}

function productionOf(environments: readonly Environment[], { logs = 'tail' }: Configuration): Environment {
  const written = environments.find(({ name }) => name === productionName);
  return written ?? { name: productionName, production: true, clusters: [], logs };
}

/** A last route that takes everything stands below those written, however they end. */
function routesOf({ routes }: Configuration, receivers: readonly Receiver[]): Route[] {
  if (!routes) return defaultRoutes(receivers);
  const written = routes.map((route, at): Route => ({
    id: `routes[${at}]`,
    match: matchOf(route),
    to: route.to,
    forMs: route.for ?? 0,
    ...(route.during !== undefined && { during: route.during }),
    ...(route.escalate && { escalate: { afterMs: route.escalate.after, to: route.escalate.to } }),
    continue: route.continue ?? false,
  }));
  return [...written, lastRoute(receivers)];
}

function matchOf(route: NonNullable<Configuration['routes']>[number]): RouteMatch {
  const { impact, severity, env, team, cluster, service, family, cause } = route;
  return {
    ...(impact && { impact }),
    ...(severity && { severity }),
    ...(env && { env }),
    ...(team && { team }),
    ...(cluster && { cluster }),
    ...(service && { service }),
    ...(family && { family }),
    ...(cause && { cause }),
  };
}

/** A week in the shadow, unless the file says otherwise, or nobody would hear of anything. */
function shadowMsOf({ pager }: Configuration, receivers: readonly Receiver[]): number | 'always' {
  if (pager === 'shadow') return 'always';
  if (pager === 'live') return 0;
  return receivers.every(({ destination }) => destination.type === 'pagerduty') ? 0 : defaultShadowMs;
}

function digestOf({ digest }: Configuration, receivers: readonly Receiver[]): DigestPolicy | undefined {
  if (digest === 'none') return undefined;
  const written = typeof digest === 'object' ? digest : { at: digest };
  const to = written.to ?? lastRoute(receivers).to.filter((name) => !isPager(receivers, name));
  if (to.length === 0) return undefined;
  return {
    minute: written.at ?? defaultDigestMinute,
    during: written.during ?? officeCalendar,
    to,
    ...(written.team !== undefined && { team: written.team }),
  };
}

function pricesOf(written: NonNullable<Configuration['prices']>, { region }: Stack): FargatePrices {
  const { vcpuHour: perVcpuHour, gbHour: perGbHour, currency = 'USD', asOf, source } = written;
  return { region, currency, perVcpuHour, perGbHour, asOf, source };
}

function isPager(receivers: readonly Receiver[], wanted: string): boolean {
  return receivers.some(({ name, destination }) => name === wanted && destination.type === 'pagerduty');
}
