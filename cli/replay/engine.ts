import type { AlertEvent } from '../../lib/alert/events.ts';
import { parseAlertMessage } from '../../lib/alert/events.ts';
import { alert } from '../../lib/alert/feature.ts';
import type { AlertReads } from '../../lib/alert/gather.ts';
import type { AlertTarget } from '../../lib/alert/incident/draft.ts';
import type { AlertPolicy } from '../../lib/alert/policy.ts';
import { keep } from '../../lib/app/keep.ts';
import type { QueueMessage, World } from '../../lib/app/world.ts';
import type { Alert } from '../../lib/core/alert.ts';
import type { Feature } from '../../lib/core/feature.ts';
import type { Act, Log, RecordStore } from '../../lib/core/ports.ts';
import type { FeatureName, RecordKey } from '../../lib/core/record.ts';
import { featureOf } from '../../lib/core/record.ts';
import { minuteMs } from '../../lib/core/time.ts';
import { parseEvent } from '../../lib/ecs/events/parse.ts';
import { health } from '../../lib/health/feature.ts';
import type { HealthReads } from '../../lib/health/facts.ts';
import type { HealthPolicy } from '../../lib/health/policy.ts';

/** The outside of an engine: where records are, what is true, and what happens with what is told. */
export type Surroundings = {
  readonly store: RecordStore;
  readonly policies: { readonly health: HealthPolicy; readonly alert: AlertPolicy };
  readonly reads: { readonly health: HealthReads; readonly alert: Pick<AlertReads, 'enrichment' | 'reactions'> };
  readonly deliver: Act<AlertTarget>;
  readonly log: Log;
  readonly refused: (body: string, fault: { readonly path: string; readonly problem: string }) => void;
  /** How an invocation is run: for tests in which it dies. False: it did not come to its end. */
  readonly run?: (invocation: () => Promise<void>) => Promise<boolean>;
};

/** All features over one virtual clock: events go in at their own time, and what is due runs when it is due. */
export type Engine = {
  readonly now: () => number;
  /** Runs everything due before `at`, then sets the clock to it. */
  readonly advance: (at: number) => Promise<void>;
  /** False: the invocation died, and its messages will be delivered again. */
  readonly hear: (bodies: readonly string[]) => Promise<boolean>;
  /** When something is due next, if anything is. */
  readonly nextDue: () => Promise<number | undefined>;
};

/** Time one invocation would have; nothing takes long here. */
const invocationMs = minuteMs;

/** When a queue delivers again what an invocation did not finish. */
const visibilityMs = 6 * minuteMs;

export function replayEngine(around: Surroundings, start: number): Engine {
  let now = start;
  let ids = 0;
  const run = around.run ?? finished;
  const alerts: Alert[] = [];
  let again: { readonly at: number; readonly bodies: readonly string[] }[] = [];
  const clock = { now: () => now };
  const newId = (): string => `replay-${(ids += 1)}`;
  const base = {
    clock,
    newId,
    store: around.store,
    authority: async () => ({ acting: false as const, reason: 'a replay touches nothing' }),
    wakes: { wake: async () => {} },
    deadLetters: {
      refuse: async (body: string, fault: { path: string; problem: string }) => around.refused(body, fault),
    },
    log: around.log,
  };
  const counts = new Map<string, number>();
  const count = (name: string, amount: number): void => void counts.set(name, (counts.get(name) ?? 0) + amount);
  const healthWorld = {
    ...base,
    count,
    parse: parseEvent,
    policy: async () => around.policies.health,
    read: around.reads.health,
    act: async ({ send }: { readonly send: Alert }) => {
      alerts.push(send);
      return { result: 'done' as const, reason: 'sent', at: now };
    },
  };
  const alertWorld: World<AlertEvent, AlertTarget, AlertReads, AlertPolicy> = {
    ...base,
    count,
    parse: parseAlertMessage,
    policy: async () => around.policies.alert,
    read: {
      ...around.reads.alert,
      records: around.store.load,
      open: async () => around.store.open('alert', 'incidents'),
      counts: async () => Object.fromEntries([...counts].filter(([name]) => name.includes('/'))),
      stopped: async () => undefined,
    },
    act: around.deliver,
  };

  const invoke = async <Event, State, Target, Facts, Read, Policy>(
    feature: Feature<Event, State, Target, Facts, Read, Policy>,
    world: World<Event, Target, Read, Policy>,
    bodies: readonly string[],
  ): Promise<boolean> => {
    const messages: QueueMessage[] = bodies.map((body) => ({ id: newId(), body }));
    return run(async () => {
      const back = await keep(messages, feature, world, { worker: newId(), deadline: now + invocationMs });
      if (back.size > 0) throw new Error(`${back.size} messages were given back`);
    });
  };

  const pass = async (): Promise<void> => {
    while (alerts.length > 0) {
      const bodies = alerts.splice(0, 10).map((each) => JSON.stringify(each));
      if (!(await invoke(alert, alertWorld, bodies))) again = [...again, { at: now + visibilityMs, bodies }];
    }
  };

  const redeliver = async (late: (typeof again)[number]): Promise<void> => {
    again = again.filter((each) => each !== late);
    now = Math.max(now, late.at);
    if (!(await invoke(alert, alertWorld, late.bodies)))
      again = [...again, { at: now + visibilityMs, bodies: late.bodies }];
  };

  const wake = async (key: RecordKey): Promise<void> => {
    const body = JSON.stringify({ wake: [key] });
    if (featureOf(key) === 'health') await invoke(health, healthWorld, [body]);
    else await invoke(alert, alertWorld, [body]);
    await pass();
  };

  const soonest = async (until: number): Promise<{ key: RecordKey; at: number } | undefined> => {
    const features: readonly FeatureName[] = ['health', 'alert'];
    const keys = (await Promise.all(features.map(async (feature) => around.store.due(feature, until, 1)))).flat();
    const records = [...(await around.store.load(keys)).values()].filter((record) => record.dueAt !== undefined);
    const [first] = records.toSorted((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0));
    return first?.dueAt === undefined ? undefined : { key: first.key, at: first.dueAt };
  };

  return {
    now: clock.now,
    advance: async (at) => {
      for (;;) {
        const due = await soonest(at);
        const [late] = again.filter((each) => each.at <= Math.min(at, due?.at ?? at));
        if (late !== undefined) await redeliver(late);
        else if (due === undefined) break;
        else {
          now = Math.max(now, due.at);
          await wake(due.key);
        }
      }
      now = Math.max(now, at);
    },
    hear: async (bodies) => {
      const done = await invoke(health, healthWorld, bodies);
      await pass();
      return done;
    },
    nextDue: async () => (await soonest(Number.MAX_SAFE_INTEGER))?.at,
  };
}

async function finished(invocation: () => Promise<void>): Promise<boolean> {
  await invocation();
  return true;
}
