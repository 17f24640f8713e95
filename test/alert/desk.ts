import { dayCounter } from '../../cli/replay/day-counter.ts';
import { readsFrom } from '../../cli/replay/facts.ts';
import { parseAlertMessage } from '../../lib/alert/events.ts';
import { alert as feature, openIncidents } from '../../lib/alert/feature.ts';
import { noSizes } from '../../cli/replay/not-asked.ts';
import type { AlertReads } from '../../lib/alert/gather.ts';
import { pastIn } from '../../lib/alert/past/read.ts';
import { alertPolicy } from '../../lib/app/config/alert-policy.ts';
import { readConfiguration } from '../../lib/app/config/load.ts';
import { keep } from '../../lib/app/keep.ts';
import type { Alert, ImpactLevel } from '../../lib/core/alert.ts';
import type { Delivery } from '../../lib/core/delivery.ts';
import type { Outcome } from '../../lib/core/outcome.ts';
import type { RecordStore } from '../../lib/core/ports.ts';
import type { Severity } from '../../lib/core/severity.ts';
import { secondMs } from '../../lib/core/time.ts';
import { memoryStore } from '../../sim/memory-store.ts';

export const night = Date.parse('2026-11-20T17:00:00Z');
const account = '123456789012';
const region = 'eu-west-1';

export type Given = {
  readonly at: number;
  readonly startedAt?: number;
  readonly version?: number;
  readonly cluster?: string;
  readonly impact?: ImpactLevel;
  readonly since?: number;
  readonly severity?: Severity;
  readonly status?: Alert['status'];
  readonly zone?: string;
  readonly cause?: string;
  readonly text?: string;
};

const severities: Partial<Record<ImpactLevel, Severity>> = { down: 'critical', degraded: 'error' };

/** The present level of a service, as the health function sends it. */
export function levelOf(name: string, given: Given): Alert {
  const { at, cluster = 'web', status = 'firing', impact = 'none', cause = 'essential_exit', text } = given;
  const severity = status === 'firing' ? (given.severity ?? severities[impact] ?? 'warning') : 'none';
  return {
    kind: 'alert',
    key: `${account}/${region}/${cluster}/service/${name}`,
    version: given.version ?? 1,
    at,
    status,
    subject: { account, region, cluster, kind: 'service', name },
    severity,
    impact: { level: impact, since: given.since ?? at, desired: 3, running: 2, healthy: 2, readAt: at },
    next: { code: 'nothing' },
    causes: [
      {
        id: cause,
        severity: given.severity ?? 'warning',
        certainty: 'certain',
        count: 1,
        firstAt: at,
        lastAt: at,
        ...(text !== undefined && { text, fills: { reason: text } }),
      },
    ],
    startedAt: given.startedAt ?? at,
    pointers: given.zone === undefined ? {} : { availabilityZone: given.zone },
    ...(status !== 'firing' && { endedAt: at }),
  };
}

export type Delivered = Delivery & { readonly at: number };
type Answer = Pick<Outcome, 'result' | 'reason' | 'retryAt'>;

/** The alert function by itself, with a store in memory and channels that note what is brought to them. */
export function openDesk(configuration: string, alarmTopicArn?: string) {
  const read = readConfiguration(configuration);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  const policy = alertPolicy(read.configuration, {
    account,
    region,
    ...(alarmTopicArn !== undefined && { alarmTopicArn }),
  });
  const store = memoryStore();
  const delivered: Delivered[] = [];
  const logged: unknown[] = [];
  let now = night;
  let ids = 0;
  let records: RecordStore = store;
  let answer: (delivery: Delivery) => Answer | undefined = () => undefined;
  let meanwhile: (delivery: Delivery) => Promise<void> = async () => undefined;
  const counter = dayCounter(() => now);
  const reads: AlertReads = {
    enrichment: readsFrom({ services: new Map(), taskDefinitions: new Map() }, () => now).enrichment,
    records: async (keys) => records.load(keys),
    open: async () => store.open('alert', openIncidents),
    past: async (month) => pastIn(store, month),
    sizes: noSizes,
    counts: counter.counts,
    reactions: async () => undefined,
    stopped: async () => undefined,
  };
  const bring = async ({ deliver }: { readonly deliver: Delivery }): Promise<Omit<Outcome, 'kind' | 'action'>> => {
    delivered.push({ ...deliver, at: now });
    await meanwhile(deliver);
    const refusal = answer(deliver);
    const before = deliver.posted ?? { replies: [] };
    if (refusal !== undefined) return { ...refusal, at: now, facts: { posted: before } };
    const posted = {
      channel: 'C',
      id: before.id ?? `${delivered.length}`,
      replies: deliver.replies.map(({ key }) => key),
    };
    return { result: 'done', reason: 'ok', at: now, facts: { posted } };
  };
  const hear = async (...bodies: readonly (Alert | object)[]): Promise<void> => {
    const messages = bodies.map((body, at) => ({ id: `m${at}`, body: JSON.stringify(body) }));
    const world = {
      clock: { now: () => now },
      newId: () => `id${(ids += 1)}`,
      parse: parseAlertMessage,
      policy: async () => policy,
      store: records,
      read: reads,
      act: bring,
      authority: async () => ({ acting: false, reason: 'it acts on nothing' }) as const,
      wakes: { wake: async () => undefined },
      deadLetters: { refuse: async () => undefined },
      log: (...line: readonly unknown[]) => void logged.push(line),
      count: counter.count,
    };
    await keep(messages, feature, world, { worker: `w${(ids += 1)}`, deadline: now + 30 * secondMs });
  };
  return {
    store,
    delivered,
    hear,
    now: () => now,
    /** What another function counts in silence. */
    count: counter.count,
    /** From now on records are read and written through this. */
    through: (change: (store: RecordStore) => RecordStore) => void (records = change(store)),
    /** From now on channels answer so. */
    answering: (change: typeof answer) => void (answer = change),
    /** From now on this happens while something is being brought to a channel. */
    while: (change: typeof meanwhile) => void (meanwhile = change),
    /** Lets time pass: every record is looked at when it is due. */
    advance: async (until: number): Promise<void> => {
      for (;;) {
        const [first] = await store.due('alert', until, 1);
        if (first === undefined) break;
        now = Math.max(now, (await store.load([first])).get(first)?.dueAt ?? now);
        const keys = await store.due('alert', now, 100);
        const before = store.writes();
        await hear({ wake: keys });
        if (store.writes() === before) throw new Error(`${keys.join(', ')}: due, and nothing came of it`);
      }
      now = Math.max(now, until);
    },
    /** What was brought to a type of channel that speaks of this, since then. */
    about: (word: string, { since = 0, type }: { since?: number; type?: string } = {}): readonly Delivered[] =>
      delivered.filter(
        (each) =>
          each.at >= since &&
          (type === undefined || each.destination.type === type) &&
          JSON.stringify([each.incident, each.message, each.replies]).includes(word),
      ),
  };
}

export type Desk = ReturnType<typeof openDesk>;

/** What rings or stands in the channel as a line of its own: a first word, or a reply that it shows as well. */
export function isAloud({ change, posted, replies }: Delivery): boolean {
  const fresh = replies.filter(({ key, broadcast }) => broadcast === true && posted?.replies.includes(key) !== true);
  return posted?.id === undefined || change === 'open' || fresh.length > 0;
}
