import type { Prepared } from '../../lib/aws/client.ts';
import type { Front } from '../front/front.ts';
import { startFront } from '../front/front.ts';
import type { WireHandlers } from '../wire.ts';
import { wire } from '../wire.ts';

/** How a function's clients reach the account: `prepared` takes each of them before its first use. */
export type Transport = {
  readonly prepared: Prepared;
  /** Requests that have left a client and are not with the account, and answers that are not with the client yet. */
  readonly onTheWay: () => number;
  readonly close: () => Promise<void>;
};

type Configured = { readonly config: object };
type Request = { protocol: string; hostname: string; port?: number };
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
      return patient(client);
    },
    onTheWay: () => 0,
    close: async () => {},
  };
}

/** Over HTTP, in the services' own protocols, to an address of this machine that is opened with the first call. */
export function overHttp(operations: WireHandlers): Transport {
  let opening: Promise<Front> | undefined;
  let sent = 0;
  let held = 0;
  const counted = Object.fromEntries(
    Object.entries(operations).map(([name, handler]) => [
      name,
      async (...call: Parameters<typeof handler>) => {
        held += 1;
        try {
          return await handler(...call);
        } finally {
          held -= 1;
        }
      },
    ]),
  );
  const redirect = async (request: Request): Promise<void> => {
    opening ??= startFront(counted);
    const { hostname, port } = new URL((await opening).url);
    Object.assign(request, { protocol: 'http:', hostname, port: Number(port) });
  };
  return {
    prepared: (client) => {
      const stack = client.middlewareStack as Stack;
      stack.add(
        (next) => async (args) => {
          sent += 1;
          try {
            return await next(args);
          } finally {
            sent -= 1;
          }
        },
        { step: 'initialize', priority: 'high', name: 'on the way', override: true },
      );
      stack.add(
        (next) => async (args) => {
          await redirect(args.request);
          return next(args);
        },
        { step: 'finalizeRequest', priority: 'low', name: 'to the front', override: true },
      );
      Object.assign((client as unknown as Configured).config, { forcePathStyle: true });
      return patient(client);
    },
    onTheWay: () => sent - held,
    close: async () => (await opening)?.close(),
  };
}

function patient<Client extends { readonly middlewareStack: object }>(client: Client): Client {
  Object.assign((client as unknown as Configured).config, { retryStrategy: withoutWaits });
  return client;
}

const retryToken = (count: number): { getRetryCount: () => number; getRetryDelay: () => number } => ({
  getRetryCount: () => count,
  getRetryDelay: () => 0,
});

/** As often as `clientSettings` has it. */
const mostAttempts = 4;

/** Retries of the SDK without its waits, which would be real ones. */
const withoutWaits = async (): Promise<object> => ({
  acquireInitialRetryToken: async () => retryToken(0),
  refreshRetryTokenForRetry: async (
    before: ReturnType<typeof retryToken>,
    { errorType }: { readonly errorType: string },
  ) => {
    const count = before.getRetryCount() + 1;
    if (count >= mostAttempts || errorType === 'CLIENT_ERROR') throw new Error('no more retries');
    return retryToken(count);
  },
  recordSuccess: () => {},
});
