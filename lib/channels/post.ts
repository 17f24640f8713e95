import type { Paces } from '../core/delivery.ts';
import type { DeliveryContext, Finding } from './deliver.ts';
import { outOfTime, timeoutFor } from './deliver.ts';
import type { HttpAnswer, Send } from './http.ts';

export type Post = {
  readonly send: Send;
  readonly paces: Paces;
  readonly pace: string;
  readonly context: DeliveryContext;
};

/**
 * Posts JSON and has the answer judged. An address that is none is refused for good: it names only where it came from.
 * Being asked to wait holds back everything that keeps the same pace.
 */
export async function postJson<Judged extends { readonly finding: Finding }>(
  { send, paces, pace, context }: Post,
  {
    url,
    headers = {},
    body,
  }: { readonly url: string; readonly headers?: Record<string, string>; readonly body: string },
  judge: (answer: HttpAnswer) => Judged,
): Promise<Judged | { readonly finding: Finding }> {
  const address = URL.parse(url.trim());
  if (address === null || !/^https?:$/.test(address.protocol)) {
    return { finding: { result: 'permanent', reason: 'the address to post to is no http or https URL' } };
  }
  const timeoutMs = timeoutFor(context);
  if (timeoutMs === undefined) return { finding: outOfTime };
  const answer = await send({
    url: address.href,
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Watchkeeper', ...headers },
    body,
    timeoutMs,
    at: context.now(),
  });
  const judged = judge(answer);
  const { retryAt } = judged.finding;
  if (answer.status === 429 && retryAt !== undefined) await paces.block(pace, retryAt);
  return judged;
}
