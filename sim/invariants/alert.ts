import { minuteMs } from '../../lib/core/time.ts';
import type { SlackMessage } from '../chat/slack-state.ts';
import type { Invariant, Seen } from './invariant.ts';

/** How long a failure may stay untold once nothing hinders any more: a dead function's messages, and a retry of the chat. */
const toldWithinMs = 15 * minuteMs;

/** How long an incident may stay open once all is well: the quiet time of what flapped is an hour at most. */
const closedWithinMs = 75 * minuteMs;

/** Calls about one incident in any ten minutes. */
const callsPerTenMinutes = 70;

type Mark = { readonly incident: string; readonly receiver: string; readonly reply?: string };

export const alertInvariants = (): readonly Invariant[] => [
  {
    name: 'every failure is told',
    ended: (seen) => {
      const calm = seen.calmSince();
      const { now } = seen.simulation.agenda;
      if (calm === undefined || now() - calm < toldWithinMs) return undefined;
      const missing = seen.truth.mustBeTold().find(({ subject }) => !isTold(seen, subject));
      return missing === undefined ? undefined : `${missing.subject}: ${missing.why}, and nobody was told`;
    },
  },
  {
    name: 'nothing is told twice, but for a death',
    posted: (messages, seen) => {
      const excused = seen.deaths() + seen.lostAnswers();
      const counts = new Map<string, number>();
      for (const message of messages) {
        const mark = markOf(message);
        if (mark === undefined) continue;
        const key = JSON.stringify([mark.incident, mark.receiver, mark.reply ?? 'post']);
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      const doubled = [...counts].find(([, count]) => count > 1 + excused);
      return doubled === undefined
        ? undefined
        : `${doubled[0]} was posted ${doubled[1]} times, with ${excused} deaths and lost answers`;
    },
  },
  {
    name: 'what is over is closed',
    ended: (seen) => {
      const calm = seen.calmSince();
      const { now } = seen.simulation.agenda;
      if (calm === undefined || now() - calm < closedWithinMs) return undefined;
      const open = seen.simulation.store
        .all()
        .find(({ openUnder, endedAt }) => openUnder === 'incidents' && endedAt === undefined);
      return open === undefined
        ? undefined
        : `${open.key} is still open ${Math.round((now() - calm) / minuteMs)} minutes after all was well`;
    },
  },
  {
    name: 'calls to the chat are bounded',
    ended: ({ simulation }) => {
      const calls = simulation.slack.state.calls.filter(
        ({ method }) => method === 'chat.postMessage' || method === 'chat.update',
      );
      const incidents = new Set(simulation.slack.state.messages.map((message) => markOf(message)?.incident)).size;
      for (const [index, { at }] of calls.entries()) {
        const within = calls.slice(index).filter((each) => each.at - at <= 10 * minuteMs).length;
        if (within > callsPerTenMinutes * Math.max(1, incidents))
          return `${within} calls in ten minutes about ${incidents} incidents`;
      }
      return undefined;
    },
  },
  {
    name: 'a roll-back is never green',
    ended: ({ simulation }) => {
      const wrong = simulation.slack.state.messages.find(
        ({ content }) => /rolled back/.test(content.text) && colourOf(content) === green,
      );
      return wrong?.content.text;
    },
  },
  {
    name: 'no function fails but by what was done to it',
    ended: (seen) => {
      const [first] = seen.simulation.errors;
      return first === undefined || seen.hindered() ? undefined : `${first.function}: ${String(first.error)}`;
    },
  },
];

/** The bar of a message that says all is well; the one colour here that must not be used lightly. */
const green = '#2eb67d';

function isTold({ simulation }: Seen, subject: string): boolean {
  return simulation.slack.state.messages.some(
    ({ content, deleted }) => !deleted && JSON.stringify(content).includes(subject),
  );
}

function markOf({ metadata }: SlackMessage): Mark | undefined {
  return metadata?.['event_payload'] as Mark | undefined;
}

function colourOf(content: Readonly<Record<string, unknown>>): string | undefined {
  const [bar] = (content['attachments'] ?? []) as readonly { readonly color?: string }[];
  return bar?.color?.toLowerCase();
}
