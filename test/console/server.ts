import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { bundleConsole, contentSecurityPolicy } from '../../console/bundle.ts';
import { newChanges } from '../../console/changes.ts';
import type { Refusal } from '../../console/transport.ts';
import type { ConsoleView } from '../../console/view.ts';

/** A server of the page over a view that a test holds in its hands. */
export type PageServer = {
  readonly url: string;
  /** Shows something else from now on. */
  readonly show: (view: ConsoleView) => void;
  /** What was posted, in order. */
  readonly posts: { readonly path: string; readonly body: unknown }[];
  /** The next posts are refused with this. */
  refuse: string | undefined;
  readonly close: () => Promise<void>;
};

export async function servePage(first: ConsoleView, port = 0): Promise<PageServer> {
  const files = await bundleConsole();
  const listeners = new Set<() => void>();
  let view = first;
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (path === '/api/stream') return stream(response);
    if (path === '/api/view') return json(response, 200, view);
    if (request.method === 'POST') return void take(request, response, path);
    const file = files.get(path);
    if (file === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': file.type, 'content-security-policy': contentSecurityPolicy });
    return void response.end(file.body);
  });
  const stream = (response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const changes = newChanges();
    const send = (name: string, data: unknown): void => {
      if (data !== undefined) response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    };
    const tell = (): void => {
      send('view', view.account);
      send('chat', changes.chat(view.chat));
      send('decisions', changes.decisions(view.decisions));
      send('jobs', changes.jobs(view.jobs));
    };
    tell();
    listeners.add(tell);
    const beat = setInterval(tell, 1000);
    response.on('close', () => {
      clearInterval(beat);
      listeners.delete(tell);
    });
  };
  const take = async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    const { refuse } = made;
    if (refuse !== undefined) return json(response, 409, { error: refuse } satisfies Refusal);
    made.posts.push({ path, body: JSON.parse(await text(request)) });
    json(response, 200, {});
  };
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const made: PageServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    show: (next) => {
      view = next;
      for (const tell of listeners) tell();
    },
    posts: [],
    refuse: undefined,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return made;
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
