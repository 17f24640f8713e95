import type { Instant } from '../../lib/core/time.ts';
import type { Fault, Faults } from './faults.ts';
import { newFaults } from './faults.ts';
import type { Answer, Service } from './server.ts';
import { listen } from './server.ts';

/** An alert as PagerDuty holds it: triggers with its key join it until it is resolved. */
type PagerDutyAlert = {
  readonly dedupKey: string;
  status: 'triggered' | 'resolved';
  severity: string;
  summary: string;
  triggers: number;
  readonly openedAt: Instant;
};

type PagerDutyState = {
  readonly events: Readonly<Record<string, unknown>>[];
  readonly alerts: PagerDutyAlert[];
  /** Valid routing keys; empty: every one of 32 characters. */
  readonly routingKeys: Set<string>;
};

export type PagerDuty = { readonly state: PagerDutyState; readonly faults: Faults; readonly service: Service };

export type PagerDutyServer = PagerDuty & {
  readonly url: string;
  readonly close: () => Promise<void>;
};

/** PagerDuty's Events API v2, with its checks and its way of joining events. */
export function pagerDuty(now: () => Instant): PagerDuty {
  const state: PagerDutyState = { events: [], alerts: [], routingKeys: new Set() };
  const service = {
    name: () => 'enqueue',
    carryOut: ({ body }: { readonly body: string }) => enqueue(state, JSON.parse(body), now()),
    faulty: ({ status = 500, retryAfterS }: Fault): Answer => ({
      status,
      body: '{"status":"error"}',
      headers: retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) },
    }),
  };
  return { state, faults: newFaults(), service };
}

/** PagerDuty behind an address of this machine. */
export async function startPagerDutyServer({
  port,
  now,
}: {
  readonly port?: number;
  readonly now: () => Instant;
}): Promise<PagerDutyServer> {
  const duty = pagerDuty(now);
  const { url, close } = await listen(duty.service, duty.faults, port);
  return { ...duty, url: `${url}/v2/enqueue`, close };
}

function enqueue(state: PagerDutyState, event: Readonly<Record<string, unknown>>, now: Instant): Answer {
  const errors = faultsOf(state, event);
  if (errors.length > 0) return { status: 400, body: JSON.stringify({ status: 'invalid event', errors }) };
  state.events.push(event);
  join(state, event, now);
  return { status: 202, body: JSON.stringify({ status: 'success', dedup_key: event['dedup_key'] }) };
}

function join(state: PagerDutyState, event: Readonly<Record<string, unknown>>, now: Instant): void {
  const dedupKey = String(event['dedup_key']);
  const open = state.alerts.find((alert) => alert.dedupKey === dedupKey && alert.status === 'triggered');
  const { severity, summary } = objectOf(event['payload']);
  if (event['event_action'] === 'resolve') {
    if (open !== undefined) open.status = 'resolved';
  } else if (open === undefined) {
    const words = { severity: String(severity), summary: String(summary) };
    state.alerts.push({ dedupKey, status: 'triggered', ...words, triggers: 1, openedAt: now });
  } else {
    open.triggers += 1;
    open.severity = String(severity);
    open.summary = String(summary);
  }
}

/** https://developer.pagerduty.com/docs/events-api-v2/trigger-events */
function faultsOf(state: PagerDutyState, event: Readonly<Record<string, unknown>>): readonly string[] {
  const key = event['routing_key'];
  const known = state.routingKeys.size === 0 ? String(key).length === 32 : state.routingKeys.has(String(key));
  const action = event['event_action'];
  const { summary, source, severity } = objectOf(event['payload']);
  const checks: readonly (readonly [boolean, string])[] = [
    [known, 'Invalid routing key'],
    [action === 'trigger' || action === 'resolve' || action === 'acknowledge', 'event_action is invalid'],
    [isText(event['dedup_key']) && event['dedup_key'].length <= 255, 'dedup_key is missing or too long'],
    [action !== 'trigger' || (isText(summary) && summary.length <= 1024), 'payload.summary is missing or too long'],
    [action !== 'trigger' || isText(source), 'payload.source is missing'],
    [action !== 'trigger' || /^(critical|error|warning|info)$/.test(String(severity)), 'payload.severity is invalid'],
    [JSON.stringify(event).length <= 524_288, 'the event is larger than 512 KB'],
  ];
  return checks.filter(([holds]) => !holds).map(([, fault]) => fault);
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0;
}
