import type { Instant } from '../../lib/core/time.ts';
import type { Fault, Faults } from './faults.ts';
import { newFaults } from './faults.ts';
import type { Answer, Arrived } from './server.ts';
import { listen } from './server.ts';

/** A request that was taken in. */
type WebhookRequest = Arrived & { readonly at: Instant };

export type WebhookServer = {
  readonly url: string;
  readonly state: { readonly requests: WebhookRequest[] };
  readonly faults: Faults;
  readonly close: () => Promise<void>;
};

/** An endpoint that takes everything and keeps it. */
export async function startWebhookServer({
  port,
  now,
}: {
  readonly port?: number;
  readonly now: () => Instant;
}): Promise<WebhookServer> {
  const requests: WebhookRequest[] = [];
  const faults = newFaults();
  const service = {
    name: ({ path }: Arrived) => path,
    carryOut: (request: Arrived): Answer => {
      requests.push({ ...request, at: now() });
      return { status: 204, body: '' };
    },
    faulty: ({ status = 500, body = '', retryAfterS }: Fault): Answer => ({
      status,
      body,
      headers: retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) },
    }),
  };
  const { url, close } = await listen(service, faults, port);
  return { url: `${url}/hook`, state: { requests }, faults, close };
}
