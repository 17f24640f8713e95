import type { AlertEvent } from '../../lib/alert/events.ts';
import { parseAlertMessage } from '../../lib/alert/events.ts';
import { alert, openIncidents } from '../../lib/alert/feature.ts';
import type { AlertReads } from '../../lib/alert/gather.ts';
import { pastIn } from '../../lib/alert/past/read.ts';
import type { AlertTarget } from '../../lib/alert/incident/draft.ts';
import type { AlertPolicy } from '../../lib/alert/policy.ts';
import { keep } from '../../lib/app/keep.ts';
import type { Invocation, QueueMessage, World } from '../../lib/app/world.ts';
import type { AdviceFound } from '../../lib/core/advice-found.ts';
import type { Alert } from '../../lib/core/alert.ts';
import type { Act, Log, RecordStore } from '../../lib/core/ports.ts';
import type { FeatureName, RecordKey } from '../../lib/core/record.ts';
import { featureOf } from '../../lib/core/record.ts';
import { minuteMs } from '../../lib/core/time.ts';
import type { HealthReads } from '../../lib/health/facts.ts';
import type { HealthPolicy } from '../../lib/health/policy.ts';
import { dayCounter } from './day-counter.ts';
import { healthPost } from './health-post.ts';
import type { Post, Shared } from './post.ts';
import { noSizes } from './not-asked.ts';

/** The outside of an engine: where records are, what is true, and what happens with what is told. */
type Surroundings = {
  readonly store: RecordStore;
  readonly policies: { readonly health: HealthPolicy; readonly alert: AlertPolicy };
  readonly reads: { readonly health: HealthReads; readonly alert: Pick<AlertReads, 'enrichment' | 'reactions'> };
  readonly deliver: Act<AlertTarget>;
  /** The other functions that hear the stream. */
  readonly posts?: readonly Post[];
  readonly log: Log;
  readonly refused: (body: string, fault: { readonly path: string; readonly problem: string }) => void;
  /** How an invocation is run: for tests in which it dies. False: it did not come to its end. */
  readonly run?: (invocation: () => Promise<void>) => Promise<boolean>;
};

/** Time one invocation would have; nothing takes long here. */
const invocationMs = minuteMs;

/** When a queue delivers again what an invocation did not finish. */
const visibilityMs = 6 * minuteMs;

/** FIFO queues hand over at most ten messages at a time. */
const alertsPerBatch = 10;

type Redelivery = { readonly at: number; readonly bodies: readonly string[] };

/** All features over one virtual clock: events go in at their own time, and what is due runs when it is due. */
export class Engine {
  private at: number;
  private ids = 0;
  private again: Redelivery[] = [];
  private readonly alerts: (Alert | AdviceFound)[] = [];
  private readonly passedOn: { readonly post: Post; readonly body: string }[] = [];
  private readonly counter = dayCounter(() => this.at);
  private readonly around: Surroundings;
  /** Health first. */
  private readonly posts: readonly Post[];

  constructor(around: Surroundings, start: number) {
    this.around = around;
    this.at = start;
    this.posts = [healthPost(around.policies.health, around.reads.health), ...(around.posts ?? [])];
  }

  readonly now = (): number => this.at;

  /** Runs everything due before `until`, then sets the clock to it. */
  async advance(until: number): Promise<void> {
    for (;;) {
      const due = await this.soonest(until);
      const late = this.again.find((each) => each.at <= Math.min(until, due?.at ?? until));
      if (late !== undefined) await this.redeliver(late);
      else if (due === undefined) break;
      else await this.wake(due);
    }
    this.at = Math.max(this.at, until);
  }

  /** Hands a batch to health, and to all others that hear it. False: health died, and will have its messages again. */
  async hear(bodies: readonly string[]): Promise<boolean> {
    const done: boolean[] = [];
    for (const post of this.posts) done.push(await this.hand(post, bodies.filter(post.hears)));
    await this.pass();
    return done[0] === true;
  }

  /** Hands people's requests to the alert function. */
  async ask(bodies: readonly string[]): Promise<boolean> {
    return this.tellPeople(bodies);
  }

  /** When something is due next, if anything is. */
  async nextDue(): Promise<number | undefined> {
    return (await this.soonest(Number.MAX_SAFE_INTEGER))?.at;
  }

