import { present } from '../../lib/core/present.ts';
import type { Agenda } from '../agenda.ts';

type QueueOptions = {
  readonly name: string;
  readonly fifo: boolean;
  readonly visibilityMs: number;
  /** Received more often than this, a message goes to `deadLetters`. */
  readonly maxReceives?: number;
  readonly deadLetters?: Queue;
};

type Sent = {
  readonly body: string;
  readonly delayMs?: number;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  /** Message attributes, all of them text. */
  readonly attributes?: Readonly<Record<string, string>>;
};

export type Received = {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly receives: number;
  readonly sentAt: number;
  readonly groupId?: string;
  readonly attributes?: Readonly<Record<string, string>>;
};

type Message = {
  readonly id: string;
  readonly body: string;
  readonly groupId?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly sentAt: number;
  visibleAt: number;
  receives: number;
  handle?: string;
};

/** FIFO queues take the same de-duplication id once in five minutes (SQS, Using the message deduplication ID). */
const deduplicationMs = 5 * 60_000;

/**
 * A queue as SQS keeps it: a received message is hidden for the visibility time-out and comes back when nobody deleted
 * it; of a FIFO group nothing is handed out while a message of it is in flight (SQS, FIFO delivery logic).
 */
export class Queue {
  readonly options: QueueOptions;
  /** Called when there may be something to receive. */
  onVisible: () => void = () => {};
  /** Whether a message will be delivered once more, and how much later: standard queues do, seldom (SQS, At-least-once delivery). */
  repeats: () => number | undefined = () => undefined;
  /** Called with how many messages there are, each time that has changed. */
  onCounts: ((counts: ReturnType<Queue['counts']>) => void) | undefined;
  private readonly agenda: Agenda;
  /** In the order in which they came. */
  private readonly messages = new Set<Message>();
  private readonly byHandle = new Map<string, Message>();
  private readonly seen = new Map<string, number>();
  private ids = 0;
  private handles = 0;

  constructor(options: QueueOptions, agenda: Agenda) {
    this.options = options;
    this.agenda = agenda;
  }

  /** Returns the message's id; that of the first one when a FIFO queue took it for a repeat. */
  send({ body, delayMs = 0, groupId, deduplicationId, attributes }: Sent): string {
    const now = this.agenda.now();
    const id = `${this.options.name}-${(this.ids += 1)}`;
    if (this.options.fifo && deduplicationId !== undefined) {
      const before = this.seen.get(deduplicationId);
      if (before !== undefined && now - before < deduplicationMs) return id;
      this.seen.set(deduplicationId, now);
    }
    const message = {
      id,
      body,
      sentAt: now,
      visibleAt: now + delayMs,
      receives: 0,
      ...(groupId !== undefined && { groupId }),
      ...(attributes !== undefined && { attributes }),
    };
    this.take(message);
    const laterMs = this.options.fifo ? undefined : this.repeats();
    if (laterMs !== undefined) this.take({ ...message, visibleAt: message.visibleAt + laterMs });
    return id;
  }

  private take(message: Message): void {
    this.messages.add(message);
    this.counted();
    this.agenda.at(message.visibleAt, `${this.options.name} has a message`, () => this.shown());
  }

  receive(most: number): Received[] {
    const taken: Received[] = [];
    const locked = this.lockedGroups();
    for (const message of this.messages) {
      if (taken.length === most) break;
      if (message.visibleAt > this.agenda.now()) {
        if (this.options.fifo && message.groupId !== undefined) locked.add(message.groupId);
        continue;
      }
      if (message.groupId !== undefined && locked.has(message.groupId)) continue;
      const received = this.hand(message);
      if (received !== undefined) taken.push(received);
    }
    if (taken.length > 0) this.counted();
    return taken;
  }

  /** A handle that has run out deletes nothing: the message was handed to somebody else. */
  delete(receiptHandle: string): void {
    const message = this.byHandle.get(receiptHandle);
    if (message !== undefined) this.messages.delete(message);
    this.byHandle.delete(receiptHandle);
    this.counted();
    if (this.options.fifo) this.onVisible();
  }

  counts(): { readonly visible: number; readonly inFlight: number; readonly delayed: number } {
    const now = this.agenda.now();
    const counts = { visible: 0, inFlight: 0, delayed: 0 };
    for (const { visibleAt, handle } of this.messages) {
      if (visibleAt <= now) counts.visible += 1;
      else if (handle === undefined) counts.delayed += 1;
      else counts.inFlight += 1;
    }
    return counts;
  }

  /** How long the oldest message has been here; 0 when there is none. */
  ageMs(): number {
    const sent = [...this.messages].map(({ sentAt }) => sentAt);
    return sent.length === 0 ? 0 : this.agenda.now() - Math.min(...sent);
  }

  /** What a receive with a visibility time-out of 0 shows: nothing is hidden by it. */
  shownNow(most: number): readonly { readonly body: string; readonly attributes?: Readonly<Record<string, string>> }[] {
    const now = this.agenda.now();
    return [...this.messages].filter((message) => message.visibleAt <= now).slice(0, most);
  }

  /** Bodies of all messages, for whoever looks into a dead-letter queue. */
  bodies(): readonly string[] {
    return Array.from(this.messages, ({ body }) => body);
  }

  /** Bodies of those nobody has received yet. */
  unreceived(): readonly string[] {
    return [...this.messages].filter(({ receives }) => receives === 0).map(({ body }) => body);
  }

  private counted(): void {
    this.onCounts?.(this.counts());
  }

  private shown(): void {
    this.counted();
    this.onVisible();
  }

  /** Groups of messages in flight: nothing else of theirs is handed out. */
  private lockedGroups(): Set<string> {
    if (!this.options.fifo) return new Set();
    const now = this.agenda.now();
    const locked = new Set<string>();
    for (const { handle, visibleAt, groupId } of this.messages)
      if (groupId !== undefined && handle !== undefined && visibleAt > now) locked.add(groupId);
    return locked;
  }

  private hand(message: Message): Received | undefined {
    const { maxReceives, deadLetters, visibilityMs } = this.options;
    if (maxReceives !== undefined && deadLetters !== undefined && message.receives >= maxReceives) {
      deadLetters.send({
        body: message.body,
        ...present({ groupId: message.groupId, attributes: message.attributes }),
      });
      this.messages.delete(message);
      return undefined;
    }
    message.receives += 1;
    message.visibleAt = this.agenda.now() + visibilityMs;
    if (message.handle !== undefined) this.byHandle.delete(message.handle);
    message.handle = `${message.id}/${message.receives}/${(this.handles += 1)}`;
    this.byHandle.set(message.handle, message);
    this.agenda.at(message.visibleAt, `${this.options.name} hands out again`, () => this.shown());
    const { id, body, receives, sentAt, groupId, attributes, handle } = message;
    return { messageId: id, receiptHandle: handle, body, receives, sentAt, ...present({ groupId, attributes }) };
  }
}
