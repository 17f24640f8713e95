import type { JSX } from 'preact';
import type { ChatMessage } from '../../view.ts';
import type { IconName } from '../icons.tsx';
import { Icon } from '../icons.tsx';
import { react } from '../requests.ts';
import { emojiOf } from './emoji.ts';

type Offer = { readonly name: string; readonly icon: IconName; readonly label: string; readonly hint: string };

/** Those Watchkeeper listens to. */
const offers: readonly Offer[] = [
  { name: 'eyes', icon: 'eyes', label: 'Mine', hint: 'I look after it: reminders stop' },
  { name: 'no_bell', icon: 'muted', label: 'Mute', hint: 'Nothing more about this one' },
  { name: 'white_check_mark', icon: 'check', label: 'Done', hint: 'It is settled: close it' },
];

export function Reactions({ message }: { readonly message: ChatMessage }): JSX.Element {
  const others = message.reactions.filter(({ name }) => offers.every((offer) => offer.name !== name));
  return (
    <div class="reactions" role="group" aria-label="Reactions">
      {offers.map((offer) => (
        <Offered key={offer.name} offer={offer} message={message} />
      ))}
      {others.map(({ name, count }) => (
        <span key={name} class="reaction">
          {emojiOf(name) ?? `:${name}:`} {count}
        </span>
      ))}
    </div>
  );
}

function Offered({ offer, message }: { readonly offer: Offer; readonly message: ChatMessage }): JSX.Element {
  const given = message.reactions.find(({ name }) => name === offer.name);
  const count = given?.count ?? 0;
  return (
    <button
      type="button"
      class={count > 0 ? 'reaction given' : 'reaction'}
      aria-pressed={given?.mine === true}
      title={offer.hint}
      onClick={() => void react({ channel: message.channel, ts: message.ts, name: offer.name })}
    >
      <Icon name={offer.icon} />
      {offer.label}
      {count > 0 ? <b>{count}</b> : null}
    </button>
  );
}
