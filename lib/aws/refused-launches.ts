import type { CloudTrailClient, Event } from '@aws-sdk/client-cloudtrail';
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import type { ForeignReads, RefusedLaunch } from '../core/foreign-schedules.ts';
import type { Clock } from '../core/ports.ts';
import type { Instant } from '../core/time.ts';
import { minuteMs } from '../core/time.ts';
import { within } from './client.ts';
import { readFrom } from './errors.ts';

/** So many answers of 50 events are looked through: LookupEvents allows two requests a second (API_LookupEvents). */
const mostPages = 3;

/** Around the moment at which it was due: EventBridge is precise to the minute, and tries again for a while. */
const [beforeMs, afterMs] = [minuteMs, 15 * minuteMs];

/**
 * Why a RunTask with a mark brought no task. A request that EventBridge made is answered with 200 and `failures` (API_RunTask),
 * which EventBridge tells nobody: CloudTrail's event history has it, minutes later.
 */
export function refusedLaunches(client: CloudTrailClient, clock: Clock): Pick<ForeignReads, 'refusedLaunch'> {
  return {
    refusedLaunch: async (mark, at) => {
      const found = await readFrom(clock, async () => firstRefusal(client, mark, at));
      if (!found.ok) return found;
      return found.value === undefined ? { ok: false, reason: 'not-found' } : { ...found, value: found.value };
    },
  };
}

async function firstRefusal(client: CloudTrailClient, mark: string, at: Instant): Promise<RefusedLaunch | undefined> {
  let token: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const input = {
      LookupAttributes: [{ AttributeKey: 'EventName' as const, AttributeValue: 'RunTask' }],
      StartTime: new Date(at - beforeMs),
      EndTime: new Date(at + afterMs),
      MaxResults: 50,
      ...(token !== undefined && { NextToken: token }),
    };
    const answer = await client.send(new LookupEventsCommand(input), within());
    const [found] = (answer.Events ?? []).flatMap((event) => refusalOf(event, mark) ?? []);
    if (found !== undefined) return found;
    token = answer.NextToken;
    if (token === undefined) break;
  }
  return undefined;
}

/** The parts of a CloudTrail record that are read. All of it may be missing. */
type Launch = {
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly requestParameters?: { readonly startedBy?: string } | null;
  readonly responseElements?: {
    readonly failures?: readonly { readonly reason?: string; readonly detail?: string }[];
  } | null;
};

function refusalOf({ CloudTrailEvent, EventTime }: Event, mark: string): RefusedLaunch | undefined {
  const record = recordOf(CloudTrailEvent);
  if (record?.requestParameters?.startedBy !== mark || EventTime === undefined) return undefined;
  const [failure] = record.responseElements?.failures ?? [];
  const words =
    record.errorCode === undefined ? [failure?.reason, failure?.detail] : [record.errorCode, record.errorMessage];
  const reason = words.filter((each) => typeof each === 'string' && each !== '').join(': ');
  return reason === '' ? undefined : { reason, at: EventTime.getTime() };
}

function recordOf(text: string | undefined): Launch | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
