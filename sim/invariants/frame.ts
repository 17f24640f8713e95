import { minuteMs } from '../../lib/core/time.ts';
import type { Invariant } from './invariant.ts';

/** A look later than this after its time is a look forgotten: the tick comes every minute, and a dead function's messages after three. */
const lateMs = 10 * minuteMs;

/** Times that were set within a minute, the tick, and each may come twice. More, and they breed. */
const mostWakes = 12;

function wokenBy(body: string): readonly string[] {
  if (!body.startsWith('{"wake":')) return [];
  const { wake } = JSON.parse(body) as { readonly wake: readonly string[] };
  return wake;
}

/** What a malformed message of the scenario carries, so that it is known again. */
export const malformedMark = 'malformed-on-purpose';

function rising(): NonNullable<Invariant['saved']> {
  const versions = new Map<string, number>();
  return ({ key, version }) => {
    const before = versions.get(key) ?? 0;
    versions.set(key, version);
    return version === before + 1 ? undefined : `${key} went from version ${before} to ${version}`;
  };
}

/** Scheduler's own dead letters are its requests to SQS. */
const isOfScheduler = (body: string): boolean => body.startsWith('{"MessageBody":');

const notBred: Invariant = {
  name: 'one record is not woken by many messages',
  minute: ({ simulation }) => {
    for (const queue of simulation.queues.values()) {
      const keys = queue.unreceived().flatMap(wokenBy);
      const often = [...Map.groupBy(keys, (key) => key)].find(([, each]) => each.length > mostWakes);
      if (often !== undefined) return `${often[1].length} messages are on their way to wake ${often[0]}`;
    }
    return undefined;
  },
};

/** What holds for every feature. */
export const frameInvariants = (): readonly Invariant[] => [
  {
    name: 'no record without a next look',
    saved: ({ key, dueAt, endedAt, todo }) => {
      // A lease is looked at by the runs that want it.
      if (/^(counts|configuration)#|^batch#[^#]+#lease\//.test(key)) return undefined;
      if (endedAt === undefined && dueAt === undefined) return `${key} is alive, and will never be looked at again`;
      if (todo.length > 0 && dueAt === undefined) return `${key} has ${todo.length} things to do, and no next look`;
      return undefined;
    },
  },
  {
    name: 'only ended records expire',
    saved: ({ key, endedAt, expiresAt }) =>
      endedAt === undefined && expiresAt !== undefined ? `${key} lives, and would be removed by its TTL` : undefined,
  },
  {
    name: 'one writer after the other',
    saved: rising(),
  },
  {
    name: 'only malformed messages among the dead letters',
    ended: ({ simulation }) => {
      for (const [name, queue] of simulation.queues) {
        const wrong = queue.bodies().find((body) => !body.includes(malformedMark) && !isOfScheduler(body));
        if (name.includes('dead-letter') && wrong !== undefined) return `${name}: ${wrong.slice(0, 300)}`;
      }
      return undefined;
    },
  },
  {
    name: 'nothing is left in the queues',
    ended: ({ simulation }) => {
      for (const [name, queue] of simulation.queues) {
        if (!name.includes('dead-letter') && queue.ageMs() > lateMs)
          return `${name} holds a message of ${Math.round(queue.ageMs() / minuteMs)} minutes ago`;
      }
      return undefined;
    },
  },
  notBred,
  {
    name: 'every record is looked at in time',
    ended: ({ simulation }) => {
      const now = simulation.agenda.now();
      const late = simulation.store.all().find(({ dueAt }) => dueAt !== undefined && now - dueAt > lateMs);
      return late === undefined
        ? undefined
        : `${late.key} has been due for ${Math.round((now - (late.dueAt ?? 0)) / minuteMs)} minutes`;
    },
  },
];
