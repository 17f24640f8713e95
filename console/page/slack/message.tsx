import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ChatMessage } from '../../view.ts';
import { Icon } from '../icons.tsx';
import { chat } from '../store.ts';
import { timeText } from '../times.ts';
import { SlackContent } from './content.tsx';
import { Reactions } from './reactions.tsx';

type Shown = { readonly message: ChatMessage; readonly replies: readonly ChatMessage[]; readonly zone: string };

/** A message of the channel with its thread, which opens below it. */
export function Message({ message, replies, zone }: Shown): JSX.Element {
  return (
    <article class="message" data-ts={message.ts} aria-label={`${message.author}: ${message.content.text}`}>
      <Avatar />
      <div class="message-body">
        <Byline message={message} zone={zone} />
        <SlackContent content={message.content} />
        <Edited message={message} zone={zone} />
        <Reactions message={message} />
        {replies.length > 0 ? <Thread replies={replies} zone={zone} /> : null}
      </div>
    </article>
  );
}

/** A reply that was sent to the channel as well: it names the message it belongs to. */
export function Broadcast({
  message,
  parent,
  zone,
}: Omit<Shown, 'replies'> & { readonly parent?: ChatMessage }): JSX.Element {
  return (
    <article class="message" data-ts={message.ts} aria-label={`${message.author}: ${message.content.text}`}>
      <Avatar />
      <div class="message-body">
        <Byline message={message} zone={zone} />
        <p class="reply-to">
          <Icon name="thread" /> replied to a thread{parent === undefined ? '' : `: ${parent.content.text}`}
        </p>
        <SlackContent content={message.content} />
      </div>
    </article>
  );
}

function Thread({ replies, zone }: Omit<Shown, 'message'>): JSX.Element {
  const open = useSignal(false);
  const list = useRef<HTMLOListElement>(null);
  // What was asked for is seen, even below the last message.
  useLayoutEffect(() => list.current?.scrollIntoView({ block: 'nearest' }), [open.value]);
  const last = replies.at(-1);
  const count = `${replies.length} ${replies.length === 1 ? 'reply' : 'replies'}`;
  return (
    <div class="thread">
      <button type="button" class="thread-toggle" aria-expanded={open.value} onClick={() => (open.value = !open.value)}>
        <Icon name="thread" />
        <b>{count}</b>
        {last === undefined ? null : <span>last at {timeText(last.postedAt, zone, 'minute')}</span>}
      </button>
      {open.value ? (
        <ol class="replies" ref={list}>
          {replies.map((reply) => (
            <li key={reply.ts} class="reply" data-ts={reply.ts}>
              <Byline message={reply} zone={zone} />
              <SlackContent content={reply.content} />
              <Edited message={reply} zone={zone} />
            </li>
          ))}
        </ol>
      ) : null}
    </div>
  );
}

function Avatar(): JSX.Element {
  return <img class="avatar" src="/favicon.svg" alt="" width="36" height="36" />;
}

function Byline({ message, zone }: { readonly message: ChatMessage; readonly zone: string }): JSX.Element {
  const names = chat.value?.names ?? {};
  const rung = message.pings.map((id) => `@${names[id] ?? id}`).join(', ');
  return (
    <p class="byline">
      <b>{message.author}</b>
      <span class="app-badge">APP</span>
      <time dateTime={new Date(message.postedAt).toISOString()}>{timeText(message.postedAt, zone, 'minute')}</time>
      {rung === '' ? null : (
        <span class="rung">
          <Icon name="bell" /> rang {rung}
        </span>
      )}
    </p>
  );
}

function Edited({ message, zone }: { readonly message: ChatMessage; readonly zone: string }): JSX.Element | null {
  const first = useRef(message.edits);
  if (message.editedAt === undefined) return null;
  const times = message.edits === 1 ? 'once' : `${message.edits} times`;
  return (
    <p class="edited" title={`edited ${times}, last at ${timeText(message.editedAt, zone, 'second')}`}>
      (edited)
      {/* A new element for each edit: its colour fades once. */}
      {message.edits === first.current ? null : <i key={message.edits} class="edit-flash" aria-hidden="true" />}
    </p>
  );
}
