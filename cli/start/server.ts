import { readFile } from 'node:fs/promises';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Pace } from './clock.ts';
import type { House } from './house.ts';

const pages = join(import.meta.dirname, '..', '..', 'console');

/** What the page asks for, and nothing else. */
const files: Readonly<Record<string, { readonly file: string; readonly type: string }>> = {
  '/': { file: 'index.html', type: 'text/html; charset=utf-8' },
  '/chat.js': { file: 'chat.js', type: 'text/javascript; charset=utf-8' },
  '/style.css': { file: 'style.css', type: 'text/css; charset=utf-8' },
};

export type Page = { readonly url: string; readonly close: () => Promise<void> };

/** Ports tried when the wanted one is taken. */
const portsTried = 20;

/** Serves the page on this machine only. `taken` hears of a port somebody else has. */
export async function servePage(
  house: House,
  pace: Pace,
  options: { readonly port: number; readonly taken: (port: number) => void },
): Promise<Page> {
  const server = createServer((request, response) => {
    answer(request, response, { house, pace }).catch(() => response.writeHead(500).end());
  });
  for (let port = options.port; port < options.port + portsTried; port += 1) {
    if (await listens(server, port)) {
      const { port: bound } = server.address() as AddressInfo;
      return { url: `http://127.0.0.1:${bound}`, close: async () => closed(server) };
    }
    options.taken(port);
  }
  throw new Error(`ports ${options.port} to ${options.port + portsTried - 1} are all taken`);
}

async function listens(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    };
    server.once('error', failed);
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', failed);
      resolve(true);
    });
  });
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((done) => void server.close(() => done()));
}

type Served = { readonly house: House; readonly pace: Pace };

async function answer(request: IncomingMessage, response: ServerResponse, served: Served): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (pathname === '/state') return sendJson(response, stateOf(served));
  if (pathname === '/speed' && request.method === 'POST') {
    const speed = Number(searchParams.get('to'));
    if (Number.isFinite(speed)) served.pace.speed = Math.min(Math.max(speed, 0), 2000);
    return sendJson(response, { speed: served.pace.speed });
  }
  const file = files[pathname];
  if (file === undefined) return void response.writeHead(404).end();
  response.writeHead(200, {
    'content-type': file.type,
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'self'",
  });
  response.end(await readFile(join(pages, file.file)));
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(value));
}

function stateOf({ house, pace }: Served): unknown {
  const last = house.events.at(-1)?.at ?? 0;
  const first = house.events[0]?.at ?? 0;
  const now = house.engine.now();
  return {
    now,
    first,
    last,
    speed: pace.speed,
    events: house.events.filter((event) => event.at <= now).length,
    messages: house.slack.state.messages.filter((message) => !message.deleted),
    decisions: house.decisions.slice(-60).toReversed(),
  };
}
