import type { Calendar } from '../../core/calendar/calendar.ts';
import type { Direction } from '../../scale/behavior.ts';
import type { ScalePolicy, ServicePolicy, Span } from '../../scale/policy.ts';
import { defaultServicePolicy } from '../../scale/policy.ts';
import { defaultHealthPolicy } from '../../health/policy.ts';
import { calendarsOf } from './calendars.ts';
import { nodesEntries } from './nodes-policy.ts';
import { sourcesOf } from './scale-sources.ts';
import type { Configuration } from './schema.ts';

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
    entries: Object.entries(configuration.scale ?? {}).map(([services, entry]) => ({
      services,
      policy: servicePolicyOf(entry, { calendars, mode }),
    })),
  };
}

type Given = { readonly calendars: Readonly<Record<string, Calendar>>; readonly mode: Place['mode'] };

function servicePolicyOf(entry: ScaleEntry, { calendars, mode }: Given): ServicePolicy {
  const { fallback, collapse } = entry;
  return {
    ...defaultServicePolicy,
    mode: entry.mode === 'act' && mode === 'watch' ? 'observe' : (entry.mode ?? defaultServicePolicy.mode),
    tasks: entry.tasks ?? { min: 0, max: Infinity },
    sources: sourcesOf(entry),
    spans: spansOf(entry, calendars),
    behavior: {
      up: directionOf(defaultServicePolicy.behavior.up, entry.up),
      down: directionOf(defaultServicePolicy.behavior.down, entry.down),
    },
    ...(entry.idle !== undefined && { idleMs: entry.idle }),
    ...(collapse?.share !== undefined && { collapseShare: collapse.share }),
    ...(collapse?.within !== undefined && { collapseMs: collapse.within }),
    ...(fallback !== undefined && {
      fallback: {
        afterFailures: fallback.after ?? 3,
        tasks: fallback.tasks,
        behavior: fallback.how ?? 'current-if-higher',
      },
    }),
  };
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
