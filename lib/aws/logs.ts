import type { OutputLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { LogPlace, LogReads, LogTail } from '../core/evidence-reads.ts';
import type { Clock } from '../core/ports.ts';
import type { Prepared } from './client.ts';
import { asItIs, perRegion, settingsIn, within } from './client.ts';
import { failureOf, nameOf } from './errors.ts';
import { present } from '../core/present.ts';

/** An answer may be empty although there is more behind its token (API_GetLogEvents): so many answers are looked at. */
const mostAnswers = 3;

export function openLogs(prepared: Prepared = asItIs): (region?: string) => CloudWatchLogsClient {
  return perRegion((region) => prepared(new CloudWatchLogsClient(settingsIn(region))));
}

/** The ends of logs. Missing group, missing stream and missing right are told apart. */
export function logReads(clientIn: (region?: string) => CloudWatchLogsClient, clock: Clock): LogReads {
  return {
    tail: async (place, limit) => {
      const at = clock.now();
      try {
        const events = await lastEvents(clientIn(place.region), place, limit);
        return { state: 'found', lines: events.map(lineOf), at };
      } catch (error) {
        return absenceOf(error);
      }
    },
  };
}

/**
 * `startFromHead: false` answers with the newest `limit` events (API_GetLogEvents). AWS does not promise their order
 * inside an answer, so they are sorted; events of the same millisecond keep the order they came in.
 */
async function lastEvents(client: CloudWatchLogsClient, place: LogPlace, limit: number): Promise<OutputLogEvent[]> {
  let token: string | undefined;
  for (let answers = 0; answers < mostAnswers; answers += 1) {
    const answer = await client.send(
      new GetLogEventsCommand({
        logGroupName: place.group,
        logStreamName: place.stream,
        limit,
        startFromHead: false,
        ...(token !== undefined && { nextToken: token }),
      }),
      within(),
    );
    const events = answer.events ?? [];
    if (events.length > 0) return [...events].sort((a, b) => (a.timestamp ?? 0) - (b.timestamp ?? 0));
    // The same token again is the end of the stream.
    if (answer.nextBackwardToken === undefined || answer.nextBackwardToken === token) return [];
    token = answer.nextBackwardToken;
  }
  return [];
}

function lineOf(event: OutputLogEvent): { at?: number; text: string } {
  return { ...present({ at: event.timestamp }), text: event.message ?? '' };
}

/** Group and stream share one error name; only its text ("The specified log group does not exist.") tells which. */
function absenceOf(error: unknown): LogTail {
  if (nameOf(error) !== 'ResourceNotFoundException') return { state: 'failed', reason: failureOf(error) };
  return { state: error instanceof Error && /log group/i.test(error.message) ? 'no-group' : 'no-stream' };
}
