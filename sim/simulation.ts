import { createHash } from 'node:crypto';
import type { KeptRecord } from '../lib/core/record.ts';
import type { Instant } from '../lib/core/time.ts';
import { minuteMs } from '../lib/core/time.ts';
import { emptyAccount } from './account/account.ts';
import { countMessages } from './account/metrics/counts.ts';
import type { Account } from './account/model.ts';
import type { Entry } from './agenda.ts';
import { Agenda } from './agenda.ts';
import type { PagerDuty } from './chat/pagerduty.ts';
import { pagerDuty } from './chat/pagerduty.ts';
import type { SlackWorkspace } from './chat/slack.ts';
import { slackWorkspace } from './chat/slack.ts';
import type { BusEvent, Delivery } from './cloud/bus.ts';
import { Bus, calmDelivery } from './cloud/bus.ts';
import { openFunctions } from './cloud/functions.ts';
import type { Fate, Call } from './cloud/gate.ts';
import { Gate } from './cloud/gate.ts';
import type { LambdaFunction } from './cloud/lambda.ts';
import { openQueues } from './cloud/open-queues.ts';
import type { Queue } from './cloud/queue.ts';
import { toQueues } from './cloud/queues-api.ts';
import type { Stack } from './cloud/stack.ts';
import { configurationPlace, stackName } from './cloud/names.ts';
import { projectTemplate, stackOf } from './cloud/stack.ts';
import type { Transport } from './cloud/transport.ts';
import { inProcess } from './cloud/transport.ts';
import type { MemoryStorage, MemoryStore } from './memory-store.ts';
import { memoryStorage } from './memory-store.ts';
import type { Random } from './random.ts';
import { seeded } from './random.ts';
import type { Switches } from './switches.ts';
import type { WireHandlers } from './wire.ts';

export type SimulationOptions = {
  /** Everything that is left to chance follows from it. */
  readonly seed: string;
  readonly start: Instant;
  /** The text of a `watchkeeper.yml`. */
  readonly configuration: string;
  /** What AWS's APIs answer over the account. */
  readonly operations: (simulation: Simulation) => WireHandlers;
  readonly switches?: Switches;
  readonly delivery?: Delivery;
  /** The stack's parameter `Mode`; `watch` unless told. */
  readonly mode?: 'watch' | 'act';
  /** What becomes of each call of a function; by default all are answered. */
  readonly fate?: (call: Call) => Fate;
  /** How the functions' clients reach the account; within the process unless told. */
  readonly transport?: (operations: WireHandlers) => Transport;
  /** How long each call of a function takes; by default some milliseconds. */
  readonly latencyMs?: (what: string) => readonly [least: number, most: number];
  /** How far the clock of a new container is from the account's. */
  readonly skewMs?: () => number;
  /** Runs the tick every minute. Otherwise minutes in which no record is due are left out. */
  readonly everyMinute?: boolean;
  /** Functions that nobody invokes: what they would do has nothing to do with what is looked at. */
  readonly without?: readonly string[];
  readonly writeLine?: (line: string) => void;
};

/** The way a call takes: milliseconds, most of them. */
const latencyMs: readonly [number, number] = [2, 40];

/** Real time after which a function that waits for nothing is taken for stuck: that is a fault of the simulation's. */
const stuckMs = 20_000;

let composed: Stack | undefined;

/** A whole account under a virtual clock: ECS, the bus, the queues, and Watchkeeper's functions over them. */
export class Simulation {
  readonly agenda: Agenda;
  readonly random: Random;
  readonly account: Account;
  readonly bus: Bus;
  readonly queues: ReadonlyMap<string, Queue>;
  readonly functions: Map<string, LambdaFunction>;
  readonly slack: SlackWorkspace;
  readonly pagerDuty: PagerDuty;
  readonly store: MemoryStore;
  /** The whole table: with the records, what must hold across them. */
  readonly storage: MemoryStorage;
  /** Text objects in S3 by `bucket/key`; the configuration is one. */
  readonly objects: Map<string, string>;
  /** Hears of each record that was written. */
  onSaved: (record: KeptRecord) => void = () => {};
  /** Mails and chat notifications published to SNS. */
  readonly published: {
    readonly at: Instant;
    readonly topicArn: string;
    readonly subject?: string;
    readonly message: string;
  }[] = [];
  readonly stack: Stack;
  readonly events: BusEvent[] = [];
  /** What functions threw; each is an error of ours. */
  readonly errors: { readonly at: Instant; readonly function: string; readonly error: unknown }[] = [];
  private readonly options: SimulationOptions;
  private readonly gate: Gate;
  private readonly transports: Transport[] = [];
  private readonly trace = createHash('sha256');
  private lastTickAt: Instant;
  private soonest: { readonly writes: number; readonly at: Instant } = { writes: -1, at: 0 };

