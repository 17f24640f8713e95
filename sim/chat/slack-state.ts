/** A payload as it was posted or edited: text, blocks, attachments and the rest, unchecked. */
export type SlackContent = Readonly<Record<string, unknown>> & { readonly text: string };

type SlackReaction = { readonly name: string; readonly users: string[] };

/** A message as a channel holds it. `content` is what is shown now, `history` what was shown before, oldest first. */
export type SlackMessage = {
  readonly channel: string;
  readonly ts: string;
  /** The message it is a reply to. */
  readonly threadTs?: string;
  /** A reply shown in the channel as well. */
  readonly broadcast: boolean;
  readonly postedAt: number;
  content: SlackContent;
  readonly history: { readonly at: number; readonly content: SlackContent }[];
  editedAt?: number;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly reactions: SlackReaction[];
  deleted: boolean;
};

/** One call as it came in, for counting: carried out or not. */
type SlackCallSeen = {
  readonly method: string;
  readonly channel: string;
  readonly at: number;
  readonly ok: boolean;
};

/** Everything a Slack workspace knows here. Read it, change it, or listen to it. */
export type SlackState = {
  readonly messages: SlackMessage[];
  readonly calls: SlackCallSeen[];
  /** Known channels; empty: every id that looks like one. */
  readonly channels: Set<string>;
  readonly archived: Set<string>;
  /** Valid tokens; empty: every one that looks like one. */
  readonly tokens: Set<string>;
  /** Scopes the token has. */
  readonly scopes: Set<string>;
  /** Posts a second into one channel before 429; undefined: no limit. */
  postsPerSecond: number | undefined;
  /** Messages cannot be edited any more. */
  editsClosed: boolean;
  readonly listeners: Set<() => void>;
};

export function newSlackState(): SlackState {
  return {
    messages: [],
    calls: [],
    channels: new Set(),
    archived: new Set(),
    tokens: new Set(),
    scopes: new Set(['chat:write', 'chat:write.public', 'channels:history', 'groups:history', 'reactions:read']),
    postsPerSecond: undefined,
    editsClosed: false,
    listeners: new Set(),
  };
}

/** The messages of a channel that are no replies, oldest first. */
export function postsOf(state: SlackState, channel?: string): readonly SlackMessage[] {
  return state.messages.filter(
    (message) => !message.deleted && message.threadTs === undefined && (channel ?? message.channel) === message.channel,
  );
}

/** The replies under a message, oldest first. */
export function threadOf(state: SlackState, ts: string): readonly SlackMessage[] {
  return state.messages.filter((message) => !message.deleted && message.threadTs === ts);
}

/** Somebody reacts. */
export function react(state: SlackState, ts: string, name: string, user: string): void {
  const message = state.messages.find((one) => one.ts === ts);
  if (message === undefined) throw new Error(`there is no message ${ts}`);
  const reaction = message.reactions.find((one) => one.name === name);
  if (reaction === undefined) message.reactions.push({ name, users: [user] });
  else reaction.users.push(user);
  for (const listener of state.listeners) listener();
}

/** Takes a reaction back. */
export function takeBack(state: SlackState, ts: string, name: string, user: string): void {
  const message = state.messages.find((one) => one.ts === ts);
  const reaction = message?.reactions.find((one) => one.name === name);
  if (message === undefined || reaction === undefined) return;
  reaction.users.splice(0, reaction.users.length, ...reaction.users.filter((each) => each !== user));
  if (reaction.users.length === 0) message.reactions.splice(message.reactions.indexOf(reaction), 1);
  for (const listener of state.listeners) listener();
}

/** Every text a message shows now: its fallback and the texts of all its blocks, in their order. */
export function shownTexts({ content }: SlackMessage): readonly string[] {
  const texts: string[] = [];
  collect([content['blocks'], content['attachments']], texts);
  return texts.length === 0 ? [content.text] : texts;
}

function collect(value: unknown, texts: string[]): void {
  if (Array.isArray(value)) for (const item of value) collect(item, texts);
  else if (typeof value === 'object' && value !== null) {
    if ('type' in value && value.type === 'mrkdwn' && 'text' in value && typeof value.text === 'string') {
      texts.push(value.text);
    } else for (const item of Object.values(value)) collect(item, texts);
  }
}
