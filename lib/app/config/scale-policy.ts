import type { Calendar } from '../../core/calendar/calendar.ts';
import type { Direction } from '../../scale/behavior.ts';
import type { Fallback, ScalePolicy, ServicePolicy, Span } from '../../scale/policy.ts';
import { defaultServicePolicy } from '../../scale/policy.ts';
import type { SpotPolicy } from '../../scale/spot.ts';
import { defaultHealthPolicy } from '../../health/policy.ts';
import { calendarsOf } from './calendars.ts';
import { nodesEntries } from './nodes-policy.ts';
import { protectionOf, sourcesOf } from './scale-sources.ts';
import type { Configuration } from './schema.ts';
import { within } from './within.ts';

type Place = {
  readonly account: string;
  readonly region: string;
  /** The stack's own: in `watch` nothing may act, whatever the file says. */
  readonly mode: 'watch' | 'act';
};

export type ScaleEntry = NonNullable<Configuration['scale']>[string];

/** What the scale feature is told by the configuration and the stack. */
export function scalePolicy(configuration: Configuration, { account, region, mode }: Place): ScalePolicy {
  const calendars = calendarsOf(configuration);
  return {
    stack: { account, region },
    timezone: configuration.timezone ?? 'UTC',
    ignoredClusters: configuration.ignore?.clusters ?? defaultHealthPolicy.ignoredClusters,
    nodes: nodesEntries(configuration, mode),
    ...(configuration.nodes?.total !== undefined && { nodesTotal: configuration.nodes.total }),
    entries: Object.entries(configuration.scale ?? {}).map(([services, entry]) => ({
      services,
      policy: servicePolicyOf(entry, { calendars, mode }),
    })),
  };
}

type Given = { readonly calendars: Readonly<Record<string, Calendar>>; readonly mode: Place['mode'] };

function servicePolicyOf(entry: ScaleEntry, { calendars, mode: stack }: Given): ServicePolicy {
  const { fallback, collapse } = entry;
  const mode = within(stack, entry.mode ?? defaultServicePolicy.mode);
  return {
    ...defaultServicePolicy,
    mode,
    spot: spotOf(entry.spot, mode),
    forecast: within(mode, entry.forecast ?? defaultServicePolicy.forecast),
    tasks: entry.tasks ?? { min: 0, max: Infinity },
    sources: sourcesOf(entry),
    spans: spansOf(entry, calendars),
    behavior: {
      up: directionOf(defaultServicePolicy.behavior.up, entry.up),
      down: directionOf(defaultServicePolicy.behavior.down, entry.down),
    },
    ...(entry.idle !== undefined && { idleMs: entry.idle }),
    ...(entry.protect !== undefined && { protection: protectionOf(entry.protect) }),
    ...(collapse?.share !== undefined && { collapseShare: collapse.share }),
    ...(collapse?.within !== undefined && { collapseMs: collapse.within }),
    ...(fallback !== undefined && { fallback: fallbackOf(fallback) }),
  };
}

function fallbackOf({ after = 3, tasks, how = 'current-if-higher' }: NonNullable<ScaleEntry['fallback']>): Fallback {
  return { afterFailures: after, tasks, behavior: how };
}

function spotOf(written: ScaleEntry['spot'], mode: ServicePolicy['mode']): SpotPolicy {
  const usual = defaultServicePolicy.spot;
  if (written === undefined) return usual;
  const { mode: own = usual.mode, after = usual.afterMs, back = usual.backMs } = written;
  return { mode: within(mode, own), afterMs: after, backMs: back };
}

function directionOf(usual: Direction, written: ScaleEntry['up']): Direction {
  if (written === undefined) return usual;
  const { window, rates, select, tolerance } = written;
  return {
    windowMs: window ?? usual.windowMs,
    policies: rates ?? usual.policies,
    select: select ?? usual.select,
    tolerance: tolerance ?? usual.tolerance,
  };
}

type Written = { readonly during?: string | undefined; readonly outside?: string | undefined; readonly tasks: number };

function spansOf({ floor = [], ceiling = [], sleep }: ScaleEntry, calendars: Given['calendars']): readonly Span[] {
  const asleep = sleep === undefined ? [] : [{ outside: sleep.outside, tasks: 0 }];
  return [
    ...floor.flatMap((each) => spanOf(each, calendars, { least: each.tasks })),
    ...[...ceiling, ...asleep].flatMap((each) => spanOf(each, calendars, { most: each.tasks })),
  ];
}

/** A calendar that nobody has written is a fault of the file, told before; here it says nothing. */
function spanOf(
  { during, outside }: Written,
  calendars: Given['calendars'],
  bound: Pick<Span, 'least' | 'most'>,
): readonly Span[] {
  const name = during ?? outside;
  const calendar = name === undefined ? undefined : calendars[name];
  if (name === undefined || calendar === undefined) return [];
  const when = during === undefined ? 'outside' : 'during';
  return [{ calendar, when, name: `${when} ${name}`, ...bound }];
}
