import { minuteMs, secondMs } from '../../lib/core/time.ts';
import type { SlackMessage } from '../chat/slack-state.ts';
import type { Simulation } from '../simulation.ts';
import { closedWithinMs, isOver } from './alert-ends.ts';
import type { Invariant, Seen } from './invariant.ts';

/** How long a failure may stay untold once nothing hinders any more: a dead function's messages, and a retry of the chat. */
const toldWithinMs = 15 * minuteMs;

/** Calls about one incident in any ten minutes. */
const callsPerTenMinutes = 70;

/** Ten, but for those a channel in demand made wait. */
const editGapMs = 5 * secondMs;

/** A reply stands beside the edit that comes with it. */
const replyMs = 5 * secondMs;

type Mark = { readonly incident: string; readonly receiver: string; readonly reply?: string };

const told: Invariant = {
  name: 'every failure is told',
  ended: (seen) => {
    const calm = seen.calmSince();
    const { now } = seen.simulation.agenda;
    if (calm === undefined || now() - calm < toldWithinMs) return undefined;
    const missing = seen.truth.mustBeTold().find(({ subject }) => !isTold(seen, subject));
    return missing === undefined ? undefined : `${missing.subject}: ${missing.why}, and nobody was told`;
  },
};

const toldOnce: Invariant = {
  name: 'nothing is told twice, but for a death',
  posted: (messages, seen) => {
    const counts = new Map<string, { readonly incident: string; count: number }>();
    for (const message of messages) {
      const mark = markOf(message);
      if (mark === undefined) continue;
      const { incident } = mark;
      const key = JSON.stringify([incident, mark.receiver, mark.reply ?? 'post']);
      counts.set(key, { incident, count: (counts.get(key)?.count ?? 0) + 1 });
    }
    for (const [key, { incident, count }] of counts) {
      if (count < 2) continue;
      const excused = excusesOf(incident, seen);
      if (count > 1 + excused) return `${key} was posted ${count} times, with ${excused} deaths and lost answers`;
    }
    return undefined;
  },
};

/** An incident is told by its own record, an umbrella by its receiver's. */
function excusesOf(incident: string, { simulation, excuses }: Seen): number {
  const subject = incident.slice(0, incident.lastIndexOf('#'));
  const records = simulation.store.all().map(({ key }) => key);
  const own = records.filter((key) => key.startsWith('alert#') && key.endsWith(`#incident/${subject}`));
  const tellers =
    own.length > 0 ? own : records.filter((key) => key.startsWith('alert#') && key.includes('#receiver/'));
  return tellers.reduce((sum, key) => sum + excuses(key), 0);
}

const closed: Invariant = {
  name: 'what is over is closed',
  ended: (seen) => {
    const calm = seen.calmSince();
    const { now } = seen.simulation.agenda;
    if (calm === undefined || now() - calm < closedWithinMs) return undefined;
    const open = seen.simulation.store
      .all()
      .find(({ key, openUnder, endedAt }) => openUnder === 'incidents' && endedAt === undefined && isOver(seen, key));
    return open === undefined
      ? undefined
      : `${open.key} is still open ${Math.round((now() - calm) / minuteMs)} minutes after all was well`;
  },
};

/** As much of an incident's state as is looked at here. */
type Incident = {
  readonly kind?: string;
  readonly alert?: {
    readonly subject: { readonly kind: string; readonly name: string };
    readonly causes: readonly { readonly id: string; readonly count: number }[];
  };
};

/** Causes that no event tells: something that should have happened did not. */
const noticed =
  /^(?:nothing_runs|no_healthy_target|targets_unhealthy|below_desired|deployment_stuck|agent_disconnected|task_not_replaced|deployment_rollback_failed|deployment_will_fail_.*|no_room_.*|drain_.*)$/;

