import type { AlertReads } from '../../alert/gather.ts';
import type { Reactions } from '../../alert/facts.ts';
import type { Clock } from '../../core/ports.ts';
import { secondMs } from '../../core/time.ts';
import { slackOptions } from './channels.ts';

/** A look at reactions must not hold up what is to be told. */
const limitMs = 2 * secondMs;

/** What people said of a Slack message by reacting to it. What cannot be read was not said. */
export function reactionsOf(needs: Parameters<typeof slackOptions>[0], clock: Clock): AlertReads['reactions'] {
  return async (destination, { channel, id }) => {
    if (destination.type !== 'slack' || channel === undefined || id === undefined) return undefined;
    const { reactionMeanings, slackReactions } = await import('../../channels/slack/reactions.ts');
    const read = slackReactions(slackOptions(needs));
    try {
      const place = { tokenParameter: destination.tokenParameter, channel, id };
      const reactions = await read(place, { now: clock.now, deadline: clock.now() + limitMs });
      const found: { -readonly [Name in keyof Reactions]: Reactions[Name] } = {};
      for (const { name, users } of reactions) {
        const meaning = reactionMeanings[name];
        if (meaning !== undefined && users[0] !== undefined) found[meaning] = users[0];
      }
      return found;
    } catch {
      return undefined;
    }
  };
}
