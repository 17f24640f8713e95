import type { GetLogEventsRequest, GetLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs';
import { Refusal } from '../account/refusal.ts';
import type { LogLine } from '../account/surroundings.ts';

/** At most 10,000 events in an answer (API_GetLogEvents). */
const mostEvents = 10_000;

type Window = { readonly start: number; readonly end: number };
type How = { readonly ingestedAfterMs: number; readonly emptyFirst: () => boolean };

/**
 * A window over a stream, with a token for each direction. Without a token it is the newest events, or the oldest with
 * `startFromHead`. A token that comes back unchanged is the end of the stream (API_GetLogEvents), and an answer may be
 * empty although there is more behind its token.
 */
export function logWindow(lines: readonly LogLine[], input: GetLogEventsRequest, how: How): GetLogEventsResponse {
  const { limit = mostEvents, startFromHead = false, nextToken } = input;
  if (limit < 1 || limit > mostEvents) {
    throw new Refusal('InvalidParameterException', `limit must be between 1 and ${mostEvents}.`);
  }
  const window = windowOf(lines.length, limit, { startFromHead, nextToken });
  if (nextToken === undefined && how.emptyFirst()) {
    const at = startFromHead ? window.start : window.end;
    return { events: [], nextForwardToken: `f/${at}`, nextBackwardToken: `b/${at}` };
  }
  return {
    events: lines.slice(window.start, window.end).map(({ at, text }) => ({
      timestamp: at,
      message: text,
      ingestionTime: at + how.ingestedAfterMs,
    })),
    nextForwardToken: `f/${window.end}`,
    nextBackwardToken: `b/${window.start}`,
  };
}

type Asked = { readonly startFromHead: boolean; readonly nextToken: string | undefined };

function windowOf(length: number, limit: number, { startFromHead, nextToken }: Asked): Window {
  if (nextToken === undefined) {
    return startFromHead
      ? { start: 0, end: Math.min(limit, length) }
      : { start: Math.max(0, length - limit), end: length };
  }
  const [, way, position] = /^([fb])\/(\d+)$/u.exec(nextToken) ?? [];
  if (way === undefined) throw new Refusal('InvalidParameterException', 'The specified nextToken is invalid.');
  const at = Math.min(Number(position), length);
  return way === 'f' ? { start: at, end: Math.min(at + limit, length) } : { start: Math.max(0, at - limit), end: at };
}
