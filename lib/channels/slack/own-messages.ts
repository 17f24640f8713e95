import type { Instant } from '../../core/time.ts';
import { hourMs, secondMs } from '../../core/time.ts';
import type { SlackAnswer, SlackCall } from './call.ts';
import { record, records } from './call.ts';

/** What our messages carry, unseen: https://docs.slack.dev/messaging/message-metadata */
const metadataType = 'watchkeeper';

export type Mark = { readonly incident: string; readonly receiver: string; readonly reply?: string };

export function metadataOf(mark: Mark): { event_type: string; event_payload: Mark } {
  return { event_type: metadataType, event_payload: mark };
}

/** How far back we look for a message whose answer was lost. Redelivery comes within minutes. */
const lookBackMs = hourMs;

const pageSize = 50;
const mostPages = 3;

/** What a look brought; `refused`: why we could not look. */
export type Look<Found> = { readonly found: Found } | { readonly refused: Extract<SlackAnswer, { ok: false }> };

/** Our first post of an incident for a receiver, the newest within the last hour: its ts. */
export async function findPost(
  call: SlackCall,
  channel: string,
  mark: Mark,
  now: Instant,
): Promise<Look<string | undefined>> {
  const oldest = ((now - lookBackMs) / secondMs).toFixed(6);
  let found: string | undefined;
  const refused = await pages(call, { method: 'conversations.history', args: { channel, oldest } }, (message) => {
    const carried = markOf(message);
    const own = carried?.incident === mark.incident && carried.receiver === mark.receiver;
    if (own && carried.reply === undefined && typeof message['ts'] === 'string') found = message['ts'];
    return found === undefined;
  });
  return refused === undefined ? { found } : { refused };
}

/** The keys of our replies that stand under a message. */
export async function findReplies(
  call: SlackCall,
  place: { readonly channel: string; readonly ts: string },
  mark: Mark,
): Promise<Look<readonly string[]>> {
  const found: string[] = [];
  const args = { channel: place.channel, ts: place.ts };
  const refused = await pages(call, { method: 'conversations.replies', args }, (message) => {
    const carried = markOf(message);
    if (carried?.incident === mark.incident && carried.reply !== undefined) found.push(carried.reply);
    return true;
  });
  return refused === undefined ? { found } : { refused };
}

type Reading = {
  readonly method: 'conversations.history' | 'conversations.replies';
  readonly args: Readonly<Record<string, string>>;
};

/** Shows messages to `see` until it has seen enough, or three pages. Returns why it could not go on. */
async function pages(
  call: SlackCall,
  { method, args }: Reading,
  see: (message: Readonly<Record<string, unknown>>) => boolean,
): Promise<Extract<SlackAnswer, { ok: false }> | undefined> {
  let cursor = '';
  for (let page = 0; page < mostPages; page++) {
    const next = cursor === '' ? {} : { cursor };
    const answer = await call(method, { ...args, ...next, limit: pageSize, include_all_metadata: true });
    if (!answer.ok) return answer;
    if (!records(answer.body['messages']).every(see)) return undefined;
    const after = record(answer.body['response_metadata'])?.['next_cursor'];
    if (typeof after !== 'string' || after === '') return undefined;
    cursor = after;
  }
  return undefined;
}

function markOf(message: Readonly<Record<string, unknown>>): Mark | undefined {
  const metadata = record(message['metadata']);
  if (metadata?.['event_type'] !== metadataType) return undefined;
  const { incident, receiver, reply } = record(metadata['event_payload']) ?? {};
  if (typeof incident !== 'string' || typeof receiver !== 'string') return undefined;
  return { incident, receiver, ...(typeof reply === 'string' ? { reply } : {}) };
}
