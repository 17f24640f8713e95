import { deferred } from '../../aws/client.ts';
import type { Send } from '../../channels/http.ts';

/** Requests to chat services. What makes them is loaded with the first: most functions, and most invocations, make none. */
export function lazyRequests(): Send {
  const http = deferred<{ readonly send: Send }>(async () => {
    const { httpSend } = await import('../../channels/http.ts');
    return { send: httpSend() };
  });
  return async (request) => http.send(request);
}
