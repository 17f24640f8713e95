import type { Instant } from '../../lib/core/time.ts';
import { secondMs } from '../../lib/core/time.ts';
import { refusalOfPayload } from './slack-limits.ts';
import type { SlackContent, SlackMessage, SlackState } from './slack-state.ts';

/** The body of an answer of the Web API, and a status where it is not 200. */
export type MethodAnswer = {
  readonly body: Readonly<Record<string, unknown>>;
  readonly status?: number;
  readonly retryAfterS?: number;
};

type MethodCall = {
  readonly state: SlackState;
  readonly args: Readonly<Record<string, unknown>>;
  readonly now: Instant;
};

type Method = { readonly scopes: readonly string[]; readonly run: (call: MethodCall) => MethodAnswer };

/** The methods Watchkeeper uses. A scope list means: any of them. */
export const slackMethods: Readonly<Record<string, Method>> = {
  'auth.test': { scopes: [], run: () => ({ body: { ok: true, team: 'Simulated', user: 'watchkeeper' } }) },
  'chat.postMessage': { scopes: ['chat:write'], run: postMessage },
  'chat.update': { scopes: ['chat:write'], run: update },
  'conversations.history': { scopes: ['channels:history', 'groups:history'], run: history },
  'conversations.replies': { scopes: ['channels:history', 'groups:history'], run: replies },
  'reactions.get': { scopes: ['reactions:read'], run: reactions },
};

export function failure(error: string): MethodAnswer {
  return { body: { ok: false, error } };
}

/** The first of these that holds stops a call before it is carried out. */
function channelFault({ state, args }: MethodCall): MethodAnswer | undefined {
  const channel = textOf(args, 'channel');
  const known = state.channels.size === 0 ? /^[CGD][A-Z0-9]{2,}$/.test(channel) : state.channels.has(channel);
  if (!known) return failure('channel_not_found');
  return state.archived.has(channel) ? failure('is_archived') : undefined;
}

function postMessage(call: MethodCall): MethodAnswer {
  const { state, args, now } = call;
  const fault = channelFault(call) ?? tooFast(call) ?? payloadFault('chat.postMessage', args);
  if (fault !== undefined) return fault;
  const channel = textOf(args, 'channel');
  const threadTs = args['thread_ts'];
  if (threadTs !== undefined && find(state, channel, threadTs) === undefined) return failure('thread_not_found');
  const message: SlackMessage = {
    channel,
    ts: nextTs(state, now),
    ...(typeof threadTs === 'string' ? { threadTs } : {}),
    broadcast: args['reply_broadcast'] === true,
    postedAt: now,
    content: contentOf(args),
    history: [],
    ...(isObject(args['metadata']) ? { metadata: args['metadata'] } : {}),
    reactions: [],
    deleted: false,
  };
  state.messages.push(message);
  return { body: { ok: true, channel, ts: message.ts, message: shown(message, false) } };
}

function update(call: MethodCall): MethodAnswer {
  const { state, args, now } = call;
  const fault = channelFault(call) ?? payloadFault('chat.update', args);
  if (fault !== undefined) return fault;
  const message = find(state, textOf(args, 'channel'), args['ts']);
  if (message === undefined) return failure('message_not_found');
  if (state.editsClosed) return failure('edit_window_closed');
  message.history.push({ at: message.editedAt ?? message.postedAt, content: message.content });
  message.content = contentOf(args);
  message.editedAt = now;
  return { body: { ok: true, channel: message.channel, ts: message.ts, text: message.content.text } };
}

function history(call: MethodCall): MethodAnswer {
  const { state, args } = call;
  const channel = textOf(args, 'channel');
  const oldest = Number(args['oldest'] ?? 0);
  const listed = state.messages.filter(
    (message) =>
      !message.deleted &&
      message.channel === channel &&
      (message.threadTs === undefined || message.broadcast) &&
      Number(message.ts) > oldest,
  );
  return channelFault(call) ?? page(listed.reverse(), args);
}

function replies(call: MethodCall): MethodAnswer {
  const { state, args } = call;
  const fault = channelFault(call);
  if (fault !== undefined) return fault;
  const parent = find(state, textOf(args, 'channel'), args['ts']);
  if (parent === undefined) return failure('thread_not_found');
  const under = state.messages.filter((message) => !message.deleted && message.threadTs === parent.ts);
  return page([parent, ...under], args);
}

function reactions(call: MethodCall): MethodAnswer {
  const fault = channelFault(call);
  if (fault !== undefined) return fault;
  const message = find(call.state, textOf(call.args, 'channel'), call.args['timestamp']);
  if (message === undefined) return failure('message_not_found');
  const counted = message.reactions.map(({ name, users }) => ({ name, users, count: users.length }));
  return { body: { ok: true, type: 'message', message: { ...shown(message, false), reactions: counted } } };
}

/** One page of messages; the cursor is the place of the next. */
function page(messages: readonly SlackMessage[], args: MethodCall['args']): MethodAnswer {
  const from = Number(args['cursor'] ?? 0);
  const limit = Number(args['limit'] ?? 100);
  const metadata = args['include_all_metadata'] === true || args['include_all_metadata'] === 'true';
  const more = from + limit < messages.length;
  return {
    body: {
      ok: true,
      messages: messages.slice(from, from + limit).map((message) => shown(message, metadata)),
      has_more: more,
      response_metadata: { next_cursor: more ? String(from + limit) : '' },
    },
  };
}

/** A message as the API returns it. Without `include_all_metadata` the payload of its metadata is left out. */
function shown(message: SlackMessage, withMetadata: boolean): Readonly<Record<string, unknown>> {
  return {
    type: 'message',
    ...message.content,
    ts: message.ts,
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(withMetadata && message.metadata !== undefined ? { metadata: message.metadata } : {}),
  };
}

function tooFast({ state, args, now }: MethodCall): MethodAnswer | undefined {
  if (state.postsPerSecond === undefined) return undefined;
  const channel = textOf(args, 'channel');
  const lately = state.messages.filter((message) => message.channel === channel && now - message.postedAt < secondMs);
  if (lately.length < state.postsPerSecond) return undefined;
  return { ...failure('ratelimited'), status: 429, retryAfterS: 1 };
}

function payloadFault(method: string, args: MethodCall['args']): MethodAnswer | undefined {
  const refusal = refusalOfPayload(method, args);
  return refusal === undefined ? undefined : failure(refusal);
}

function find(state: SlackState, channel: string, ts: unknown): SlackMessage | undefined {
  return state.messages.find((message) => message.channel === channel && message.ts === ts && !message.deleted);
}

function contentOf(args: MethodCall['args']): SlackContent {
  const { channel: _channel, ts: _ts, thread_ts: _threadTs, metadata: _metadata, ...content } = args;
  return { ...content, text: textOf(args, 'text').slice(0, 40_000) };
}

/** Seconds and microseconds, never the same twice. */
function nextTs(state: SlackState, now: Instant): string {
  const micros = String((now % secondMs) * 1000 + (state.messages.length % 1000)).padStart(6, '0');
  return `${Math.floor(now / secondMs)}.${micros}`;
}

function textOf(args: MethodCall['args'], name: string): string {
  const value = args[name];
  return typeof value === 'string' ? value : '';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
