import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import type { WireHandlers, WireRequest } from '../wire.ts';
import { awsError } from '../wire.ts';
import { readEc2Query } from './ec2.ts';
import { faultOf } from './faults.ts';
import { readJson } from './json.ts';
import type { Arrived, Asked, Reply } from './message.ts';
import { readObjectRequest } from './objects.ts';
import { readQuery } from './query.ts';
import { readRest } from './rest.ts';

export type Front = {
  /** `http://127.0.0.1:PORT`: what `AWS_ENDPOINT_URL` and `--endpoint-url` take. */
  readonly url: string;
  /** What was asked lately, oldest first. */
  readonly requests: readonly WireRequest[];
  readonly close: () => Promise<void>;
};

type FrontOptions = {
  /** 0, the default, is any free one. */
  readonly port?: number;
  /** What is thrown for an operation nobody answers: UnknownOperationException unless told. */
  readonly unanswered?: (operation: string) => Error;
};

/** Of requests so many are kept, the newest. */
const mostKept = 10_000;

/**
 * A local address that speaks AWS's protocols in front of operations: AWS JSON, Query, REST JSON for
 * schedules, and as much of S3 as reading an object takes. Signatures are not checked. Throws the server's error when the port is taken.
 */
export async function startFront(operations: WireHandlers, options: FrontOptions = {}): Promise<Front> {
  const requests: WireRequest[] = [];
  const server = createServer((request, response) => {
    carry(request, async (arrived) => answerTo(arrived, operations, { ...options, requests }))
      .then((reply) => send(response, reply))
      .catch((error: unknown) => void response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((ready, fail) => {
    server.once('error', fail);
    server.listen(options.port ?? 0, '127.0.0.1', ready);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((done) => void server.close(() => done()));
    },
  };
}

async function carry(request: IncomingMessage, answer: (arrived: Arrived) => Promise<Reply>): Promise<Reply> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const);
  return answer({
    method: request.method ?? 'GET',
    path: pathname,
    query: searchParams,
    headers: Object.fromEntries(headers),
    body: await textOf(request),
  });
}

/** Clients compress what is long, as CloudWatch's do with metrics. */
async function textOf(request: IncomingMessage): Promise<string> {
  const sent = await buffer(request);
  return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent).toString('utf8');
}

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, headers).end(body);
}

type Needs = FrontOptions & { readonly requests: WireRequest[] };

async function answerTo(arrived: Arrived, operations: WireHandlers, needs: Needs): Promise<Reply> {
  const asked = read(arrived);
  if (asked === undefined) return { status: 404, headers: {}, body: 'no request of a protocol of AWS\n' };
  if ('status' in asked) return asked;
  const { operation, input } = asked;
  const attempt = Number(/attempt=(\d+)/u.exec(arrived.headers['amz-sdk-request'] ?? '')?.[1] ?? 1);
  needs.requests.push({ operation, input, attempt });
  if (needs.requests.length > mostKept) needs.requests.shift();
  const handler = operations[operation] as ((input: unknown, call: object) => unknown) | undefined;
  try {
    if (handler === undefined) throw (needs.unanswered ?? unknown)(operation);
    return await asked.reply(
      await handler(input, { operation, attempt, signal: undefined, id: arrived.headers['amz-sdk-invocation-id'] }),
    );
  } catch (error) {
    return asked.refuse(faultOf(error));
  }
}

function read(arrived: Arrived): Asked | Reply | undefined {
  try {
    return (
      readJson(arrived) ??
      readQuery(arrived) ??
      readEc2Query(arrived) ??
      readRest(arrived) ??
      readObjectRequest(arrived)
    );
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const body = JSON.stringify({ __type: 'SerializationException', message: error.message });
    return { status: 400, headers: { 'content-type': 'application/x-amz-json-1.1' }, body };
  }
}

function unknown(operation: string): Error {
  return awsError('UnknownOperationException', { message: `The simulated account does not answer ${operation}.` });
}
