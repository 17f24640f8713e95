import type { AlertPolicy, Route } from '../../lib/alert/policy.ts';
import { alertPolicy } from '../../lib/app/config/alert-policy.ts';
import { defaultTokenParameter } from '../../lib/app/config/destinations.ts';
import { needsOf } from '../../lib/app/config/needs.ts';
import type { Configuration } from '../../lib/app/config/schema.ts';
import { receiverTypes } from '../../lib/app/config/schema/receivers.ts';
import type { ReceiverType } from '../../lib/app/config/schema/receivers.ts';
import { present } from '../../lib/core/present.ts';
import { durationWords } from '../time.ts';

/** What a configuration comes to, every default filled in, in plain words. */
export type Summary = {
  readonly basics: {
    readonly language: string;
    readonly timezone: string;
    readonly pager: string;
    readonly digest: string;
    /** Only where something is written. */
    readonly prices?: string;
    readonly advice?: string;
  };
  readonly receivers: readonly { readonly name: string; readonly reaches: string }[];
  readonly routes: readonly {
    readonly id: string;
    readonly when: string;
    readonly to: readonly string[];
    readonly how: readonly string[];
  }[];
  readonly environments: readonly {
    readonly name: string;
    readonly clusters: readonly string[];
    readonly production: boolean;
  }[];
  readonly teams: readonly { readonly name: string; readonly addresses: string; readonly default: boolean }[];
  readonly needs: readonly {
    readonly kind: 'parameter' | 'topic';
    readonly name: string;
    readonly for: readonly string[];
  }[];
};

/** Where the topics are does not matter for what is shown: they are shown as they were written. */
const anyStack = { account: '', region: '' };

export function summaryOf(configuration: Configuration): Summary {
  const policy = alertPolicy(configuration, anyStack);
  const { shadowMs } = policy.pager;
  return {
    basics: {
      language: policy.language,
      timezone: policy.timezone,
      pager: pagerWords(shadowMs),
      digest: policy.digest ? `${clockText(policy.digest.minute)} to ${policy.digest.to.join(', ')}` : 'none',
      ...present({ prices: pricesWords(policy), advice: adviceWords(configuration) }),
    },
    receivers: Object.entries(configuration.receivers).map(([name, written]) => ({ name, reaches: reachOf(written) })),
    routes: reached(policy).map(routeWords),
    environments: [
      ...policy.environments.map(({ name, clusters, production }) => ({ name, clusters, production })),
      ...(policy.environments.some(({ name }) => name === policy.production.name)
        ? []
        : [{ name: policy.production.name, clusters: [], production: true }]),
    ],
    teams: Object.entries(configuration.teams ?? {}).map(([name, written]) => ({
      name,
      addresses: addressesOf(written),
      default: name === policy.defaultTeam,
    })),
    needs: needWords(configuration),
  };
}

function pricesWords({ prices }: AlertPolicy): string | undefined {
  if (prices === undefined) return undefined;
  const { currency, perVcpuHour, perGbHour, asOf, source } = prices;
  return `Fargate ${perVcpuHour} ${currency} a vCPU and hour, ${perGbHour} a GB, as of ${asOf} (${source})`;
}

function adviceWords({ advice }: Configuration): string | undefined {
  const off = advice?.off?.length ?? 0;
  if (off === 0) return undefined;
  return off === 1 ? '1 entry turns rules off' : `${off} entries turn rules off`;
}

function pagerWords(shadowMs: number | 'always'): string {
  if (shadowMs === 'always') return 'shadow: pages nobody, the digest lists what would have';
  return shadowMs === 0 ? 'live' : `shadow for ${durationWords(shadowMs)} after the installation, then live`;
}

const typeNames: Readonly<Record<ReceiverType, string>> = {
  slack: 'Slack',
  slackWebhook: 'Slack webhook in',
  amazonQ: 'Amazon Q topic',
  sns: 'SNS topic',
  pagerduty: 'PagerDuty, key in',
  webhook: 'webhook in',
};

type Addresses = { readonly [Name in ReceiverType | 'mention' | 'token' | 'secret']?: string | undefined };

function reachOf(written: Addresses): string {
  const { mention, token, secret } = written;
  const more = [
    ...(written.slack === undefined ? [] : [`token in ${token ?? defaultTokenParameter}`]),
    ...(secret === undefined ? [] : [`signed with ${secret}`]),
    ...(mention === undefined ? [] : [`mentions ${mention}`]),
  ];
  const places = placesOf(written).map(({ type, address }) =>
    address === '{team}'
      ? `${typeNames[type].replace(/,? (key )?in$/, '')} of the owning team`
      : `${typeNames[type]} ${address}`,
  );
  return [...places, ...more].join(', ');
}

function addressesOf(written: Addresses): string {
  const places = placesOf(written).map(({ type, address }) => `${typeNames[type]} ${address}`);
  return [...places, ...(written.mention === undefined ? [] : [`mentions ${written.mention}`])].join(', ');
}

function placesOf(written: Addresses): { readonly type: ReceiverType; readonly address: string }[] {
  return receiverTypes.flatMap((type) => {
    const address = written[type];
    return address === undefined ? [] : [{ type, address }];
  });
}

/** Without the built-in last route where a written one takes everything, for everybody, at any time. */
function reached({ routes, receivers }: AlertPolicy): readonly Route[] {
  const isPager = (wanted: string): boolean =>
    receivers.some(({ name, destination }) => name === wanted && destination.type === 'pagerduty');
  const takesAll = ({ id, match, forMs, during, continue: goesOn, to }: Route): boolean =>
    id.startsWith('routes[') &&
    Object.keys(match).length === 0 &&
    forMs === 0 &&
    during === undefined &&
    !goesOn &&
    !to.every(isPager);
  return routes.some(takesAll) ? routes.filter(({ id }) => id.startsWith('routes[')) : routes;
}

function routeWords({ id, match, to, forMs, during, escalate, continue: goesOn }: Route): Summary['routes'][number] {
  const asked = Object.entries(match).map(([key, values]) => `${key} ${values.join(' or ')}`);
  return {
    id,
    when: asked.join(', ') || 'everything',
    to,
    how: [
      ...(forMs > 0 ? [`once it has been so for ${durationWords(forMs)}`] : []),
      ...(during === undefined ? [] : [`held outside ${during}`]),
      ...(escalate ? [`${escalate.to.join(', ')} too after ${durationWords(escalate.afterMs)} without an ack`] : []),
      ...(goesOn ? ['and goes on to the next'] : []),
    ],
  };
}

function needWords(configuration: Configuration): Summary['needs'] {
  const { parameters, topics } = needsOf(configuration);
  const grouped = (kind: 'parameter' | 'topic', needs: typeof parameters) =>
    [...Map.groupBy(needs, ({ name }) => name)].map(([name, uses]) => ({
      kind,
      name,
      for: [...new Set(uses.map(({ path }) => path.slice(0, 2).join('.')))],
    }));
  return [...grouped('parameter', parameters), ...grouped('topic', topics)];
}

function clockText(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
}
