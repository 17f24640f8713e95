import type { Fault } from './faults.ts';
import type { Arrived, Asked, Reply } from './message.ts';
import { requestId } from './message.ts';
import { jsonServices, queryCodes, timeMembers } from './services.ts';

/** A request of AWS JSON 1.0 or 1.1; undefined if it is none. Throws a SyntaxError for a body that is no JSON. */
export function readJson({ headers, body }: Arrived): Asked | undefined {
  const target = headers['x-amz-target'];
  if (target === undefined) return undefined;
  const dot = target.lastIndexOf('.');
  const service = jsonServices[target.slice(0, dot)] ?? target.slice(0, dot);
  const input: unknown = body === '' ? {} : JSON.parse(body);
  return {
    operation: `${service}.${target.slice(dot + 1)}`,
    input: timed(input, new Set(timeMembers[service])),
    reply: (output) => answer(headers, 200, output),
    refuse: (fault) => refuse(headers, service, fault),
  };
}

/** Numbers of the named members, at any depth, are seconds. */
export function timed(value: unknown, names: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((each) => timed(each, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      names.has(name) && typeof each === 'number' ? new Date(Math.round(each * 1000)) : timed(each, names),
    ]),
  );
}

function answer(headers: Arrived['headers'], status: number, output: unknown): Reply {
  return {
    status,
    headers: { 'content-type': headers['content-type'] ?? 'application/x-amz-json-1.1', 'x-amzn-requestid': requestId },
    body: JSON.stringify(onWire(output)),
  };
}

/** Moments are seconds with their milliseconds, bytes are Base64. */
export function onWire(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(onWire);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, onWire(each)]));
}

function refuse(headers: Arrived['headers'], service: string, { name, message, status, members }: Fault): Reply {
  const reply = answer(headers, status, { __type: name, message, ...members });
  const code = queryCodes[service]?.[name];
  if (code === undefined) return reply;
  return { ...reply, headers: { ...reply.headers, 'x-amzn-query-error': `${code};Sender` } };
}
