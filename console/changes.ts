import type { JobsView } from './jobs.ts';
import type { ChatUpdate, DecisionsUpdate, JobsUpdate } from './transport.ts';
import type { ChatMessage, ChatView, DecisionView } from './view.ts';

/**
 * What one connection has been sent, so that the next event holds only what is new. One for each connection; its
 * first answers are whole.
 */
type Changes = {
  /** Undefined: nothing is new. */
  readonly chat: (view: ChatView) => ChatUpdate | undefined;
  readonly decisions: (decisions: readonly DecisionView[]) => DecisionsUpdate | undefined;
  readonly jobs: (view: JobsView) => JobsUpdate | undefined;
};

export function newChanges(): Changes {
  let sent: ReadonlyMap<string, string> | undefined;
  let around = '';
  let lastId: number | undefined;
  let jobsSent: ReadonlyMap<string, string> | undefined;
  return {
    chat: (view) => {
      const before = sent;
      const now = new Map(view.messages.map((message) => [messageKey(message), JSON.stringify(message)]));
      const frame = JSON.stringify([view.channels, view.names]);
      const gone = before === undefined || [...before.keys()].some((key) => !now.has(key));
      const messages = gone
        ? view.messages
        : view.messages.filter((message) => before.get(messageKey(message)) !== now.get(messageKey(message)));
      const same = !gone && messages.length === 0 && frame === around;
      sent = now;
      around = frame;
      return same ? undefined : { ...view, whole: gone, messages };
    },
    decisions: (decisions) => {
      const whole = lastId === undefined;
      const after = lastId ?? -Infinity;
      const later = decisions.filter(({ id }) => id > after);
      lastId = later.at(-1)?.id ?? lastId ?? -Infinity;
      return whole || later.length > 0 ? { whole, decisions: later } : undefined;
    },
    jobs: (view) => {
      const before = jobsSent;
      const now = new Map(view.map((job) => [job.name, JSON.stringify(job)]));
      const changed = view.filter(({ name }) => before?.get(name) !== now.get(name));
      const names = [...now.keys()];
      jobsSent = now;
      const same = before !== undefined && changed.length === 0 && names.join() === [...before.keys()].join();
      return same ? undefined : { names, jobs: changed };
    },
  };
}

/** The chat after an update: the page's side of `chat`. */
export function withChanges(before: ChatView | undefined, { whole, ...update }: ChatUpdate): ChatView {
  if (whole || before === undefined) return update;
  const changed = new Map(update.messages.map((message) => [messageKey(message), message]));
  const kept = before.messages.map((message) => changed.get(messageKey(message)) ?? message);
  const known = new Set(before.messages.map(messageKey));
  return { ...update, messages: [...kept, ...update.messages.filter((message) => !known.has(messageKey(message)))] };
}

/** The jobs after an update: the page's side of `jobs`. */
export function withJobs(before: JobsView, { names, jobs }: JobsUpdate): JobsView {
  const known = new Map([...before, ...jobs].map((job) => [job.name, job]));
  return names.flatMap((name) => known.get(name) ?? []);
}

function messageKey({ channel, ts }: Pick<ChatMessage, 'channel' | 'ts'>): string {
  return `${channel}/${ts}`;
}
