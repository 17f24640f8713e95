import { createHash } from 'node:crypto';

/** Under this name the SDK keeps what it knows of a call (@smithy/types, SMITHY_CONTEXT_KEY). */
const SMITHY_CONTEXT_KEY = '__smithy_context';

/** The wire of a simulated account: what answers each operation (`ECS.DescribeServices`), by its input. */
export type WireHandlers = Readonly<Record<string, (input: never, call: WireCall) => unknown>>;

/** What is known of one request besides its input. `attempt` counts from 1, the SDK's retries included. */
export type WireCall = {
  readonly operation: string;
  readonly attempt: number;
  readonly signal: AbortSignal | undefined;
  /** What its client calls the request, over HTTP; the same for all attempts. */
  readonly id?: string | undefined;
};

/** One request as it stood on the wire. */
export type WireRequest = { readonly operation: string; readonly input: unknown; readonly attempt: number };

type Context = { readonly clientName?: string; readonly commandName?: string };
type Arguments = { readonly input: unknown; readonly request?: unknown };
type Answer = { readonly response: unknown; readonly output: object };
type Next = (args: Arguments) => Promise<Answer>;

type Middleware = (next: Next, context: Context) => (args: Arguments) => Promise<Answer>;
type Stack = { readonly add: (middleware: Middleware, options: object) => void };

/** As much of an SDK client as is needed: any of them. */
type WireClient = { readonly middlewareStack: object };

/**
 * Plugs handlers into a real SDK client in place of the network, and returns the requests made since.
 * It stands at the last step: inputs have been checked and serialised, the retries around it are the SDK's own, and so are
 * pagination, idempotency tokens and the checks of what comes back. An operation without a handler fails, and is not retried.
 */
export function wire(client: WireClient, handlers: WireHandlers): WireRequest[] {
  const requests: WireRequest[] = [];
  const middleware: Middleware = (_, context) => async (args) => {
    const operation = operationOf(context);
    const attempt = attemptOf(args.request);
    const signal = signalOf(context);
    requests.push({ operation, input: args.input, attempt });
    const handler = handlers[operation] as ((input: unknown, call: WireCall) => unknown) | undefined;
    if (handler === undefined)
      throw awsError('UnknownOperationException', { message: `nothing answers ${operation}`, status: 400 });
    const output = await orAborted(async () => handler(args.input, { operation, attempt, signal }), signal);
    // What the SDK adds to an answer, and asks of one.
    return {
      response: { statusCode: 200, headers: {} },
      output: { $metadata: { httpStatusCode: 200 }, ...(output as object) },
    };
  };
  const stack = client.middlewareStack as Stack;
  stack.add(middleware, { step: 'deserialize', priority: 'high', name: 'wire', override: true });
  return requests;
}

type AwsErrorOptions = {
  readonly message?: string;
  /** The HTTP status; 400 unless told, 500 when `retryable`. */
  readonly status?: number;
  /** AWS marks the error as worth a retry. The SDK retries throttling names and 500 to 504 without. */
  readonly retryable?: boolean;
};

/** An error as the SDK makes it from an answer of AWS's. */
export function awsError(name: string, { message = name, status, retryable = false }: AwsErrorOptions = {}): Error {
  const httpStatusCode = status ?? (retryable ? 500 : 400);
  return Object.assign(new Error(message), {
    name,
    $fault: httpStatusCode < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode, requestId: '00000000-0000-0000-0000-000000000000' },
    ...(retryable && { $retryable: {} }),
  });
}

/** The answer to a `SendMessageBatch` that took all entries: the SDK checks the digests of the bodies. */
export function allSent({
  Entries = [],
}: {
  readonly Entries?: readonly { Id?: string; MessageBody?: string }[];
}): object {
  return { Successful: Entries.map((entry) => sent(entry)), Failed: [] };
}

export function sent({ Id, MessageBody = '' }: { readonly Id?: string; readonly MessageBody?: string }): object {
  return { Id, MessageId: `message-${Id}`, MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex') };
}

/** An object's body as the SDK hands it out. */
export function bodyOf(text: string): { readonly transformToString: () => Promise<string> } {
  return { transformToString: async () => text };
}

/** `ECSClient` and `DescribeServicesCommand` make `ECS.DescribeServices`. */
function operationOf({ clientName = '', commandName = '' }: Context): string {
  return `${clientName.replace(/Client$/, '')}.${commandName.replace(/Command$/, '')}`;
}

/** The SDK counts its attempts in a header of the request (`attempt=2; max=4`). */
function attemptOf(request: unknown): number {
  const headers = (request as { readonly headers?: Readonly<Record<string, string>> } | undefined)?.headers;
  return Number(/attempt=(\d+)/.exec(headers?.['amz-sdk-request'] ?? '')?.[1] ?? 1);
}

function signalOf(context: object): AbortSignal | undefined {
  const smithy = (context as Readonly<Record<string, unknown>>)[SMITHY_CONTEXT_KEY];
  return (smithy as { readonly abortSignal?: AbortSignal } | undefined)?.abortSignal;
}

/** A hanging handler ends as a hanging connection does: with the abort signal. */
async function orAborted(call: () => Promise<unknown>, signal: AbortSignal | undefined): Promise<unknown> {
  if (signal === undefined) return call();
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => {
    reject(Object.assign(new Error('Request aborted'), { name: 'AbortError' }));
  };
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([call(), promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
