import type { AdviceFound } from '../core/advice-found.ts';
import type { Alert } from '../core/alert.ts';
import { alertStatuses } from '../core/alert.ts';
import type { Parsed } from '../core/event.ts';
import { ownSource } from '../core/event.ts';
import { subjectKinds } from '../core/subject.ts';
import type { Instant } from '../core/time.ts';
import { isObject } from '../core/json.ts';

/** What people ask of the alerts, from the command line, a chat reaction or a button. `id` tells one request from its repeat. */
type Request = { readonly id: string; readonly at: Instant; readonly region: string; readonly by: string };

/** `target`: an incident id (`INC-7F2C`), a subject key, or a pattern `cluster/name` with `*`. */
export type MuteRequested = Request & {
  readonly kind: 'mute';
  readonly target: string;
  readonly until: Instant;
  readonly why: string;
};

export type UnmuteRequested = Request & { readonly kind: 'unmute'; readonly target: string };

/** Somebody has taken an incident: nothing escalates. `key` is the incident key. */
type Acknowledged = Request & { readonly kind: 'acknowledge'; readonly key: string };

export type AlertEvent = Alert | AdviceFound | MuteRequested | UnmuteRequested | Acknowledged;

/** The detail-types of requests, which are our own events. */
const requests: Readonly<Record<string, 'mute' | 'unmute' | 'acknowledge'>> = {
  'Mute Requested': 'mute',
  'Unmute Requested': 'unmute',
  Acknowledged: 'acknowledge',
};

/** A message of the alerts queue (an `Alert`), or one of our own events as EventBridge wraps it. */
export function parseAlertMessage(body: string): Parsed<AlertEvent> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { fault: { path: '$', problem: 'is not JSON' } };
  }
  if (!isObject(value)) return { fault: { path: '$', problem: 'expected an object' } };
  if (value['kind'] === 'alert') return readAlert(value);
  if (value['kind'] === 'advice') return readAdvice(value);
  return readRequest(value);
}

/** What was found of a service, for the weekly digest. */
function readAdvice(value: Readonly<Record<string, unknown>>): Parsed<AlertEvent> {
  const wrong = ['id', 'region', 'cluster', 'service'].find((name) => typeof value[name] !== 'string');
  if (wrong !== undefined) return { fault: { path: wrong, problem: 'is missing or of another type' } };
  if (!Array.isArray(value['findings'])) return { fault: { path: 'findings', problem: 'expected a list' } };
  return { event: value as unknown as AdviceFound };
}

/** We wrote it ourselves: what routing and telling stand on is checked, the rest is taken as it is. */
function readAlert(value: Readonly<Record<string, unknown>>): Parsed<AlertEvent> {
  const subject = value['subject'];
  const checks: readonly (readonly [string, boolean])[] = [
    ['key', typeof value['key'] === 'string' && value['key'] !== ''],
    ['version', typeof value['version'] === 'number'],
    ['startedAt', typeof value['startedAt'] === 'number'],
    ['at', typeof value['at'] === 'number'],
    ['status', alertStatuses.some((status) => status === value['status'])],
    ['severity', typeof value['severity'] === 'string'],
    ['impact.level', isObject(value['impact']) && typeof value['impact']['level'] === 'string'],
    ['next.code', isObject(value['next']) && typeof value['next']['code'] === 'string'],
    ['subject.kind', isObject(subject) && subjectKinds.some((kind) => kind === subject['kind'])],
    ['subject.name', isObject(subject) && typeof subject['name'] === 'string'],
    ['causes', Array.isArray(value['causes'])],
    ['pointers', isObject(value['pointers'])],
  ];
  const wrong = checks.find(([, holds]) => !holds);
  if (wrong !== undefined) return { fault: { path: wrong[0], problem: 'is missing or of another type' } };
  return { event: value as unknown as Alert };
}

function readRequest(value: Readonly<Record<string, unknown>>): Parsed<AlertEvent> {
  const { source, detail } = value;
  const detailType = value['detail-type'];
  if (typeof source !== 'string') return { fault: { path: 'source', problem: 'is missing' } };
  const kind = typeof detailType === 'string' && source === ownSource ? requests[detailType] : undefined;
  if (kind === undefined) return { ignored: `not an alert: "${String(detailType)}" of ${source}` };
  if (!isObject(detail)) return { fault: { path: 'detail', problem: 'is missing' } };
  const request = requestOf(value, detail);
  if (request === undefined) return { fault: { path: '$', problem: 'id, region and time are needed' } };
  return readDetail(kind, request, detail);
}

function requestOf(
  value: Readonly<Record<string, unknown>>,
  detail: Readonly<Record<string, unknown>>,
): Request | undefined {
  const { id, time, region } = value;
  const at = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  if (typeof id !== 'string' || typeof region !== 'string' || Number.isNaN(at)) return undefined;
  return { id, at, region, by: textOf(detail, 'by') ?? 'somebody' };
}

function readDetail(
  kind: 'mute' | 'unmute' | 'acknowledge',
  request: Request,
  detail: Readonly<Record<string, unknown>>,
): Parsed<AlertEvent> {
  const named = kind === 'acknowledge' ? 'key' : 'target';
  const name = textOf(detail, named);
  if (name === undefined) return { fault: { path: `detail.${named}`, problem: 'is missing' } };
  if (kind === 'acknowledge') return { event: { ...request, kind, key: name } };
  if (kind === 'unmute') return { event: { ...request, kind, target: name } };
  const until = detail['until'];
  if (typeof until !== 'number') return { fault: { path: 'detail.until', problem: 'a mute needs an end' } };
  return { event: { ...request, kind, target: name, until, why: textOf(detail, 'why') ?? '' } };
}

function textOf(fields: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = fields[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
