import type { PutEventsRequest, PutEventsResponse } from '@aws-sdk/client-eventbridge';
import { uuid } from '../account/identities.ts';
import { Refusal } from '../account/refusal.ts';
import type { Api } from './api.ts';

/** What anybody puts on the account's bus. AWS's own sources are refused (API_PutEvents). */
export function eventBusOperations({ account }: Api) {
  return {
    'EventBridge.PutEvents': ({ Entries: entries = [] }: PutEventsRequest): PutEventsResponse => {
      if (entries.length > 10) throw new Refusal('ValidationException', 'At most 10 entries.');
      const answers = entries.map(
        ({ Source: source = '', DetailType: detailType = '', Detail = '{}', Resources = [] }) => {
          if (source.startsWith('aws.'))
            return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
          account.emit({
            source,
            detailType,
            resources: Resources,
            detail: JSON.parse(Detail) as Record<string, unknown>,
          });
          return { EventId: uuid(account.random) };
        },
      );
      return { Entries: answers, FailedEntryCount: answers.filter((each) => 'ErrorCode' in each).length };
    },
  };
}