  constructor(options: SimulationOptions) {
    this.options = options;
    this.random = seeded(options.seed);
    this.agenda = new Agenda(options.start);
    this.lastTickAt = options.start - (options.start % minuteMs);
    composed ??= stackOf(projectTemplate(), stackName);
    this.stack = composed;
    this.queues = openQueues(this.stack, this.agenda);
    this.storage = memoryStorage((record) => this.onSaved(record), this.agenda.now);
    this.store = this.storage.store;
    this.objects = new Map([[configurationPlace, options.configuration]]);
    this.slack = slackWorkspace(this.agenda.now);
    this.pagerDuty = pagerDuty(this.agenda.now);
    const rules = this.stack.rules.map(({ name, pattern, queue }) => ({ name, pattern, queue: this.queue(queue) }));
    const chance = this.random.fork('bus');
    const place = { account: '123456789012', region: 'ap-northeast-1' };
    this.bus = new Bus(rules, { agenda: this.agenda, random: chance }, place);
    this.bus.delivery = options.delivery ?? calmDelivery;
    this.bus.onEvent = (event) => {
      this.events.push(event);
      this.note(`event ${event['detail-type']} ${event.resources[0] ?? ''} ${event.id}`);
    };
    this.account = emptyAccount({
      agenda: this.agenda,
      random: this.random.fork('account'),
      emit: this.bus.emit,
      sendToQueue: toQueues(this.queues),
      ...(options.switches !== undefined && { switches: options.switches }),
    });
    for (const [name, queue] of this.queues) {
      queue.onCounts = (counts) => countMessages(this.account, name, counts);
    }
    this.gate = new Gate(this.agenda, this.random.fork('gate'), {
      latencyMs: options.latencyMs ?? (() => latencyMs),
      fate: options.fate ?? (() => ({ kind: 'answered' })),
      died: (execution) => this.functions.get(execution.function)?.kill(execution),
    });
    this.functions = openFunctions(this, {
      gate: this.gate,
      operations: options.operations(this),
      transport: (operations) => {
        const transport = (options.transport ?? inProcess)(operations);
        this.transports.push(transport);
        return transport;
      },
      skewMs: options.skewMs ?? (() => 0),
      mode: options.mode ?? 'watch',
      without: options.without ?? [],
      writeLine: options.writeLine ?? (() => {}),
    });
  }

  queue(name: string): Queue {
    const queue = this.queues.get(name);
    if (queue === undefined) throw new Error(`the stack has no queue ${name}`);
    return queue;
  }

  /** Lets everything happen up to `until`. */
  async run(until: Instant): Promise<void> {
    while (await this.step(until));
    this.agenda.idle(until);
  }

  /** The next thing, whatever it is; undefined when there is nothing up to `until`. */
  async step(until: Instant): Promise<Entry | undefined> {
    const next = this.agenda.peek()?.at ?? Number.POSITIVE_INFINITY;
    const tickAt = this.tickAt();
    if (tickAt <= next && tickAt <= until) {
      this.lastTickAt = tickAt;
      this.agenda.at(tickAt, 'tick', () => this.functions.get('tick')?.invoke());
    }
    const entry = this.agenda.step(until);
    if (entry === undefined) return undefined;
    this.note(`${entry.at} ${entry.what}`);
    await this.quiet();
    this.gate.release();
    return entry;
  }

  /** Gives back what the way to the account needed. */
  async close(): Promise<void> {
    await Promise.all(this.transports.map((transport) => transport.close()));
  }

  /** Names everything that has happened so far. */
  traceHash(): string {
    return this.trace.copy().digest('hex').slice(0, 16);
  }

  private note(line: string): void {
    this.trace.update(`${line}\n`);
  }

  /** Whether one has come to its end: by it is born what no event brings about. */
  private hasTicked(): boolean {
    const { invocations = 0, deaths = 0, errors = 0 } = this.functions.get('tick')?.tally ?? {};
    return invocations > deaths + errors;
  }

  /** The next minute in which the tick has something to do, or just the next. */
  private tickAt(): Instant {
    // Nothing of ours is there yet.
    if (this.bus.muted) return Number.POSITIVE_INFINITY;
    const nextMinute = Math.max(this.lastTickAt + minuteMs, Math.ceil(this.agenda.now() / minuteMs) * minuteMs);
    // The first one begins what no event begins.
    if (this.options.everyMinute === true || !this.hasTicked()) return nextMinute;
    if (this.soonest.writes !== this.store.writes()) {
      const dues = this.store.all().flatMap(({ dueAt }) => dueAt ?? []);
      this.soonest = { writes: this.store.writes(), at: Math.min(...dues, Number.POSITIVE_INFINITY) };
    }
    return Math.max(nextMinute, Math.ceil(this.soonest.at / minuteMs) * minuteMs);
  }

  /**
   * Until every function that runs waits for an answer, and nothing is on its way in real time: a function with several
   * calls waits for some of them while it goes on with others.
   */
  private async quiet(): Promise<void> {
    const began = performance.now();
    for (let round = 0, still = 0; ; round += 1) {
      const running = [...this.functions.values()].flatMap((each) => [...each.running.values()]);
      const waits =
        this.transports.every(({ onTheWay }) => onTheWay() === 0) &&
        [...this.functions.values()].every((each) => each.waits);
      still = waits ? still + 1 : 0;
      if ((running.length === 0 && waits) || still > 2) return;
      if (round > 1000 && performance.now() - began > stuckMs) {
        const stuck = running.find(({ execution }) => execution.waiting === 0)?.execution.id;
        throw new Error(`${stuck ?? 'a function'} has stood still for ${stuckMs} ms without waiting for anything`);
      }
      await new Promise<void>((go) => void setImmediate(go));
    }
  }
}
