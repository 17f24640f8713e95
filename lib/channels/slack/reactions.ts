import type { DeliveryContext } from '../deliver.ts';
import { httpSend } from '../http.ts';
import type { SlackOptions } from './call.ts';
import { record, records, slackCall, thrown } from './call.ts';
import { paceOf } from './pace.ts';

/** What people say by a reaction on an incident's message. */
export const reactionMeanings: Readonly<Record<string, 'mine' | 'mute' | 'closed'>> = {
  eyes: 'mine',
  no_bell: 'mute',
  white_check_mark: 'closed',
  heavy_check_mark: 'closed',
};

/** Users by their Slack ids (`U…`). */
type Reaction = { readonly name: string; readonly users: readonly string[] };

/** The reactions on one of our messages. Throws PortError; a message that is gone has none. */
type ReadReactions = (
  place: { readonly tokenParameter: string; readonly channel: string; readonly id: string },
  context: DeliveryContext,
) => Promise<readonly Reaction[]>;

/** Reads reactions through reactions.get (Tier 3: some 50 calls a minute for a workspace; scope reactions:read). */
export function slackReactions(options: SlackOptions): ReadReactions {
  const send = options.send ?? httpSend();
  return async ({ tokenParameter, channel, id }, context) => {
    const call = slackCall({ options: { ...options, send }, tokenParameter, pace: paceOf(channel), context });
    const answer = await call('reactions.get', { channel, timestamp: id, full: true });
    if (!answer.ok && answer.refusal === 'gone') return [];
    if (!answer.ok) throw thrown(answer.finding, context.now());
    return records(record(answer.body['message'])?.['reactions']).flatMap(reactionOf);
  };
}

function reactionOf({ name, users }: Readonly<Record<string, unknown>>): Reaction[] {
  if (typeof name !== 'string' || !Array.isArray(users)) return [];
  return [{ name, users: users.filter((user) => typeof user === 'string') }];
}
