import type { Heard, Wake } from '../core/decision.ts';
import type { Parsed } from '../core/event.ts';
import type { Feature } from '../core/feature.ts';
import type { RecordKey } from '../core/record.ts';
import { featureOf } from '../core/record.ts';
import { wordsOf } from './trouble.ts';
import type { QueueMessage, World } from './world.ts';

/** What one record heard, and the messages that told it events: a wake is none, the due index sees to it. */
type Hearing<Event> = { readonly heard: Heard<Event>[]; readonly messages: Set<string> };

/**
 * A batch sorted by record. `bodies`: the message of each event. `hops`: how often each record has woken itself; `failed`:
 * messages to give back.
 */
type Inbox<Event> = {
  readonly hearings: Map<RecordKey, Hearing<Event>>;
  readonly bodies: Map<unknown, string>;
  readonly failed: Set<string>;
  readonly hops: Map<RecordKey, number>;
};

type WakeBody = { readonly wake: readonly RecordKey[]; readonly hops: number; readonly isHint: boolean };

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
  const inbox: Inbox<Event> = { hearings: new Map(), bodies: new Map(), failed: new Set(), hops: new Map() };
  for (const message of messages) {
    const wake = readWake(message.body);
    if (wake !== undefined) {
      const ours = wake.wake.filter((key) => featureOf(key) === feature.name);
      const heard: Wake = { kind: 'wake', ...(wake.isHint && { isHint: true }) };
      for (const key of ours) {
        hearingOf(inbox, key).heard.push(heard);
        inbox.hops.set(key, Math.max(inbox.hops.get(key) ?? 0, wake.hops));
      }
      continue;
    }
    const parsed = understand(message.body, feature, world, policy);
    if ('event' in parsed) {
      if (parsed.keys.length === 0) world.count('EventsIgnored', 1);
      inbox.bodies.set(parsed.event, message.body);
      for (const key of parsed.keys) {
        const hearing = hearingOf(inbox, key);
        hearing.heard.push(parsed.event);
        hearing.messages.add(message.id);
      }
    } else if ('ignored' in parsed) {
      world.count('EventsIgnored', 1);
      world.log('debug', parsed.ignored, { eventId: parsed.id });
    } else {
      await refuse(message, parsed.fault, { inbox, world });
    }
  }
  return inbox;
}

type Understood<Event> =
  | { readonly event: Event; readonly keys: readonly RecordKey[] }
  | Exclude<Parsed<Event>, { readonly event: Event }>;

/** What a message says, and to which records. What throws on the way can be told to none. */
function understand<Event, State, Target, Facts, Read, Policy>(
  body: string,
  feature: Feature<Event, State, Target, Facts, Read, Policy>,
  world: World<Event, Target, Read, Policy>,
  policy: Policy,
): Understood<Event> {
  try {
    const parsed = world.parse(body);
    return 'event' in parsed ? { event: parsed.event, keys: feature.recordsOf(parsed.event, policy) } : parsed;
  } catch (error) {
    return { fault: { path: '$', problem: `nobody knows which record it is about: ${wordsOf(error)}` } };
  }
}

function hearingOf<Event>(inbox: Inbox<Event>, key: RecordKey): Hearing<Event> {
  const hearing = inbox.hearings.get(key) ?? { heard: [], messages: new Set<string>() };
  inbox.hearings.set(key, hearing);
  return hearing;
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

/** `{"wake":[key…],"hops":n}`, with `"hint":"hint"` where it is one, or nothing where the body is something else. */
function readWake(body: string): WakeBody | undefined {
  if (!body.startsWith('{"wake"')) return undefined;
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null || !('wake' in value) || !Array.isArray(value.wake))
      return undefined;
    const keys = value.wake.filter((key): key is string => typeof key === 'string');
    const hops = 'hops' in value && typeof value.hops === 'number' ? value.hops : 0;
    return { wake: keys, hops, isHint: 'hint' in value && value.hint === 'hint' };
  } catch {
    return undefined;
  }
}
