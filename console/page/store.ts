import { batch, computed, signal } from '@preact/signals';
import { withChanges, withJobs } from '../changes.ts';
import type { JobsView } from '../jobs.ts';
import type { StreamEvents } from '../transport.ts';
import type { AccountView, ChatView, DecisionView } from '../view.ts';
import type { Selection } from './selection.ts';

/** What the page knows. Undefined: not heard yet. */
export const account = signal<AccountView | undefined>(undefined);
export const chat = signal<ChatView | undefined>(undefined);
export const decisions = signal<readonly DecisionView[] | undefined>(undefined);
export const jobs = signal<JobsView | undefined>(undefined);

type Connection = 'connecting' | 'live' | 'lost';
export const connection = signal<Connection>('connecting');

/** The service, instance or job the visitor looks at; curves, decisions and faults follow it. */
export const selection = signal<Selection | undefined>(undefined);

/** Why the last request was refused. */
export const refusal = signal<string | undefined>(undefined);

/** Decisions kept on the page. */
const decisionsKept = 400;

/** When `account` arrived, by the clock of the page. */
const arrivedAt = signal(0);

/** Beats several times a second, so that the clock moves between two views. */
const beat = signal(0);

/** How far the clock runs on alone: the next view should have come by then. */
const longestGapMs = 1500;

/** The virtual time, running on between two views. */
export const now = computed(() => {
  const seen = account.value;
  if (seen === undefined) return undefined;
  const passedMs = Math.min(Math.max(0, beat.value - arrivedAt.value), longestGapMs);
  return connection.value === 'live' ? seen.now + passedMs * seen.speed : seen.now;
});

/** The server sends nothing for this long: the browser may not have noticed that it is gone. */
const silenceMs = 10_000;

let heardAt = 0;

/** Follows the stream for as long as the page lives. The browser connects again by itself. */
export function follow(): void {
  const stream = new EventSource('/api/stream');
  const hear = <Name extends keyof StreamEvents>(name: Name, take: (data: StreamEvents[Name]) => void): void =>
    stream.addEventListener(name, (event: MessageEvent<string>) => {
      heardAt = performance.now();
      batch(() => {
        connection.value = 'live';
        take(JSON.parse(event.data) as StreamEvents[Name]);
      });
    });
  hear('view', (view) => {
    account.value = view;
    arrivedAt.value = performance.now();
    beat.value = arrivedAt.value;
  });
  hear('jobs', (update) => (jobs.value = withJobs(jobs.value ?? [], update)));
  hear('chat', (update) => (chat.value = withChanges(chat.value, update)));
  hear('decisions', ({ whole, decisions: later }) => {
    decisions.value = [...(whole ? [] : (decisions.value ?? [])), ...later].slice(-decisionsKept);
  });
  stream.addEventListener('error', () => (connection.value = 'lost'));
  setInterval(() => {
    beat.value = performance.now();
    if (connection.value === 'live' && beat.value - heardAt > silenceMs) connection.value = 'lost';
  }, 200);
}
