import { computed, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { Account } from './account/pane.tsx';
import { Announcer, Chat } from './chat.tsx';
import { Decisions } from './decisions.tsx';
import { Faults } from './faults.tsx';
import { Header } from './header.tsx';
import type { IconName } from './icons.tsx';
import { Icon } from './icons.tsx';
import { Lower } from './lower.tsx';
import { chat } from './store.ts';

/** Where there is room for one part at a time, this one is shown. */
type Tab = 'account' | 'chat' | 'decisions' | 'plots' | 'jobs' | 'faults';

const tabs: readonly { readonly tab: Tab; readonly label: string; readonly icon: IconName }[] = [
  { tab: 'account', label: 'Account', icon: 'account' },
  { tab: 'chat', label: 'Chat', icon: 'chat' },
  { tab: 'decisions', label: 'Decisions', icon: 'list' },
  { tab: 'plots', label: 'Over time', icon: 'curve' },
  { tab: 'jobs', label: 'Jobs', icon: 'calendar' },
  { tab: 'faults', label: 'Break', icon: 'bolt' },
];

const shown = signal<Tab>('account');
const readUpTo = signal(0);
const posted = computed(
  () => chat.value?.messages.filter(({ threadTs, broadcast }) => threadTs === undefined || broadcast).length ?? 0,
);

export function App(): JSX.Element {
  return (
    <div class="app" data-tab={shown.value}>
      <a class="skip" href="#account-title">
        Skip to the account
      </a>
      <Header />
      <main>
        <Faults />
        <Account />
        <Lower />
        <Chat />
        <Decisions />
      </main>
      <Tabs />
      <Announcer />
    </div>
  );
}

function Tabs(): JSX.Element {
  const unread = shown.value === 'chat' ? 0 : Math.max(0, posted.value - readUpTo.value);
  const choose = (tab: Tab): void => {
    if (shown.value === 'chat' || tab === 'chat') readUpTo.value = posted.value;
    shown.value = tab;
  };
  return (
    <nav class="tabs" aria-label="Parts of the page">
      {tabs.map(({ tab, label, icon }) => (
        <button
          type="button"
          key={tab}
          aria-current={shown.value === tab ? 'page' : undefined}
          onClick={() => choose(tab)}
        >
          <Icon name={icon} />
          {label}
          {tab === 'chat' && unread > 0 ? <span class="unread">{unread}</span> : null}
        </button>
      ))}
    </nav>
  );
}
