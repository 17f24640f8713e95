import type { Delivery } from '../cloud/bus.ts';
import { calmDelivery } from '../cloud/bus.ts';
import type { Call, Execution, Fate } from '../cloud/gate.ts';
import type { Random } from '../random.ts';
import { awsError } from '../wire.ts';
import { PortError } from '../../lib/core/outcome.ts';
import type { Tally } from './excuses.ts';
import { excuse } from './excuses.ts';

/**
 * What goes wrong on the way between the account, the functions and the chat. Each has a chance per call or per event;
 * all are at work at once, until the scenario has been broken for long enough.
 */
export const hindrances = {
  'events-lost': { label: 'Lose events', hint: 'One event in twelve never comes.' },
  'events-doubled': { label: 'Double events', hint: 'One event in six comes twice.' },
  'events-late': { label: 'Late events', hint: 'One event in six comes minutes late, behind what happened after it.' },
  throttling: { label: 'Throttle AWS', hint: 'One call to AWS in eight is throttled.' },
  'reads-denied': { label: 'Deny reads', hint: 'For a while, ECS answers nothing.' },
  'slow-calls': {
    label: 'Slow calls',
    hint: 'Every call takes up to two seconds, one to the chat four, so that functions meet on their way.',
  },
  'answers-lost': { label: 'Lose answers', hint: 'One call in sixty is carried out, and its answer never comes.' },
  'function-dies': {
    label: 'Kill functions',
    hint: 'One call in twenty is the last of its function, before or after it was carried out.',
  },
  'store-refuses': { label: 'Break the table', hint: 'One call to the table in twenty fails.' },
  'chat-slow': { label: 'Slow chat', hint: 'The chat answers 429 now and then.' },
  'chat-dead': { label: 'Dead chat', hint: 'The chat answers nothing, and sometimes takes the message all the same.' },
  'chat-blind': {
    label: 'Blind chat',
    hint: 'The chat does not let anybody look at what stands there: the app lacks the scope for it.',
  },
  'messages-doubled': {
    label: 'Double messages',
    hint: 'One message in three of a queue comes twice, so that two functions look at the same thing at once.',
  },
  'clock-skew': { label: 'Wrong clocks', hint: 'The clocks of the functions are up to two seconds off.' },
  'malformed-messages': { label: 'Malformed messages', hint: 'Now and then a message comes that nobody can read.' },
  'events-stopped': { label: 'Lose all events', hint: 'No event comes at all.' },
  'acting-stopped': {
    label: 'Stop all acting',
    hint: 'For a while, somebody has turned the switch that stops all acting.',
  },
  'lists-denied': { label: 'Deny lists', hint: 'For a while, ECS lists no tasks, and answers everything else.' },
} as const satisfies Readonly<Record<string, { readonly label: string; readonly hint: string }>>;

export type Hindrance = keyof typeof hindrances;

/** How events travel while these are at work. */
export function deliveryUnder(active: ReadonlySet<Hindrance>): Delivery {
  return {
    ...calmDelivery,
    lost: active.has('events-stopped') ? 1 : active.has('events-lost') ? 1 / 12 : 0,
    doubled: active.has('events-doubled') ? 1 / 6 : 0,
    late: active.has('events-late') ? 1 / 6 : 0,
  };
}

const lookingScopes = ['channels:history', 'groups:history'];

/** What the app may do in the chat while these are at work. */
export function scopeUnder(active: ReadonlySet<Hindrance>, scopes: Set<string>): void {
  for (const scope of lookingScopes) {
    if (active.has('chat-blind')) scopes.delete(scope);
    else scopes.add(scope);
  }
}

/** How much later a message comes once more while these are at work; mostly it does not. */
export function repeatUnder(active: ReadonlySet<Hindrance>, random: Random): number | undefined {
  return active.has('messages-doubled') && random.chance(1 / 3) ? random.whole(0, 3000) : undefined;
}

