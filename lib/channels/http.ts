import { Agent, request as httpRequest } from 'node:http';
import { Agent as SecureAgent, request as httpsRequest } from 'node:https';
import { PortError } from '../core/outcome.ts';
import type { Instant } from '../core/time.ts';
import { secondMs } from '../core/time.ts';

/** `at`: now, so that connections that slept too long are not used again. */
type HttpRequest = {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
  readonly at: Instant;
};

/** Header names in lower case. */
export type HttpAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
};

/**
 * One request, no redirects, no retries. Throws PortError: `retry` when the request surely never left, `unknown` when
 * it may have arrived. Its message names neither address nor headers.
 */
export type Send = (request: HttpRequest) => Promise<HttpAnswer>;

/** A frozen Lambda wakes up with connections the other side has long closed. */
const idleMs = 5 * secondMs;

const answerLimitBytes = 8 * 1024 * 1024;

/**
 * Requests through node:http and node:https, which the AWS SDK has loaded already: the first call costs a quarter of
 * what the first global `fetch` costs.
 */
export function httpSend(): Send {
  let lastAt: Instant = 0;
  let agents = newAgents();
  return (request) => {
    if (request.at - lastAt > idleMs) {
      agents.http.destroy();
      agents.https.destroy();
      agents = newAgents();
    }
    lastAt = request.at;
    return exchange(request, agents);
  };
}

type Agents = { readonly http: Agent; readonly https: SecureAgent };

function newAgents(): Agents {
  return { http: new Agent({ keepAlive: true }), https: new SecureAgent({ keepAlive: true }) };
}

function exchange({ url, method, headers, body, timeoutMs }: HttpRequest, agents: Agents): Promise<HttpAnswer> {
  const secure = url.startsWith('https:');
  const signal = AbortSignal.timeout(timeoutMs);
  const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
  let sent = false;
  const fail = (error: unknown): void => reject(failure(error, { sent, timedOut: signal.aborted, timeoutMs }));
  const options = { method, headers: { ...headers, ...lengthOf(body) }, signal };
  const outgoing = secure
    ? httpsRequest(url, { ...options, agent: agents.https })
    : httpRequest(url, { ...options, agent: agents.http });
  outgoing.on('socket', (socket) => {
    if (outgoing.reusedSocket || (!secure && !socket.connecting)) sent = true;
    else socket.once(secure ? 'secureConnect' : 'connect', () => (sent = true));
  });
  outgoing.on('error', fail);
  outgoing.on('response', (incoming) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > answerLimitBytes) incoming.destroy(new Error('the answer is too long'));
      else chunks.push(chunk);
    });
    incoming.on('error', fail);
    incoming.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text });
    });
  });
  outgoing.end(body);
  return promise;
}

function lengthOf(body: string | undefined): Record<string, string> {
  return body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
}

type Circumstances = { readonly sent: boolean; readonly timedOut: boolean; readonly timeoutMs: number };

function failure(error: unknown, { sent, timedOut, timeoutMs }: Circumstances): PortError {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'no code';
  const how = timedOut ? `within ${timeoutMs} ms` : `(${code})`;
  if (sent) return new PortError('unknown', `no answer ${how}; the request may have arrived`, { cause: error });
  return new PortError('retry', `no connection ${how}; nothing was sent`, { cause: error });
}
