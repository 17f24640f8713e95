import type { ChatMessage, ChatView } from '../../../console/view.ts';
import type { Configuration } from '../../../lib/app/config/schema.ts';
import type { SlackMessage, SlackState } from '../../../sim/chat/slack-state.ts';

/** Whoever looks at the page. */
export const visitor = 'U0VISITOR';

/** Messages kept for the page. */
const messagesShown = 200;

/** The workspace as the page shows it, with the names the configuration gives to its ids. */
export function chatView(slack: SlackState, configuration: Configuration): ChatView {
  const names = namesOf(configuration);
  const used = new Set(slack.messages.map(({ channel }) => channel));
  const channels = [...new Set([...channelsOf(configuration), ...used])];
  return {
    channels: channels.map((id) => ({ id, name: names[id] ?? id })),
    names: { ...names, [visitor]: 'you' },
    messages: slack.messages
      .filter(({ deleted }) => !deleted)
      .slice(-messagesShown)
      .map(messageView),
  };
}

function messageView(message: SlackMessage): ChatMessage {
  const { content, threadTs, editedAt } = message;
  return {
    channel: message.channel,
    ts: message.ts,
    broadcast: message.broadcast,
    author: 'Watchkeeper',
    postedAt: message.postedAt,
    edits: message.history.length,
    content,
    reactions: message.reactions.map(({ name, users }) => ({
      name,
      count: users.length,
      mine: users.includes(visitor),
    })),
    pings: pingsOf(message),
    ...(threadTs !== undefined && { threadTs }),
    ...(editedAt !== undefined && { editedAt }),
  };
}

/** An edit rings nobody: only those count whom the first version named. */
function pingsOf({ content, history }: SlackMessage): readonly string[] {
  const first = JSON.stringify(history[0]?.content ?? content);
  return [...new Set([...first.matchAll(/<(?:!subteam\^|@)([A-Z0-9]+)/g)].map(([, id = '']) => id))];
}

type Named = { readonly slack?: string; readonly mention?: string };

function namesOf({ teams = {}, receivers }: Configuration): Record<string, string> {
  const names: Record<string, string> = {};
  for (const [name, each] of [...Object.entries(receivers), ...Object.entries(teams)]) {
    const { slack, mention } = each as Named;
    if (slack !== undefined && !slack.startsWith('{'))
      names[slack] = `${name}-alerts`.replace(/^alerts-alerts$/, 'alerts');
    if (mention !== undefined) names[mention] = `${name}-oncall`;
  }
  return names;
}

function channelsOf({ teams = {}, receivers }: Configuration): readonly string[] {
  const all = [...Object.values(receivers), ...Object.values(teams)] as readonly Named[];
  return all.flatMap(({ slack }) => (slack === undefined || slack.startsWith('{') ? [] : [slack]));
}
