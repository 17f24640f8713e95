import type { AlertTarget } from '../../lib/alert/incident/draft.ts';
import type { AlertPolicy } from '../../lib/alert/policy.ts';
import type { AlertState } from '../../lib/alert/state.ts';
import { plainLine } from '../../lib/channels/plain.ts';
import type { Alert } from '../../lib/core/alert.ts';
import type { Delivery } from '../../lib/core/delivery.ts';
import type { Fault } from '../../lib/core/event.ts';
import type { Act, Log } from '../../lib/core/ports.ts';
import { isoTime } from '../../lib/core/time.ts';
import type { Diagnosis } from '../../lib/ecs/stops/diagnosis.ts';
import type { HealthPolicy } from '../../lib/health/policy.ts';
import { memoryStore } from '../../sim/memory-store.ts';
import { Engine } from './engine.ts';
import type { ReplayFacts } from './facts.ts';
import { eventLine } from './event-line.ts';
import { readsFrom } from './facts.ts';
import type { PlacedEvent } from './order.ts';
import type { Posts } from './posts.ts';

/** What a replay says of one event of its input. */
export type EventLine = Extract<ReplayLine, { type: 'event' }>;

type EventDiagnosis = Pick<Diagnosis, 'cause' | 'failure' | 'severity' | 'certainty'> &
  Partial<Record<'culprit', string> & Record<'exitCode', number>>;

/** What a replay says: one per event, one per decision, one per change that would be told. */
export type ReplayLine =
  | {
      readonly type: 'event';
      readonly eventId: string;
      readonly kind: string;
      readonly ignored?: string;
      readonly fault?: Fault;
      readonly diagnosis?: EventDiagnosis;
    }
  | {
      readonly type: 'decision';
      readonly eventIds: readonly string[];
      readonly feature: string;
      readonly record: string;
      readonly at: string;
      readonly reason: string;
      readonly actions: readonly string[];
    }
  | AlertLine;

export type AlertLine = {
  readonly type: 'alert';
  readonly key: string;
  readonly status: Alert['status'];
  readonly impact: Alert['impact']['level'];
  readonly severity: string;
  readonly causes: readonly {
    readonly id: string;
    readonly count: number;
    readonly container?: string;
    readonly exitCode?: number;
  }[];
  readonly subject: Alert['subject'];
  readonly title: string;
  readonly next: string;
  readonly remedy: string;
  readonly at: string;
  readonly change: string;
  readonly receivers: readonly string[];
  readonly final?: true;
};

export type Replay = {
  readonly policies: { readonly health: HealthPolicy; readonly alert: AlertPolicy };
  readonly facts: ReplayFacts;
  /** The functions beside health and alert. */
  readonly others?: Posts;
  readonly settleMs: number;
  readonly say: (line: Exclude<ReplayLine, EventLine>) => void;
  /** An event is gone through: `index` is its place in the input, which may be another than that in time. */
  readonly heard: (line: EventLine, index: number) => void;
  /** Every delivery as it would be made, for a preview. */
  readonly show?: (delivery: Delivery, at: number) => void;
};

/** Runs events through all features in memory, in this order. Returns whether one of them was malformed. */
export async function replay(events: readonly PlacedEvent[], how: Replay): Promise<{ readonly malformed: boolean }> {
  const start = events.find((event) => event.at !== undefined)?.at ?? 0;
  const store = memoryStore();
  const told = tellings(how, async (key) => (await store.load([key])).get(key)?.state as AlertState | undefined);
  const clock = { now: (): number => engine.now() };
  const reads = readsFrom(how.facts, clock.now);
  const engine = new Engine(
    {
      store,
      policies: how.policies,
      reads: { health: reads.health, alert: { enrichment: reads.enrichment, reactions: async () => undefined } },
      deliver: told.deliver(clock.now),
      posts: how.others?.posts ?? [],
      log: decisionLog(how.say, clock.now),
      refused: () => {},
    },
    start,
  );
  let malformed = false;
  for (const event of events) {
    await engine.advance(event.at ?? engine.now());
    const line = eventLine(event);
    malformed ||= line.fault !== undefined;
    how.heard(line, event.index);
    how.others?.note(event.body);
    await engine.hear([event.body]);
    told.flush();
  }
  await engine.advance(engine.now() + how.settleMs);
  told.flush();
  return { malformed };
}

/** The log line of a decision is where a replay learns of it. */
function decisionLog(say: Replay['say'], now: () => number): Log {
  return (_, message, fields) => {
    if (fields === undefined || !('actions' in fields)) return;
    const { events, feature, record, actions } = fields;
    say({
      type: 'decision',
      eventIds: textsOf(events),
      feature: String(feature),
      record: String(record),
      at: isoTime(now()),
      reason: message,
      actions: textsOf(actions),
    });
  };
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

/** Collects deliveries: the same change brought to several receivers is one line. */
function tellings(
  how: Replay,
  stateOf: (key: string) => Promise<AlertState | undefined>,
): {
  readonly deliver: (now: () => number) => Act<AlertTarget>;
  readonly flush: () => void;
} {
  let waiting: { line: AlertLine; name: string }[] = [];
  const flush = (): void => {
    for (const { line } of waiting) how.say(line);
    waiting = [];
  };
  return {
    flush,
    deliver:
      (now) =>
      async ({ deliver }, { record }) => {
        const at = now();
        const state = await stateOf(record);
        how.show?.(deliver, at);
        if (state?.kind === 'incident') {
          const line = alertLine(state.alert, deliver, at);
          const name = JSON.stringify([line.key, line.at, line.change, line.status]);
          const same = waiting.find((each) => each.name === name);
          if (same === undefined) {
            if (waiting.some((each) => each.line.at !== line.at)) flush();
            waiting.push({ line, name });
          } else same.line = { ...same.line, receivers: [...same.line.receivers, deliver.receiver] };
        }
        const replies = [...(deliver.posted?.replies ?? []), ...deliver.replies.map((reply) => reply.key)];
        const posted = { channel: 'replay', id: deliver.posted?.id ?? `${at}`, replies: [...new Set(replies)] };
        return { result: 'done', reason: 'told', at, facts: { posted } };
      },
  };
}

function alertLine(alert: Alert, { message, change, receiver }: Delivery, at: number): AlertLine {
  return {
    type: 'alert',
    key: alert.key,
    status: alert.status,
    impact: alert.impact.level,
    severity: message.severity,
    causes: alert.causes.map(({ id, count, container, exitCode }) => ({
      id,
      count,
      ...(container !== undefined && { container }),
      ...(exitCode !== undefined && { exitCode }),
    })),
    subject: alert.subject,
    title: plainLine(message.title),
    next: plainLine(message.next),
    remedy: (message.do ?? []).map((line) => plainLine(line)).join('\n'),
    at: isoTime(at),
    change,
    receivers: [receiver],
    ...(alert.status !== 'firing' && { final: true as const }),
  };
}