  private async tellPeople(bodies: readonly string[]): Promise<boolean> {
    return this.invocation(bodies, async (messages, invocation) =>
      keep(messages, alert, this.alertWorld(), invocation),
    );
  }

  /** What a function tells itself comes to it with what is passed on. */
  private async hand(post: Post, bodies: readonly string[]): Promise<boolean> {
    if (bodies.length === 0) return true;
    const tell = {
      alert: (told: Alert | AdviceFound) => void this.alerts.push(told),
      pass: (body: string) => void this.passedOn.push({ post, body }),
    };
    const around = { shared: this.shared(), tell };
    return this.invocation(bodies, async (messages, invocation) => post.invoke(messages, invocation, around));
  }

  private async invocation(
    bodies: readonly string[],
    work: (messages: readonly QueueMessage[], invocation: Invocation) => Promise<ReadonlySet<string>>,
  ): Promise<boolean> {
    const messages = bodies.map((body) => ({ id: this.newId(), body }));
    const run = this.around.run ?? finished;
    return run(async () => {
      const back = await work(messages, { worker: this.newId(), deadline: this.at + invocationMs });
      if (back.size > 0) throw new Error(`${back.size} messages were given back`);
    });
  }

  private async pass(): Promise<void> {
    const undone: (typeof this.passedOn)[number][] = [];
    for (let next = this.passedOn.shift(); next !== undefined; next = this.passedOn.shift())
      if (!(await this.hand(next.post, [next.body]))) undone.push(next);
    this.passedOn.push(...undone);
    while (this.alerts.length > 0) {
      const bodies = this.alerts.splice(0, alertsPerBatch).map((each) => JSON.stringify(each));
      await this.redeliver({ at: this.at, bodies });
    }
  }

  private async redeliver(late: Redelivery): Promise<void> {
    this.again = this.again.filter((each) => each !== late);
    this.at = Math.max(this.at, late.at);
    if (await this.tellPeople(late.bodies)) return;
    this.again.push({ at: this.at + visibilityMs, bodies: late.bodies });
  }

  private async wake({ key, at }: { readonly key: RecordKey; readonly at: number }): Promise<void> {
    this.at = Math.max(this.at, at);
    const body = JSON.stringify({ wake: [key] });
    const post = this.posts.find(({ name }) => name === featureOf(key));
    if (post === undefined) await this.tellPeople([body]);
    else await this.hand(post, [body]);
    await this.pass();
  }

  private async soonest(until: number): Promise<{ readonly key: RecordKey; readonly at: number } | undefined> {
    const { store } = this.around;
    const features: readonly FeatureName[] = ['alert', ...this.posts.map(({ name }) => name)];
    const keys = (await Promise.all(features.map(async (feature) => store.due(feature, until, 1)))).flat();
    const records = [...(await store.load(keys)).values()];
    const due = records.flatMap(({ key, dueAt }) => (dueAt === undefined ? [] : [{ key, at: dueAt }]));
    return due.toSorted((a, b) => a.at - b.at)[0];
  }

  private readonly newId = (): string => `replay-${(this.ids += 1)}`;

  private shared(): Shared {
    return {
      clock: { now: this.now },
      newId: this.newId,
      store: this.around.store,
      authority: async () => ({ acting: false, reason: 'a replay touches nothing' }),
      wakes: { wake: async () => {} },
      deadLetters: { refuse: async (body, fault) => this.around.refused(body, fault) },
      log: this.around.log,
      count: this.counter.count,
    };
  }

  private alertWorld(): World<AlertEvent, AlertTarget, AlertReads, AlertPolicy> {
    const { policies, reads, store, deliver } = this.around;
    return {
      ...this.shared(),
      parse: parseAlertMessage,
      policy: async () => policies.alert,
      read: {
        ...reads.alert,
        records: store.load,
        open: async () => store.open('alert', openIncidents),
        past: async (month) => pastIn(store, month),
        sizes: noSizes,
        counts: this.counter.counts,
        stopped: async () => undefined,
      },
      act: deliver,
    };
  }
}

async function finished(invocation: () => Promise<void>): Promise<boolean> {
  await invocation();
  return true;
}
