import { matchesGlob, matchesService } from '../../core/glob.ts';
import type { Instant } from '../../core/time.ts';
import type { Finding } from './fault.ts';
import { nearest } from './nearest.ts';
import { needsOf } from './needs.ts';
import type { Configuration } from './schema.ts';

/** What is known of the account; what is absent is not checked against. */
export type Known = {
  readonly now?: Instant;
  /** Names of clusters. */
  readonly clusters?: readonly string[];
  /** `cluster/service`. */
  readonly services?: readonly string[];
  /** By tag key: on how many services it stands. */
  readonly tagCounts?: Readonly<Record<string, number>>;
  /** Ids of all causes there are. */
  readonly causes?: readonly string[];
  /** Ids of all rules of advice. */
  readonly rules?: readonly string[];
  /** SSM parameters that exist. */
  readonly parameters?: readonly string[];
};

/** What a configuration names and the account does not have. */
export function accountWarnings(configuration: Configuration, known: Known): Finding[] {
  return [
    ...environmentWarnings(configuration, known.clusters),
    ...patternWarnings(configuration, known.services),
    ...tagWarnings(configuration, known.tagCounts),
    ...causeWarnings(configuration, known.causes),
    ...ruleWarnings(configuration, known.rules),
    ...parameterWarnings(configuration, known.parameters),
  ];
}

function environmentWarnings({ environments = {} }: Configuration, clusters: readonly string[] | undefined): Finding[] {
  if (!clusters) return [];
  return Object.entries(environments).flatMap(([name, environment]) =>
    environment.clusters
      .filter((pattern) => !clusters.some((cluster) => matchesGlob(pattern, cluster)))
      .map((pattern) => ({
        path: ['environments', name, 'clusters'],
        problem: `no cluster fits ${pattern}`,
        fix: clusters.length > 0 ? `clusters are ${clusters.join(', ')}` : 'there is no cluster in this region',
      })),
  );
}

function patternWarnings(configuration: Configuration, services: readonly string[] | undefined): Finding[] {
  if (!services) return [];
  const fits = (pattern: string) =>
    services.some((service) => {
      const [cluster = '', name = ''] = service.split('/');
      return matchesService(pattern, cluster, name);
    });
  const teams = Object.entries(configuration.teams ?? {}).flatMap(([name, team]) =>
    (team.services ?? []).map((pattern) => ({ pattern, path: ['teams', name, 'services'] })),
  );
  const sections = (['health', 'scale', 'crashLoops'] as const).flatMap((section) =>
    Object.keys(configuration[section] ?? {}).map((pattern) => ({ pattern, path: [section, pattern] })),
  );
  return [...teams, ...sections]
    .filter(({ pattern }) => !fits(pattern))
    .map(({ pattern, path }) => ({
      path,
      problem: `no service fits ${pattern}`,
      fix: 'correct the pattern, or take it out',
    }));
}

function tagWarnings({ teams, ownerTags }: Configuration, counts: Known['tagCounts']): Finding[] {
  if (!teams || !counts) return [];
  const keys = ownerTags ?? ['Team', 'team', 'Owner', 'owner'];
  if (keys.some((key) => (counts[key] ?? 0) > 0)) return [];
  const problem = `the tag ${keys.join(' or ')} is on 0 services: the default team owns everything`;
  return [
    { path: ['teams'], at: 'key', problem, fix: 'tag the services, or write services: [cluster/service] in the teams' },
  ];
}

function causeWarnings({ routes = [] }: Configuration, causes: readonly string[] | undefined): Finding[] {
  if (!causes) return [];
  return routes.flatMap(({ cause = [] }, at) =>
    cause
      .filter((pattern) => !causes.some((id) => matchesGlob(pattern, id)))
      .map((pattern) => {
        const meant = nearest(pattern, causes);
        const fix = meant ? `did you mean "${meant}"?` : 'take it out: it never fits';
        return { path: ['routes', at, 'cause'], problem: `there is no cause ${pattern}`, fix };
      }),
  );
}

function ruleWarnings({ advice }: Configuration, rules: readonly string[] | undefined): Finding[] {
  if (!rules) return [];
  return (advice?.off ?? []).flatMap(({ rule = [] }, at) =>
    rule
      .filter((pattern) => !rules.some((id) => matchesGlob(pattern, id)))
      .map((pattern) => {
        const meant = nearest(pattern, rules);
        const fix = meant ? `did you mean "${meant}"?` : 'take it out: it never fits';
        return { path: ['advice', 'off', at, 'rule'], problem: `there is no rule ${pattern}`, fix };
      }),
  );
}

function parameterWarnings(configuration: Configuration, parameters: readonly string[] | undefined): Finding[] {
  if (!parameters) return [];
  return needsOf(configuration)
    .parameters.filter(({ name }) => !parameters.includes(name))
    .map(({ name, path }) => ({
      path,
      problem: `the SSM parameter ${name} does not exist`,
      fix: `aws ssm put-parameter --name ${name} --type SecureString --value file:///dev/stdin`,
    }));
}
