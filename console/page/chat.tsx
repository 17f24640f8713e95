import { computed, useSignal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { ChatMessage, ChatView } from '../view.ts';
import { useFollowing } from './following.ts';
import { Icon } from './icons.tsx';
import { Empty, Pane } from './pane.tsx';
import { Broadcast, Message } from './slack/message.tsx';
import { account, chat } from './store.ts';
import { timeText } from './times.ts';

const zone = computed(() => account.value?.zone ?? 'UTC');
const language = computed(() => account.value?.configuration.language ?? 'en');

/** Messages drawn at once. */
const mostShown = 120;

/** The channels, one at a time. Without a choice the one that spoke last is shown. */
export function Chat(): JSX.Element {
  const chosen = useSignal<string | undefined>(undefined);
  const view = chat.value;
  const spoke = view?.messages.findLast(({ threadTs }) => threadTs === undefined)?.channel;
  const current = chosen.value ?? spoke ?? view?.channels[0]?.id;
  const choose = (id: string): void => void (chosen.value = id);
  const read = useRead(view, current);
  return (
    <Pane name="chat" title="Chat" aside={<Channels view={view} current={current} choose={choose} read={read} />}>
      <Messages key={current} view={view} channel={current} />
    </Pane>
  );
}

type ChannelsProps = {
  readonly view: ChatView | undefined;
  readonly current: string | undefined;
  readonly choose: (id: string) => void;
  readonly read: ReadonlyMap<string, string>;
};

/** The last message of each channel that was shown: what came after it is unread. */
function useRead(view: ChatView | undefined, current: string | undefined): ReadonlyMap<string, string> {
  const read = useRef(new Map<string, string>());
  const last = current === undefined ? undefined : lastOf(view, current);
  if (current !== undefined && last !== undefined) read.current.set(current, last);
  return read.current;
}

function lastOf(view: ChatView | undefined, channel: string): string | undefined {
  return shownOf(view?.messages ?? []).findLast((message) => message.channel === channel)?.ts;
}

function Channels({ view, current, choose, read }: ChannelsProps): JSX.Element {
  const channels = view?.channels ?? [];
  return (
    <div class="channels" role="group" aria-label="Channel">
      {channels.map(({ id, name }) => (
        <button type="button" key={id} aria-pressed={id === current} onClick={() => choose(id)}>
          #{name}
          {lastOf(view, id) === read.get(id) ? null : (
            <span class="news">
              <span class="visually-hidden">new messages</span>
            </span>
          )}
        </button>
      ))}
    </div>
  );
}

type MessagesProps = { readonly view: ChatView | undefined; readonly channel: string | undefined };

function Messages({ view, channel }: MessagesProps): JSX.Element {
  const all = view?.messages.filter((message) => message.channel === channel) ?? [];
  const shown = shownOf(all).slice(-mostShown);
  const { list, behind, scrolled, toEnd } = useFollowing(shown.at(-1)?.ts);
  const quiet = view === undefined ? 'Reading the channel…' : 'All is quiet. Break something, and it is told here.';
  return (
    <div class="chat-frame">
      <div
        class="scroller chat-list"
        ref={list}
        onScroll={scrolled}
        lang={language.value}
        tabIndex={0}
        role="group"
        aria-label="Messages, newest last"
      >
        {shown.length === 0 ? <Empty>{quiet}</Empty> : null}
        <div class="chat-rest" />
        {shown.map((message, index) => (
          <Row key={message.ts} message={message} before={shown[index - 1]} all={all} />
        ))}
      </div>
      {behind.value ? (
        <button type="button" class="to-end" onClick={toEnd}>
          <Icon name="down" /> New messages
        </button>
      ) : null}
    </div>
  );
}

function shownOf(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  return messages.filter(({ threadTs, broadcast }) => threadTs === undefined || broadcast);
}

type RowProps = {
  readonly message: ChatMessage;
  readonly before: ChatMessage | undefined;
  readonly all: readonly ChatMessage[];
};

/** A message, below the name of its day when it is the first of it. */
function Row({ message, before, all }: RowProps): JSX.Element {
  const day = timeText(message.postedAt, zone.value, 'day');
  const isFirst = before === undefined || timeText(before.postedAt, zone.value, 'day') !== day;
  const parent = all.find(({ ts }) => ts === message.threadTs);
  return (
    <>
      {isFirst ? (
        <p class="day-line">
          <span>{day}</span>
        </p>
      ) : null}
      {message.threadTs === undefined ? (
        <Message message={message} replies={all.filter(({ threadTs }) => threadTs === message.ts)} zone={zone.value} />
      ) : (
        <Broadcast message={message} zone={zone.value} {...(parent === undefined ? {} : { parent })} />
      )}
    </>
  );
}

/** Says to people who do not look: a new message, and no edit. */
export function Announcer(): JSX.Element {
  const said = useSignal('');
  const seen = useRef<Set<string> | undefined>(undefined);
  useSignalEffect(() => {
    const messages = chat.value === undefined ? [] : shownOf(chat.value.messages);
    const fresh = messages.filter(({ ts }) => seen.current?.has(ts) === false);
    if (chat.value !== undefined) seen.current = new Set(messages.map(({ ts }) => ts));
    if (fresh.length > 0) said.value = fresh.map(({ content }) => content.text).join('. ');
  });
  return (
    <div class="visually-hidden" role="status" aria-live="polite">
      {said}
    </div>
  );
}
