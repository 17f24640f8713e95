import type { Instant } from '../../lib/core/time.ts';
import { isoTime } from '../../lib/core/time.ts';
import type { SlackMessage } from '../chat/slack-state.ts';

/** Who wants to hear: of what happened, for people, and of the lines the functions logged. */
export type Listener = {
  readonly happened?: (at: Instant, what: string) => void;
  readonly logged?: (line: string) => void;
};

type Logged = {
  readonly function?: string;
  readonly level?: string;
  readonly record?: string;
  readonly message?: string;
  readonly error?: { readonly message?: string };
};

const linesKept = 60;

/** What happened lately, for whoever must understand why something broke. */
export class Chronicle {
  /** The last lines, oldest first. */
  readonly last: string[] = [];
  private readonly shown = new Map<string, string>();
  private readonly listener: Listener;
  private readonly now: () => Instant;

  constructor(listener: Listener, now: () => Instant) {
    this.listener = listener;
    this.now = now;
  }

  tell(what: string): void {
    this.note(what);
    this.listener.happened?.(this.now(), what);
  }

  /** A line of a function's log. Metrics are no news, and of the others only what they say. */
  log(line: string): void {
    this.listener.logged?.(line);
    if (line.startsWith('{"_aws"')) return;
    const { function: name, level, record, message, error } = JSON.parse(line) as Logged;
    const { message: problem } = error ?? {};
    this.note([name, level, record, message, problem].filter((part) => part !== undefined).join('  '));
  }

  /** What stands in the chat now that did not before. */
  chat(messages: readonly SlackMessage[]): void {
    for (const { ts, threadTs, content } of messages) {
      if (this.shown.get(ts) === content.text) continue;
      const how = this.shown.has(ts) ? 'edited' : threadTs === undefined ? 'posted' : 'replied';
      this.shown.set(ts, content.text);
      this.tell(`${how}: ${content.text}`);
    }
  }

  private note(line: string): void {
    this.last.push(`${isoTime(this.now())}  ${line}`);
    if (this.last.length > linesKept) this.last.shift();
  }
}
