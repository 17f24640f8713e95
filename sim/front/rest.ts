import type { Fault } from './faults.ts';
import { onWire, timed } from './json.ts';
import type { Arrived, Asked, Reply } from './message.ts';
import { requestId } from './message.ts';
import { timeMembers } from './services.ts';

/** An operation by its method and path; `query`: members of its input by their names in the address. */
type Route = {
  readonly operation: string;
  readonly method: string;
  readonly path: RegExp;
  readonly query?: Readonly<Record<string, string>>;
};

const lists = { MaxResults: 'MaxResults', NamePrefix: 'NamePrefix', NextToken: 'NextToken' };
const schedule = /^\/schedules\/(?<Name>[^/]+)$/u;

/** EventBridge Scheduler's (API reference of 2021-06-30). */
const routes: readonly Route[] = [
  { operation: 'CreateSchedule', method: 'POST', path: schedule },
  { operation: 'UpdateSchedule', method: 'PUT', path: schedule },
  { operation: 'GetSchedule', method: 'GET', path: schedule, query: { groupName: 'GroupName' } },
  {
    operation: 'DeleteSchedule',
    method: 'DELETE',
    path: schedule,
    query: { groupName: 'GroupName', clientToken: 'ClientToken' },
  },
  {
    operation: 'ListSchedules',
    method: 'GET',
    path: /^\/schedules$/u,
    query: { ...lists, ScheduleGroup: 'GroupName', State: 'State' },
  },
  { operation: 'GetScheduleGroup', method: 'GET', path: /^\/schedule-groups\/(?<Name>[^/]+)$/u },
  { operation: 'ListScheduleGroups', method: 'GET', path: /^\/schedule-groups$/u, query: lists },
];

const numbers = new Set(['MaxResults']);

/**
 * A request of AWS REST JSON; undefined if it is none. Buckets may be called as its paths are: what is signed for S3 is S3's.
 * Throws a SyntaxError for a body that is no JSON.
 */
export function readRest({ method, path, query, headers, body }: Arrived): Asked | undefined {
  const route = routes.find((each) => each.method === method && each.path.test(path));
  if (route === undefined || (headers['authorization'] ?? '').includes('/s3/aws4_request')) return undefined;
  const named = Object.entries(route.path.exec(path)?.groups ?? {}).map(([name, value]) => [
    name,
    decodeURIComponent(value),
  ]);
  const asked = Object.entries(route.query ?? {}).flatMap(([name, member]) => {
    const value = query.get(name);
    if (value === null) return [];
    return [[member, numbers.has(member) ? Number(value) : value]];
  });
  const members: unknown = timed(body === '' ? {} : JSON.parse(body), new Set(timeMembers['Scheduler']));
  return {
    operation: `Scheduler.${route.operation}`,
    input: { ...(members as object), ...Object.fromEntries([...named, ...asked]) },
    reply: (output) => answer(200, output, {}),
    refuse: ({ name, message, status, members: further }: Fault) =>
      answer(status, { Message: message, ...further }, { 'x-amzn-errortype': name }),
  };
}

function answer(status: number, output: unknown, headers: Reply['headers']): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId, ...headers },
    body: JSON.stringify(onWire(output)),
  };
}
