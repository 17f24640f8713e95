import { stringify } from 'yaml';
import { hookMark } from '../../lib/app/config/drain-policy.ts';
import { defaultOwnerTags } from '../../lib/app/config/alert-policy.ts';
import { oneLine } from '../../lib/channels/untrusted.ts';
import type { Language } from '../../lib/core/language.ts';
import { ownerOf } from '../../lib/ecs/draining/hook-owner.ts';
import type { InstanceGroup } from '../../lib/core/group-reads.ts';
import type { SeenService } from '../look/reads.ts';
import type { Starter } from '../look/starters.ts';
import type { Watcher } from '../look/watchers.ts';
import { environmentsOf, productionOf } from './environments.ts';

/** What was found of an account, as far as a configuration says something of it. */
export type Found = {
  readonly region: string;
  readonly clusters: readonly string[];
  readonly services: readonly SeenService[];
  readonly groups: readonly InstanceGroup[];
  readonly watchers: readonly Watcher[];
  readonly starters: readonly Starter[];
  readonly timezone: string;
  readonly language: Language;
};

/** Stands where nobody but the reader knows what belongs there; `check` says what it is and where to find it. */
export const placeholder = 'FILL-IN';

type FoundTeam = { readonly name: string; readonly services: number };

/** The values of the first owner tag a service has, the largest team first. */
export function teamsOf(services: readonly SeenService[]): readonly FoundTeam[] {
  const owners = services.flatMap(({ service: { tags } }) => {
    const key = defaultOwnerTags.find((each) => (tags[each] ?? '').trim() !== '');
    return key === undefined ? [] : [(tags[key] ?? '').trim()];
  });
  const counted = [...Map.groupBy(owners, (name) => name)].map(([name, all]) => ({ name, services: all.length }));
  return counted.toSorted((a, b) => b.services - a.services || (a.name < b.name ? -1 : 1));
}

/** The file: short, with the reason beside each line. */
export function written(found: Found): string {
  return [
    '# yaml-language-server: $schema=./watchkeeper.schema.json',
    `# From ${count(found.clusters.length, 'cluster')} and ${count(found.services.length, 'service')} in ${found.region}. Fill in where it says ${placeholder}, then: npx watchkeeper check`,
    ...(found.language === 'en' ? [] : [`language: ${found.language}`]),
    `timezone: ${scalar(found.timezone)}`,
    ...environmentLines(found),
    ...teamLines(found),
    ...receiverLines(found),
    ...drainLines(found),
    ...jobLines(found),
    '',
  ].join('\n');
}

function environmentLines({ clusters }: Found): string[] {
  const environments = environmentsOf(clusters);
  const production = productionOf(clusters);
  const rest = production.length === 0 ? 'no cluster now' : some(production);
  if (environments.length === 0) return ['', `# environments: none is told by its name, so all is prod: ${rest}`];
  return [
    '',
    `environments:  # at most warnings, nobody is paged; what matches none is prod: ${rest}`,
    ...environments.map(
      ({ name, patterns, clusters: own }) =>
        `  ${name}: { clusters: [${patterns.map(scalar).join(', ')}] }  # ${some(own)}`,
    ),
  ];
}

function teamLines({ services }: Found): string[] {
  const teams = teamsOf(services);
  if (teams.length === 0)
    return [
      '',
      `# teams: no service has one of the tags ${defaultOwnerTags.join(', ')}; with them, each team gets its own`,
    ];
  return [
    '',
    'teams:  # by the tag on the service; give each its channel: { slack: C… }, and let receivers.team be "{team}"',
    ...teams.map(({ name, services: owned }, at) => {
      const isDefault = at === 0;
      const note = `${count(owned, 'service')}${isDefault ? ', and whatever has no tag' : ''}`;
      return `  ${scalar(name)}: ${isDefault ? '{ default: true }' : '{}'}  # ${note}`;
    }),
  ];
}

function receiverLines({ watchers }: Found): string[] {
  const told = watchers.flatMap(({ tells }) => tells);
  const topics = new Map(
    told.flatMap((each) => {
      const name = /^sns (\S+)/.exec(each)?.[1];
      return name === undefined ? [] : [[name, each.includes('Amazon Q') ? 'amazonQ' : 'sns'] as const];
    }),
  );
  return [
    '',
    'receivers:',
    `  team: { slack: ${placeholder} }  # or slackWebhook, amazonQ, sns, pagerduty, webhook`,
    ...[...topics].slice(0, 3).map(([topic, type]) => {
      return `  # ${scalar(topic)}: { ${type}: ${scalar(topic)} }  # your alarms and rules go there already`;
    }),
    '  # pager: { pagerduty: /watchkeeper/pagerduty-key }  # rings for what is down or stays degraded; silent for a week first',
  ];
}

function drainLines({ groups }: Found): string[] {
  if (groups.length === 0) return [];
  const hooked = groups.filter(({ hooks }) => hooks.some((hook) => ownerOf(hook, hookMark) !== 'foreign'));
  const bare = groups.filter((group) => !hooked.includes(group));
  return [
    '',
    hooked.length === 0
      ? '# drain: no Auto Scaling group has a hook that drains; a snippet: npx watchkeeper hooks --print'
      : 'drain:',
    ...hooked.map(({ name, isManaged, hooks }) => {
      const names = hooks.map((hook) => hook.name).join(', ');
      const why = isManaged
        ? 'ECS drains it itself; this says why it is stuck'
        : `hook ${names}; act, with Mode=act, completes it`;
      return `  ${scalar(name)}: { mode: observe }  # ${oneLine(why)}`;
    }),
    ...(bare.length === 0 || hooked.length === 0
      ? []
      : [`  # without a hook: ${some(bare.map(({ name }) => name))} (npx watchkeeper hooks --print)`]),
  ];
}

function jobLines({ starters }: Found): string[] {
  if (starters.length === 0) return [];
  const off = starters.filter(({ isOff }) => isOff).map(({ name }) => name);
  return [
    '',
    `# jobs: ${count(starters.length, 'schedule')} start${starters.length === 1 ? 's' : ''} tasks: ${some(starters.map(({ name }) => name))}${off.length === 0 ? '' : `; disabled: ${some(off)}`}`,
  ];
}

const mostNames = 5;

function some(names: readonly string[]): string {
  const more = names.length - mostNames;
  return `${names
    .slice(0, mostNames)
    .map((name) => oneLine(name))
    .join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function count(amount: number, what: string): string {
  return `${amount} ${what}${amount === 1 ? '' : 's'}`;
}

/** A value as YAML writes it on one line, also where it looks like something else (`on`, `1`, `*-stg`). */
function scalar(value: string): string {
  return stringify(oneLine(value), { lineWidth: 0 }).trim();
}
