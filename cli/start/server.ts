import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { PageFile } from '../../console/bundle.ts';
import { bundleConsole, contentSecurityPolicy } from '../../console/bundle.ts';
import { newChanges } from '../../console/changes.ts';
import type { ConsoleView } from '../../console/view.ts';
import { fault } from '../failure.ts';

export type Page = { readonly url: string; readonly close: () => Promise<void> };

/** What the page shows and asks for. `ask` answers with what could not be done, as a sentence. */
type Shown = {
  readonly view: () => ConsoleView;
  readonly ask: (path: string, body: Readonly<Record<string, unknown>>) => string | undefined;
};

/** How often the page hears of what is new. */
const beatMs = 250;

/** Ports tried when the wanted one is taken. */
const portsTried = 20;
const highestPort = 65_535;

/** What the page posts is a few words. */
const mostBytes = 10_000;

/**
 * Serves the page on this machine only. `taken` hears of a port somebody else has, before the next is tried. Throws a
 * CommandFailure when all are taken.
 */
export async function servePage(
  shown: Shown,
  options: { readonly port: number; readonly taken: (port: number) => void },
): Promise<Page> {
  const files = await bundleConsole();
  const server = createServer((request, response) => {
    answer(request, response, { files, shown }).catch(() => response.writeHead(500).end());
  });
  const last = Math.min(options.port + portsTried - 1, highestPort);
  for (let port = options.port; port <= last; port += 1) {
    if (await listens(server, port)) {
      const { port: bound } = server.address() as AddressInfo;
      return { url: `http://127.0.0.1:${bound}`, close: async () => closed(server) };
    }
    if (port < last) options.taken(port);
  }
  throw fault(`ports ${options.port} to ${last} are all taken`, 'name a free one: --port');
}

async function listens(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const refused = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    };
    server.once('error', refused);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', refused);
      resolve(true);
    });
  });
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((done) => void server.close(() => done()));
}

type Serving = { readonly files: ReadonlyMap<string, PageFile>; readonly shown: Shown };

async function answer(request: IncomingMessage, response: ServerResponse, { files, shown }: Serving): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (!isFromHere(request)) return json(response, 403, { error: 'Only this machine is answered.' });
  if (request.method === 'POST') return take(request, response, { pathname, shown });
  if (pathname === '/api/view') return json(response, 200, shown.view());
  if (pathname === '/api/stream') return stream(response, shown);
  const file = files.get(pathname);
  if (file === undefined) return json(response, 404, { error: 'There is nothing here.' });
  response.writeHead(200, {
    'content-type': file.type,
    'content-security-policy': contentSecurityPolicy,
    'cache-control': 'no-store',
  });
  response.end(file.body);
}

/** A page from elsewhere, or a name that leads here, gets nothing: the visitor's browser must not be made to ask. */
function isFromHere({ headers }: IncomingMessage): boolean {
  const host = (headers.host ?? '').replace(/:\d+$/, '');
  const { origin } = headers;
  return ['127.0.0.1', 'localhost'].includes(host) && (origin === undefined || origin === `http://${headers.host}`);
}

async function take(
  request: IncomingMessage,
  response: ServerResponse,
  { pathname, shown }: { readonly pathname: string; readonly shown: Shown },
): Promise<void> {
  const body = await text(request);
  if (body.length > mostBytes) return json(response, 413, { error: 'That is too long.' });
  const wishes = objectOf(body);
  if (wishes === undefined) return json(response, 400, { error: 'That is no JSON object.' });
  const refused = shown.ask(pathname, wishes);
  return refused === undefined ? json(response, 200, {}) : json(response, 409, { error: refused });
}

function objectOf(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(body === '' ? '{}' : body);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : undefined;
  } catch {
    return undefined;
  }
}

function stream(response: ServerResponse, shown: Shown): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const changes = newChanges();
  let before = '';
  let silent = 0;
  const send = (name: string, data: unknown): void => {
    if (data !== undefined) response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const tell = (): void => {
    const { account, chat, decisions, jobs } = shown.view();
    const now = JSON.stringify(account);
    silent += 1;
    if (now !== before || silent * beatMs >= 1000) {
      response.write(`event: view\ndata: ${now}\n\n`);
      silent = 0;
    }
    before = now;
    send('chat', changes.chat(chat));
    send('decisions', changes.decisions(decisions));
    send('jobs', changes.jobs(jobs));
  };
  tell();
  const beat = setInterval(tell, beatMs);
  response.on('close', () => clearInterval(beat));
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
