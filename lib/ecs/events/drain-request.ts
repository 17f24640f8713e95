import { ownSource } from '../../core/event.ts';
import type { DrainWish } from '../../core/host-event.ts';
import { drainRequestTypes } from './host.ts';

/** What one feature asks of drain, over the account's bus. */
type DrainAsked = {
  readonly wish: Extract<DrainWish, 'drain' | 'cancel'>;
  readonly instanceId: string;
  readonly by: string;
  readonly why: string;
};

/** As an entry of PutEvents. `hops`: how many of our own events led to it, itself among them. */
export function drainRequestEvent({ wish, ...asked }: DrainAsked): {
  readonly source: string;
  readonly detailType: string;
  readonly detail: object;
} {
  const [detailType = ''] = Object.entries(drainRequestTypes).find(([, each]) => each === wish) ?? [];
  return { source: ownSource, detailType, detail: { ...asked, yields: true, hops: 1 } };
}
