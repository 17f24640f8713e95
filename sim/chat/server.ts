import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { Fault, Faults } from './faults.ts';

/** What a service answers, before faults. */
export type Answer = {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Arrived = {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** What to do with a request: `name` is what faults strike by. */
export type Service = {
  readonly name: (request: Arrived) => string;
  readonly carryOut: (request: Arrived) => Answer;
  /** The answer a fault gives in the manner of this service. */
  readonly faulty: (fault: Fault) => Answer;
};

type Listening = { readonly url: string; readonly close: () => Promise<void> };

/** An HTTP server on this machine only. `port` 0, the default, takes any that is free. */
export async function listen(service: Service, faults: Faults, port = 0): Promise<Listening> {
  const server = createServer((incoming, outgoing) => {
    read(incoming)
      .then((request) => handle({ service, faults, request, outgoing }))
      .catch((error: unknown) => write(outgoing, { status: 400, body: String(error) }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { url: `http://127.0.0.1:${portOf(server)}`, close: () => close(server) };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return address.port;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
}

async function read(incoming: IncomingMessage): Promise<Arrived> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  const url = new URL(incoming.url ?? '/', 'http://localhost');
  const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]);
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

type Exchange = {
  readonly service: Service;
  readonly faults: Faults;
  readonly request: Arrived;
  readonly outgoing: ServerResponse;
};

/** What comes back of a request: an answer, perhaps late, or none. */
type Reply = { readonly answer: Answer; readonly delayMs: number } | { readonly lost: 'hang' | 'drop' };

/** Carries a request out, or not, as the faults will have it. */
export function replyTo(service: Service, faults: Faults, request: Arrived): Reply {
  const fault = faults.strike(service.name(request));
  if (fault === undefined) return { answer: service.carryOut(request), delayMs: 0 };
  const struck = fault.status !== undefined || fault.error !== undefined;
  const carriedOut = fault.processed === true || (!struck && fault.lost === undefined);
  const answer = carriedOut ? service.carryOut(request) : undefined;
  if (fault.lost !== undefined) return { lost: fault.lost };
  return { answer: answer === undefined || struck ? service.faulty(fault) : answer, delayMs: fault.delayMs ?? 0 };
}

function handle({ service, faults, request, outgoing }: Exchange): void {
  const reply = replyTo(service, faults, request);
  if (!('lost' in reply)) {
    if (reply.delayMs === 0) write(outgoing, reply.answer);
    else setTimeout(() => write(outgoing, reply.answer), reply.delayMs);
  } else if (reply.lost === 'drop') outgoing.destroy();
}

function write(outgoing: ServerResponse, { status, body, headers = {} }: Answer): void {
  outgoing.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  outgoing.end(body);
}