/** How long a call takes while these are at work. */
export function latencyUnder(active: ReadonlySet<Hindrance>, what: string): readonly [least: number, most: number] {
  if (!active.has('slow-calls')) return [2, 40];
  return toChat(what) ? [200, 4500] : [20, 2000];
}

/** How long the SDK, and our own HTTP client, wait for an answer that does not come. */
const patienceMs = 2500;

type Chance = readonly [
  hindrance: Hindrance,
  probability: number,
  concerns: (what: string) => boolean,
  fate: (random: Random, what: string) => Fate,
];

const toAws = (what: string): boolean => /^[A-Z][A-Za-z0-9]*\./.test(what);
const toTable = (what: string): boolean => what.startsWith('table ');
const toChat = (what: string): boolean => /^(GET|POST) /.test(what);

const unanswered = (): Error => new PortError('unknown', 'no answer; the request may have arrived');

const chances: readonly Chance[] = [
  ['function-dies', 1 / 20, () => true, (random) => ({ kind: 'death', done: random.chance(0.5) })],
  [
    'throttling',
    1 / 8,
    toAws,
    () => ({ kind: 'refused', error: awsError('ThrottlingException', { message: 'Rate exceeded' }) }),
  ],
  [
    'reads-denied',
    1,
    (what) => what.startsWith('ECS.'),
    () => ({ kind: 'refused', error: awsError('AccessDeniedException') }),
  ],
  [
    'lists-denied',
    1,
    (what) => what === 'ECS.ListTasks',
    () => ({ kind: 'refused', error: awsError('AccessDeniedException') }),
  ],
  // The table's errors as its adapter sorts them: the simulation stands in its place.
  ['store-refuses', 1 / 20, toTable, () => ({ kind: 'refused', error: new PortError('retry', 'the table is away') })],
  ['answers-lost', 1 / 60, toTable, () => ({ kind: 'answer-lost', error: unanswered(), afterMs: patienceMs })],
  [
    'answers-lost',
    1 / 60,
    toAws,
    () => ({ kind: 'answer-lost', error: awsError('TimeoutError', { status: 500 }), afterMs: patienceMs }),
  ],
  ['answers-lost', 1 / 30, toChat, () => ({ kind: 'answer-lost', error: unanswered(), afterMs: patienceMs })],
  ['chat-dead', 1, toChat, (random) => chatDead(random)],
];

function chatDead(random: Random): Fate {
  return random.chance(0.5)
    ? { kind: 'refused', error: new PortError('retry', 'no connection (ECONNREFUSED); nothing was sent') }
    : {
        kind: 'answer-lost',
        error: new PortError('unknown', 'no answer; the request may have arrived'),
        afterMs: patienceMs,
      };
}

type Under = {
  readonly active: () => ReadonlySet<Hindrance>;
  readonly random: Random;
  readonly tally: Tally;
  /** The records an execution has claimed. */
  readonly claimedBy: (execution: Execution) => readonly string[];
};

/** Who cannot write down that a message was posted leaves it to the next, and that one cannot see it in a blind chat. */
function mayDouble({ kind }: Fate, what: string, active: ReadonlySet<Hindrance>): boolean {
  if (kind === 'death') return true;
  if (kind === 'answer-lost') return toChat(what);
  return kind === 'refused' && toTable(what) && active.has('chat-blind');
}

/** What becomes of a call while these are at work. Deaths and lost answers are counted: they excuse a doubled message. */
export function fateUnder({ active, random, tally, claimedBy }: Under): (call: Call) => Fate {
  return ({ what, execution }) => {
    const now = active();
    for (const [hindrance, probability, concerns, fate] of chances) {
      if (!now.has(hindrance) || !concerns(what) || !random.chance(probability)) continue;
      const drawn = fate(random, what);
      if (drawn.kind === 'death') tally.deaths += 1;
      if (drawn.kind === 'refused' || drawn.kind === 'answer-lost') tally.refused += 1;
      if (mayDouble(drawn, what, now)) excuse(tally, claimedBy(execution));
      return drawn;
    }
    return { kind: 'answered' };
  };
}
