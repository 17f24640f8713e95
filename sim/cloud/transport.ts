import type { Prepared } from '../../lib/aws/client.ts';
import type { Front } from '../front/front.ts';
import { startFront } from '../front/front.ts';
import type { WireCall, WireHandlers } from '../wire.ts';
import { wire } from '../wire.ts';

/** How a function's clients reach the account: `prepared` takes each of them before its first use. */
export type Transport = {
  readonly prepared: Prepared;
  /** Requests that have left a client and are not with the account, and answers that are not with the client yet. */
  readonly onTheWay: () => number;
  readonly close: () => Promise<void>;
};

type Configured = { readonly config: { readonly maxAttempts: () => Promise<number> } };
type Request = {
  protocol: string;
  hostname: string;
  port?: number;
  readonly headers: Readonly<Record<string, string>>;
};
type Stack = {
  readonly add: (
    middleware: (
      next: (args: { request: Request }) => Promise<unknown>,
    ) => (args: { request: Request }) => Promise<unknown>,
    options: object,
  ) => void;
};

/** Within the process: answers are handed over just before the wire. */
export function inProcess(operations: WireHandlers): Transport {
  return {
    prepared: (client) => {
      wire(client, operations);
      unsigned(client);
      nowhere(client);
      return patient(client);
    },
    onTheWay: () => 0,
    close: async () => {},
  };
}

/** Nobody here reads a signature, an agent's name or the SDK's own log; to make them takes longer than the rest of a call. */
const unread = ['httpSigningMiddleware', 'loggerMiddleware', 'getUserAgentMiddleware', 'recursionDetectionMiddleware'];

function unsigned(client: { readonly middlewareStack: object }): void {
  const stack = client.middlewareStack as { readonly remove: (name: string) => boolean };
  for (const name of unread) stack.remove(name);
}

/** Whether somebody has set an address is looked up in files, for each call; here none is gone to. */
function nowhere(client: { readonly middlewareStack: object }): void {
  const { config } = client as unknown as { readonly config: object };
  Object.assign(config, { serviceConfiguredEndpoint: async () => undefined });
}

/** Over HTTP, in the services' own protocols, to an address of this machine that is opened with the first call. */
export function overHttp(operations: WireHandlers): Transport {
  let opening: Promise<Front> | undefined;
  const way = new Way();
  const watched = Object.fromEntries(
    Object.entries(operations).map(([name, handler]) => [
      name,
      async (input: never, call: WireCall) => way.arrives(call.id ?? '', async () => handler(input, call)),
    ]),
  );
  const redirect = async (request: Request): Promise<void> => {
    opening ??= startFront(watched);
    const { hostname, port } = new URL((await opening).url);
    Object.assign(request, { protocol: 'http:', hostname, port: Number(port) });
  };
  return {
    prepared: (client) => {
      const stack = client.middlewareStack as Stack;
      stack.add(
        (next) => async (args) => {
          return way.leaves(args.request.headers['amz-sdk-invocation-id'] ?? '', async () => {
            await redirect(args.request);
            return next(args);
          });
        },
        { step: 'finalizeRequest', priority: 'low', name: 'to the front', override: true },
      );
      Object.assign((client as unknown as Configured).config, { forcePathStyle: true });
      return patient(client);
    },
    onTheWay: () => way.count(),
    close: async () => (await opening)?.close(),
  };
}

/** Where requests are, by what the SDK calls them: a client may give one up that is with the account for ever. */
class Way {
  private readonly awaited = new Set<string>();
  private readonly withAccount = new Set<string>();

  async leaves<T>(id: string, send: () => Promise<T>): Promise<T> {
    this.awaited.add(id);
    try {
      return await send();
    } finally {
      this.awaited.delete(id);
    }
  }

  async arrives(id: string, answer: () => Promise<unknown>): Promise<unknown> {
    this.withAccount.add(id);
    try {
      return await answer();
    } finally {
      this.withAccount.delete(id);
    }
  }

  count(): number {
    return [...this.awaited].filter((id) => !this.withAccount.has(id)).length;
  }
}

function patient<Client extends { readonly middlewareStack: object }>(client: Client): Client {
  const { config } = client as unknown as Configured;
  Object.assign(config, { retryStrategy: withoutWaits(config) });
  return timeless(client);
}

type Sending = { send: (command: object, options?: object) => Promise<unknown> };

/** The limit of a call runs in real time, which is none of the account's: on a busy machine it would end calls at random. */
function timeless<Client extends { readonly middlewareStack: object }>(client: Client): Client {
  const sending = client as unknown as Sending;
  const send = sending.send.bind(client);
  sending.send = async (command, options) => send(command, { ...options, abortSignal: undefined });
  return client;
}

const retryToken = (count: number): { getRetryCount: () => number; getRetryDelay: () => number } => ({
  getRetryCount: () => count,
  getRetryDelay: () => 0,
});

/** Retries of the SDK, as often as the client has it, without its waits, which would be real ones. */
const withoutWaits =
  ({ maxAttempts }: Configured['config']) =>
  async (): Promise<object> => ({
    acquireInitialRetryToken: async () => retryToken(0),
    refreshRetryTokenForRetry: async (
      before: ReturnType<typeof retryToken>,
      { errorType }: { readonly errorType: string },
    ) => {
      const count = before.getRetryCount() + 1;
      if (count >= (await maxAttempts()) || errorType === 'CLIENT_ERROR') throw new Error('no more retries');
      return retryToken(count);
    },
    recordSuccess: () => {},
  });