/** Tasks whose stop shows in a reading already, and is told by an event only when it is over. */
function untold({ account }: Simulation, name: string): number {
  return [...account.tasks.values()].filter(
    ({ lastStatus, group }) => lastStatus === 'DEPROVISIONING' && group.endsWith(`:${name}`),
  ).length;
}

const countedOnce: Invariant = {
  name: 'every failure is counted once',
  saved: ({ state }, { truth, simulation }) => {
    const { kind, alert: level } = (state ?? {}) as Incident;
    if (kind !== 'incident' || level === undefined || level.subject.kind === 'job') return undefined;
    const heard = truth.heardOf(level.subject.name) + untold(simulation, level.subject.name);
    const over = level.causes.find(({ id, count }) => count > heard && !noticed.test(id));
    return over === undefined
      ? undefined
      : `${level.subject.name}: ${over.id} is counted ${over.count} times, out of ${heard} things that happened`;
  },
};

const bounded: Invariant = {
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
};

/** An edit comes ten seconds after the last word at the soonest, but for what got worse or is over: that has a reply. */
const spaced: Invariant = {
  name: 'edits are apart',
  ended: (seen) => {
    if (seen.hindered() || seen.delayed()) return undefined;
    const { messages } = seen.simulation.slack.state;
    for (const { ts, history, editedAt, content } of messages) {
      const times = [...history.map(({ at }) => at), editedAt ?? Infinity];
      for (const [index, at] of times.entries()) {
        const gapMs = at - (times[index - 1] ?? -Infinity);
        const replied = messages.some((each) => each.threadTs === ts && Math.abs(each.postedAt - at) < replyMs);
        if (gapMs < editGapMs && !replied) return `${content.text}: edited ${gapMs} ms after it was last changed`;
      }
    }
    return undefined;
  },
};

const trulyWell: Invariant = {
  name: 'what is said to be well has been well',
  posted: (messages, { simulation, wellness }) => {
    for (const message of messages) {
      if (message.threadTs !== undefined || colourOf(message.content) !== green) continue;
      const name = [...simulation.account.services.values()].find((each) =>
        message.content.text.includes(`${each.name}:`),
      )?.name;
      const wellAt = name === undefined ? undefined : wellness.lastWellAt(name);
      if (name !== undefined && (wellAt ?? 0) < beganAt(message))
        return `${message.content.text}, and it has not been since`;
    }
    return undefined;
  },
};

const neverGreen: Invariant = {
  name: 'a roll-back is never green',
  ended: ({ simulation }) => {
    const wrong = simulation.slack.state.messages.find(
      ({ content }) => /rolled back/.test(content.text) && colourOf(content) === green,
    );
    return wrong?.content.text;
  },
};

const noFailure: Invariant = {
  name: 'no function fails but by what was done to it',
  ended: (seen) => {
    const [first] = seen.simulation.errors;
    return first === undefined || seen.hindered() ? undefined : `${first.function}: ${String(first.error)}`;
  },
};

/** The bar of a message that says all is well; the one colour here that must not be used lightly. */
const green = '#2eb67d';

function isTold({ simulation }: Seen, subject: string): boolean {
  return simulation.slack.state.messages.some(
    ({ content, deleted }) => !deleted && JSON.stringify(content).includes(subject),
  );
}

/** An incident's name ends with when it began. */
function beganAt(message: SlackMessage): number {
  return Number(markOf(message)?.incident.split('#').at(-1) ?? message.postedAt);
}

function markOf({ metadata }: SlackMessage): Mark | undefined {
  return metadata?.['event_payload'] as Mark | undefined;
}

function colourOf(content: Readonly<Record<string, unknown>>): string | undefined {
  const [bar] = (content['attachments'] ?? []) as readonly { readonly color?: string }[];
  return bar?.color?.toLowerCase();
}

/** What the alerts promise. */
export const alertInvariants = (): readonly Invariant[] => [
  told,
  toldOnce,
  countedOnce,
  closed,
  bounded,
  spaced,
  trulyWell,
  neverGreen,
  noFailure,
];
