/**
 * How every client is set up. Standard retry mode: adaptive keeps a token bucket per client, which in Lambda slows down
 * the calls after a throttle, too.
 */
export const clientSettings = { maxAttempts: 4, retryMode: 'standard' } as const;

/** One call, its retries included, takes no longer than this. */
const callLimitMs = 2500;

export type SendOptions = { readonly abortSignal: AbortSignal };

/** Ends a call that takes too long. A read that gives up early is a fact less; one that hangs is an alert late. */
export function within(limitMs: number = callLimitMs): SendOptions {
  return { abortSignal: AbortSignal.timeout(limitMs) };
}

/** What is done with a client before its first use: in Lambda, nothing. */
export type Prepared = <Client extends { readonly middlewareStack: object }>(client: Client) => Client;

export const asItIs: Prepared = (client) => client;

/** One client per region, made when first needed. `undefined` is the region of the function itself. */
export function perRegion<Client>(make: (region: string | undefined) => Client): (region?: string) => Client {
  const clients = new Map<string | undefined, Client>();
  return (region) => {
    const known = clients.get(region);
    if (known !== undefined) return known;
    const client = make(region);
    clients.set(region, client);
    return client;
  };
}

/** The settings of a client in a region. */
export function settingsIn(region: string | undefined): typeof clientSettings & { readonly region?: string } {
  return region === undefined ? clientSettings : { ...clientSettings, region };
}

type Port = Readonly<Record<string, (...args: never[]) => Promise<unknown>>>;

/**
 * A port whose module, with its SDK client, is loaded at the first call of any of its functions: a function that seldom
 * reads logs does not pay for it at every start. `load` is called once; when it fails, the next call tries again.
 */
export function deferred<Reads extends { readonly [Name in keyof Reads]: Port[string] }>(
  load: () => Promise<Reads>,
): Reads {
  let loading: Promise<Reads> | undefined;
  const loaded = async (): Promise<Reads> => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
  const stand = new Proxy(
    {},
    {
      get: (_, name) => {
        // Not a promise, whoever awaits it.
        if (name === 'then') return undefined;
        return async (...args: never[]) => {
          const port = (await loaded()) as unknown as Port;
          const call = port[String(name)];
          if (call === undefined) throw new TypeError(`the port has no ${String(name)}`);
          return call(...args);
        };
      },
    },
  );
  return stand as Reads;
}
