import type {
  DescribeLogGroupsRequest,
  DescribeLogGroupsResponse,
  DescribeLogStreamsRequest,
  DescribeLogStreamsResponse,
  FilterLogEventsRequest,
  FilterLogEventsResponse,
  GetLogEventsRequest,
  GetLogEventsResponse,
} from '@aws-sdk/client-cloudwatch-logs';
import { present } from '../../lib/core/present.ts';
import { Refusal } from '../account/refusal.ts';
import type { LogGroup, LogLine } from '../account/surroundings.ts';
import type { Api } from './api.ts';
import { linePattern } from './log-pattern.ts';
import { logWindow } from './log-window.ts';
import { pageOf } from './pages.ts';

/** CloudWatch Logs over the account's logs. `emptyFirst`: answers with nothing, and a token, before it answers. */
export function logOperations(api: Api, emptyFirst: () => boolean) {
  return {
    'CloudWatchLogs.GetLogEvents': (input: GetLogEventsRequest) => getLogEvents(api, input, emptyFirst),
    'CloudWatchLogs.FilterLogEvents': (input: FilterLogEventsRequest) => filterLogEvents(api, input),
    'CloudWatchLogs.DescribeLogStreams': (input: DescribeLogStreamsRequest) => describeLogStreams(api, input),
    'CloudWatchLogs.DescribeLogGroups': (input: DescribeLogGroupsRequest) => describeLogGroups(api, input),
  };
}

function getLogEvents(api: Api, input: GetLogEventsRequest, emptyFirst: () => boolean): GetLogEventsResponse {
  const lines = streamOf(groupOf(api, input), input.logStreamName ?? '').filter(isThere(api));
  const between = lines.filter(inTime(input));
  return logWindow(between, input, { ingestedAfterMs: 400, emptyFirst });
}

function filterLogEvents(api: Api, input: FilterLogEventsRequest): FilterLogEventsResponse {
  const group = groupOf(api, input);
  const { logStreamNames, logStreamNamePrefix = '' } = input;
  const matches = linePattern(input.filterPattern);
  const wanted = inTime(input);
  const there = isThere(api);
  const found = [...group.streams]
    .filter(([name]) => logStreamNames?.includes(name) ?? name.startsWith(logStreamNamePrefix))
    .flatMap(([name, lines]) => lines.map((line, at) => ({ ...line, name, key: `${name} ${at}` })))
    .filter((line) => there(line) && wanted(line) && matches(line.text))
    .sort((a, b) => a.at - b.at);
  const page = pageOf(api, found, ({ key }) => key, askedFor(input.limit, input.nextToken, 10_000));
  return {
    events: page.items.map(({ at, text, name, key }) => ({
      eventId: Buffer.from(key).toString('hex').slice(-56),
      logStreamName: name,
      timestamp: at,
      message: text,
      ingestionTime: at + 400,
    })),
    searchedLogStreams: [],
    ...present({ nextToken: page.nextToken }),
  };
}

function describeLogStreams(api: Api, input: DescribeLogStreamsRequest): DescribeLogStreamsResponse {
  const group = groupOf(api, input);
  const prefix = input.logStreamNamePrefix ?? '';
  const found = [...group.streams].filter(([name]) => name.startsWith(prefix));
  const last = ([, lines]: (typeof found)[number]): number => lines.at(-1)?.at ?? 0;
  if (input.orderBy === 'LastEventTime') found.sort((a, b) => last(a) - last(b));
  else found.sort(([a], [b]) => (a < b ? -1 : 1));
  if (input.descending === true) found.reverse();
  const page = pageOf(api, found, ([name]) => name, askedFor(input.limit, input.nextToken, 50));
  return {
    logStreams: page.items.map(([name, lines]) => ({
      logStreamName: name,
      arn: `${arnOf(api, group)}:log-stream:${name}`,
      storedBytes: 0,
      ...present({
        creationTime: lines[0]?.at,
        firstEventTimestamp: lines[0]?.at,
        lastEventTimestamp: lines.at(-1)?.at,
        lastIngestionTime: lines.at(-1)?.at,
      }),
    })),
    ...present({ nextToken: page.nextToken }),
  };
}

function describeLogGroups(api: Api, input: DescribeLogGroupsRequest): DescribeLogGroupsResponse {
  const { logGroupNamePrefix = '', logGroupNamePattern = '' } = input;
  const found = [...api.account.logs.values()]
    .filter(({ name }) => name.startsWith(logGroupNamePrefix) && name.includes(logGroupNamePattern))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const page = pageOf(api, found, ({ name }) => name, askedFor(input.limit, input.nextToken, 50));
  return {
    logGroups: page.items.map((group) => ({
      logGroupName: group.name,
      arn: `${arnOf(api, group)}:*`,
      logGroupArn: arnOf(api, group),
      metricFilterCount: 0,
      storedBytes: 0,
      logGroupClass: 'STANDARD',
    })),
    ...present({ nextToken: page.nextToken }),
  };
}

type Named = { readonly logGroupName?: string | undefined; readonly logGroupIdentifier?: string | undefined };

function groupOf(api: Api, { logGroupName, logGroupIdentifier = '' }: Named): LogGroup {
  const group = api.account.logs.get(logGroupName ?? logGroupIdentifier.replace(/^arn:.*:log-group:/u, ''));
  if (group === undefined) throw new Refusal('ResourceNotFoundException', 'The specified log group does not exist.');
  return group;
}

function arnOf(api: Api, { name }: LogGroup): string {
  return `arn:aws:logs:${api.account.region}:${api.account.id}:log-group:${name}`;
}

function streamOf({ streams }: LogGroup, name: string): readonly LogLine[] {
  const lines = streams.get(name);
  if (lines === undefined) throw new Refusal('ResourceNotFoundException', 'The specified log stream does not exist.');
  return lines;
}

/** How late lines come, by the switch. */
const lateMs = 20_000;

function isThere({ account }: Api): (line: LogLine) => boolean {
  const until = account.agenda.now() - (account.switches.logsComeLate ? lateMs : 0);
  return ({ at }) => at <= until;
}

type Times = { readonly startTime?: number | undefined; readonly endTime?: number | undefined };

/** From the start, and before the end (API_GetLogEvents). */
function inTime({ startTime = 0, endTime = Number.POSITIVE_INFINITY }: Times): (line: LogLine) => boolean {
  return ({ at }) => at >= startTime && at < endTime;
}

function askedFor(wanted: number | undefined, token: string | undefined, most: number) {
  return { wanted, token, most };
}
