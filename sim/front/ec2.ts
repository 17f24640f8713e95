import type { Fault } from './faults.ts';
import type { Arrived, Asked, Reply } from './message.ts';
import { requestId } from './message.ts';
import { escaped } from './xml.ts';

const version = '2016-11-15';
const namespace = `http://ec2.amazonaws.com/doc/${version}/`;

/** Lists of requests come as `InstanceId.1`; their names here are those of the SDK's inputs. */
const lists: Readonly<Record<string, string>> = {
  Filter: 'Filters',
  InstanceId: 'InstanceIds',
  InstanceType: 'InstanceTypes',
  SubnetId: 'SubnetIds',
  Value: 'Values',
};

/** Members of answers whose names on the wire are not theirs with a small letter (the SDK's model of EC2). */
const wireNames: Readonly<Record<string, string>> = {
  Groups: 'groupSet',
  Instances: 'instancesSet',
  InstanceTypes: 'instanceTypeSet',
  Reservations: 'reservationSet',
  Subnets: 'subnetSet',
  Tags: 'tagSet',
};

/** A request of EC2's own kind of the Query protocol; undefined if it is none. */
export function readEc2Query({ method, query, headers, body }: Arrived): Asked | undefined {
  const isForm = (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  const form = method === 'POST' && isForm ? new URLSearchParams(body) : query;
  const action = form.get('Action');
  if (action === null || form.get('Version') !== version) return undefined;
  return {
    operation: `EC2.${action}`,
    input: inputOf(form),
    reply: (output) =>
      xml(200, `<${action}Response xmlns="${namespace}">${idOf()}${members(output)}</${action}Response>`),
    refuse,
  };
}

type Input = Record<string, unknown>;

function inputOf(form: URLSearchParams): Input {
  const input: Input = {};
  for (const [name, value] of form) {
    if (name !== 'Action' && name !== 'Version') put(input, name.split('.'), value);
  }
  return input;
}

function put(into: Input, [name = '', position, ...rest]: readonly string[], value: string): void {
  if (position === undefined) {
    into[name] = name === 'MaxResults' ? Number(value) : name === 'DryRun' ? value === 'true' : value;
    return;
  }
  const list = listIn(into, lists[name] ?? name);
  const at = Number(position) - 1;
  if (rest.length === 0) {
    list[at] = value;
    return;
  }
  const known = list[at];
  const item: Input = isInput(known) ? known : {};
  list[at] = item;
  put(item, rest, value);
}

function listIn(into: Input, name: string): unknown[] {
  const known = into[name];
  const list: unknown[] = Array.isArray(known) ? known : [];
  into[name] = list;
  return list;
}

const isInput = (value: unknown): value is Input => typeof value === 'object' && value !== null;

function members(output: unknown): string {
  return isInput(output)
    ? Object.entries(output)
        .map(([name, value]) => element(name, value))
        .join('')
    : '';
}

/** The state of an instance is a structure, that of a subnet a word. */
function element(name: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  const small = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  const wire = name === 'State' && isInput(value) ? 'instanceState' : (wireNames[name] ?? small);
  return `<${wire}>${content(value)}</${wire}>`;
}

function content(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((each) => `<item>${content(each)}</item>`).join('');
  return isInput(value) ? members(value) : escaped(String(value));
}

const idOf = (): string => `<requestId>${requestId}</requestId>`;

function refuse({ name, message, status }: Fault): Reply {
  const error = `<Error><Code>${escaped(name)}</Code><Message>${escaped(message)}</Message></Error>`;
  return xml(status, `<Response><Errors>${error}</Errors><RequestID>${requestId}</RequestID></Response>`);
}

function xml(status: number, body: string): Reply {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}
