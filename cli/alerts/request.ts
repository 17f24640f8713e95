import { accountOf, newId } from '../../lib/app/environment.ts';
import { ownSource } from '../../lib/core/event.ts';
import { isoTime } from '../../lib/core/time.ts';
import { fault, usageError } from '../failure.ts';
import type { Io } from '../io.ts';
import type { TableOptions } from './installation.ts';
import { regionOf } from './installation.ts';

export type RequestOptions = TableOptions & { readonly queue?: string; readonly by?: string; readonly json?: true };

export const queueHelp = "the alert function's own queue (its name ends in -alert); default: WATCHKEEPER_QUEUE_URL";
export const byHelp = 'who asks; default: WATCHKEEPER_BY, else your user name here';

/** A request is in a queue: it takes effect when the alert function reads it, at once unless it is busy. */
export const soon = 'In force within seconds: `watchkeeper status` shows it';

/** What is asked of a function: one of our own events, as EventBridge wraps it. */
type Request = {
  readonly detailType: string;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
};

/** The queue that takes requests, and what its address says of where it is. */
export type RequestQueue = { readonly url: string; readonly account: string; readonly region: string };

/** The functions people ask something of. */
type Asked = 'alert' | 'drain' | 'batch';

const outputs: Readonly<Record<Asked, string>> = {
  alert: 'AlertQueueUrl',
  drain: 'DrainQueueUrl',
  batch: 'BatchQueueUrl',
};

export async function openQueue(
  command: string,
  options: RequestOptions,
  io: Io,
  feature: Asked = 'alert',
): Promise<RequestQueue> {
  const howToFind = `it is the stack's output ${outputs[feature]}`;
  const given = options.queue ?? io.env['WATCHKEEPER_QUEUE_URL'] ?? '';
  if (given === '') {
    throw usageError(`${command} needs the queue`, `give --queue URL or set WATCHKEEPER_QUEUE_URL; ${howToFind}`);
  }
  // The tick function's environment has a place for each function's name; queues of a stack are named alike.
  const named = given.replace('{feature}', feature);
  const url = options.queue === undefined ? named.replace(/-(?:alert|drain|batch)$/, `-${feature}`) : named;
  if (!URL.canParse(url)) throw usageError(`${given} is not the address of a queue`, howToFind);
  if (url.endsWith('.fifo')) {
    throw usageError(`${url} takes alerts, not requests`, `use the queue whose name ends in -${feature}; ${howToFind}`);
  }
  const implied = /^sqs\.([a-z0-9-]+)\.amazonaws\./.exec(new URL(url).hostname)?.[1];
  return { url, account: accountOf(url), region: await regionOf(options, io, implied) };
}

/** Sends a request, and gives it as it was sent. */
export async function send(queue: RequestQueue, request: Request, options: RequestOptions, io: Io) {
  const event = {
    version: '0',
    id: newId(),
    'detail-type': request.detailType,
    source: ownSource,
    account: queue.account,
    time: isoTime(io.now()),
    region: queue.region,
    resources: [],
    detail: { ...request.detail, by: byOf(options, io) },
  };
  const sender = await io.account.sender(queue.region);
  const [unsent] = await sender(queue.url, [{ body: JSON.stringify(event) }]);
  if (unsent !== undefined) throw fault(`the queue did not take it (${unsent.reason})`, 'run it again in a moment');
  return event;
}

export function byOf({ by }: RequestOptions, { env }: Io): string {
  return by ?? env['WATCHKEEPER_BY'] ?? env['USER'] ?? env['LOGNAME'] ?? 'somebody';
}
