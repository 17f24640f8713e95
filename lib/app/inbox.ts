import type { Heard } from '../core/decision.ts';
import type { Feature } from '../core/feature.ts';
import type { RecordKey } from '../core/record.ts';
import { featureOf } from '../core/record.ts';
import type { QueueMessage, World } from './world.ts';

/** What one record heard, and the messages that told it. */
export type Hearing<Event> = { readonly heard: Heard<Event>[]; readonly messages: Set<string> };

/** A batch sorted by record. `hops`: how often a wake has woken itself; `failed`: messages to give back. */
export type Inbox<Event> = {
  readonly hearings: Map<RecordKey, Hearing<Event>>;
  readonly failed: Set<string>;
  readonly hops: number;
};

type WakeBody = { readonly wake: readonly RecordKey[]; readonly hops: number };

/**
 * Parses every message and sorts what it says by record. What can never be understood goes to the dead letters at
 * once, with the place of its fault; what is not ours is counted and let go.
 */
export async function sortMessages<Event, State, Target, Facts, Read, Policy>(
  messages: readonly QueueMessage[],
  feature: Feature<Event, State, Target, Facts, Read, Policy>,
  world: World<Event, Target, Read, Policy>,
  policy: Policy,
): Promise<Inbox<Event>> {
  const inbox: Inbox<Event> = { hearings: new Map(), failed: new Set(), hops: 0 };
  let hops = 0;
  for (const message of messages) {
    const wake = readWake(message.body);
    if (wake !== undefined) {
      hops = Math.max(hops, wake.hops);
      const ours = wake.wake.filter((key) => featureOf(key) === feature.name);
      for (const key of ours) hear(inbox, { key, messageId: message.id }, { kind: 'wake' });
      continue;
    }
    const parsed = world.parse(message.body);
    if ('event' in parsed) {
      const keys = feature.recordsOf(parsed.event, policy);
      if (keys.length === 0) world.count('EventsIgnored', 1);
      for (const key of keys) hear(inbox, { key, messageId: message.id }, parsed.event);
    } else if ('ignored' in parsed) {
      world.count('EventsIgnored', 1);
      world.log('debug', parsed.ignored, { eventId: parsed.id });
    } else {
      await refuse(message, parsed.fault, { inbox, world });
    }
  }
  return { ...inbox, hops };
}

function hear<Event>(
  inbox: Inbox<Event>,
  to: { readonly key: RecordKey; readonly messageId: string },
  heard: Heard<Event>,
): void {
  const hearing = inbox.hearings.get(to.key) ?? { heard: [], messages: new Set<string>() };
  hearing.heard.push(heard);
  hearing.messages.add(to.messageId);
  inbox.hearings.set(to.key, hearing);
}

async function refuse<Event, Target, Read, Policy>(
  message: QueueMessage,
  fault: { readonly path: string; readonly problem: string },
  at: { readonly inbox: Inbox<Event>; readonly world: World<Event, Target, Read, Policy> },
): Promise<void> {
  try {
    await at.world.deadLetters.refuse(message.body, fault);
    at.world.count('MessagesRefused', 1);
    at.world.log('warn', `message refused: ${fault.path}: ${fault.problem}`, { messageId: message.id });
  } catch (error) {
    at.inbox.failed.add(message.id);
    at.world.log('error', 'a refused message could not be put aside; it is given back', { error });
  }
}

/** `{"wake":[key…],"hops":n}`, or nothing where the body is something else. */
function readWake(body: string): WakeBody | undefined {
  if (!body.startsWith('{"wake"')) return undefined;
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null || !('wake' in value) || !Array.isArray(value.wake))
      return undefined;
    const keys = value.wake.filter((key): key is string => typeof key === 'string');
    const hops = 'hops' in value && typeof value.hops === 'number' ? value.hops : 0;
    return { wake: keys, hops };
  } catch {
    return undefined;
  }
}
