import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Outcome } from '../core/outcome.ts';
import type { Clock } from '../core/ports.ts';
import { clientSettings, within } from './client.ts';
import { portError } from './errors.ts';

export function openEventBus(): EventBridgeClient {
  return new EventBridgeClient(clientSettings);
}

export type OwnEvent = { readonly source: string; readonly detailType: string; readonly detail: object };

/** Puts one event on the account's default bus. Nothing here throws. */
export function eventPutter(
  client: EventBridgeClient,
  clock: Clock,
): (event: OwnEvent) => Promise<Omit<Outcome, 'kind' | 'action'>> {
  return async ({ source, detailType, detail }) => {
    const at = clock.now();
    try {
      const entry = { Source: source, DetailType: detailType, Detail: JSON.stringify(detail) };
      const { Entries: [answer] = [] } = await client.send(new PutEventsCommand({ Entries: [entry] }), within());
      // A refused entry stands in a 200 (API_PutEvents, FailedEntryCount).
      return answer?.ErrorCode === undefined
        ? { result: 'done', reason: `${detailType}: sent`, at }
        : { result: 'retry', reason: `${detailType}: ${answer.ErrorCode}`, at };
    } catch (error) {
      const { verdict, message } = portError(error, 'put an event');
      return { result: verdict, reason: message, at: clock.now() };
    }
  };
}
