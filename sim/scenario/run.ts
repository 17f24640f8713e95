import type { Instant } from '../../lib/core/time.ts';
import { minuteMs, secondMs } from '../../lib/core/time.ts';
import type { Call } from '../cloud/gate.ts';
import { invariantsFor } from '../invariants/all.ts';
import type { DrainLedger } from '../invariants/drain/ledger.ts';
import { openLedger } from '../invariants/drain/ledger.ts';
import type { Broken, Invariant, Seen } from '../invariants/invariant.ts';
import { newTruth } from '../invariants/truth.ts';
import { newWellness } from '../invariants/wellness.ts';
import type { Random } from '../random.ts';
import { seeded } from '../random.ts';
import type { SimulationOptions } from '../simulation.ts';
import { Simulation } from '../simulation.ts';
import { answersOf } from './answers.ts';
import { BatchPlay } from './batch/play.ts';
import type { Hindrance } from './hindrances.ts';
import { deliveryUnder, fateUnder, latencyUnder, repeatUnder, scopeUnder } from './hindrances.ts';
import { claimedBy, excuseTimeouts, newTally } from './excuses.ts';
import { Heals } from './heals.ts';
import type { Outcome } from './outcome.ts';
import type { Listener } from './chronicle.ts';
import { Chronicle } from './chronicle.ts';
import type { Scenario } from './scenario.ts';
import type { Strike } from './strikes.ts';
import { strikesOf } from './strikes.ts';
import type { Stage } from './stage.ts';
import { mendServices, raiseStage } from './stage.ts';
import { begins, configurationOf, settlesMs, witnessed } from './setting.ts';
import type { Trouble } from './trouble.ts';
import { troubles } from './troubles.ts';

/** Plays a scenario to its end, or to the first invariant that does not hold. */
export async function runScenario(
  scenario: Scenario,
  listener: Listener = {},
  transport?: SimulationOptions['transport'],
): Promise<Outcome> {
  const play = new Play(scenario, listener, transport);
  await play.run();
  return play.outcome();
}

class Play {
  private readonly scenario: Scenario;
  private readonly simulation: Simulation;
  private readonly stage: Stage;
  private readonly chronicle: Chronicle;
  private readonly random: Random;
  private readonly tally = newTally();
  private readonly active = new Set<Hindrance>();
  private readonly truth = newTruth();
  private readonly invariants: readonly Invariant[];
  private readonly seen: Seen;
  private readonly drains: DrainLedger;
  private readonly batch: BatchPlay | undefined;
  private lookedAt: Instant = 0;
  private readonly heals = new Heals();
  private broken: Broken | undefined;
  private calmSince: Instant | undefined;
  private stoppedSince: Instant | undefined;

  constructor(scenario: Scenario, listener: Listener, transport: SimulationOptions['transport']) {
    this.scenario = scenario;
    this.random = seeded(`play ${scenario.seed}`);
    const fate = fateUnder({
      active: () => this.active,
      random: this.random.fork('fates'),
      tally: this.tally,
      claimedBy: (execution) => claimedBy(this.simulation.store, execution),
    });
    const skew = this.random.fork('skew');
    this.simulation = new Simulation({
      seed: scenario.seed,
      start: begins - settlesMs,
      configuration: configurationOf(scenario.plan),
      mode: scenario.plan.batch === undefined ? (scenario.plan.drain?.stack ?? 'watch') : 'act',
      operations: (simulation) =>
        witnessed(answersOf(simulation, scenario, this.habits()), (call) => {
          for (const { name, called } of this.invariants) this.judge(name, called?.(call, this.seen));
        }),
      switches: scenario.switches,
      ...(transport !== undefined && { transport }),
      everyMinute: scenario.everyMinute,
      fate: (call) => {
        this.noteCall(call);
        return fate(call);
      },
      latencyMs: (what) => latencyUnder(this.active, what),
      skewMs: () => (this.active.has('clock-skew') ? skew.whole(-2 * secondMs, 2 * secondMs) : 0),
      writeLine: (line) => this.chronicle.log(line),
    });
    excuseTimeouts(this.simulation, this.tally, () => this.active.has('slow-calls'));
    this.chronicle = new Chronicle(listener, this.simulation.agenda.now);
    this.simulation.bus.muted = true;
    const repeats = this.random.fork('repeats');
    for (const queue of this.simulation.queues.values()) queue.repeats = () => repeatUnder(this.active, repeats);
    const { account, storage } = this.simulation;
    this.stage = raiseStage(account, scenario.plan, this.random.fork('stage'), storage.holds);
    this.drains = openLedger(this.simulation.account, scenario.plan.drain, this.stage.acts);
    this.batch = BatchPlay.of(this.simulation, scenario.plan, this.random);
    this.invariants = invariantsFor(scenario.plan);
    this.seen = {
      simulation: this.simulation,
      truth: this.truth,
      drains: this.drains,
      ...(this.batch !== undefined && { batch: this.batch.ledger }),
      mayStop: scenario.plan.loops === 'act',
      hindrances: new Set(scenario.hindrances.map(({ name }) => name)),
      itemsPerPage: scenario.itemsPerPage,
      wellness: newWellness(this.simulation.account),
      excuses: (record) => this.tally.excuses.get(record) ?? 0,
      delayed: () => scenario.hindrances.some(({ name }) => name === 'slow-calls' || name === 'chat-slow'),
      hindered: () => this.tally.deaths + this.tally.refused > 0,
      calmSince: () => this.calmSince,
      stoppedSince: () => this.stoppedSince,
    };
  }

  async run(): Promise<void> {
    const { simulation, scenario } = this;
    await simulation.run(begins);
    simulation.bus.muted = false;
    simulation.events.length = 0;
    this.watch();
    this.planHindrances();
    this.planTroubles();
    const end = begins + scenario.lengthMs;
    while (this.broken === undefined && (await simulation.step(end)) !== undefined) {
      if (simulation.events.length > scenario.eventsBeforePeace) this.heals.all();
      this.check('stepped');
      if (simulation.agenda.now() - this.lookedAt >= minuteMs) {
        this.lookedAt = simulation.agenda.now();
        this.seen.wellness.look();
        this.check('minute');
      }
    }
    simulation.agenda.idle(end);
    this.check('ended');
    await simulation.close();
  }

  outcome(): Outcome {
    const { simulation, scenario, tally, broken, chronicle } = this;
    return {
      seed: scenario.seed,
      events: simulation.events.length,
      trace: simulation.traceHash(),
      virtualMs: simulation.agenda.now() - begins,
      deaths: tally.deaths,
      posts: simulation.slack.state.messages.length,
      ...(broken !== undefined && { broken }),
      last: chronicle.last,
    };
  }

  private habits(): Parameters<typeof answersOf>[2] {
    return {
      isActing: () => !this.active.has('acting-stopped'),
      random: this.random.fork('lies'),
      isNow: () => this.calmSince === undefined,
      bornLate: (token) => void this.batch?.ledger.bornLate.add(token),
    };
  }

  private watch(): void {
    const { simulation } = this;
    simulation.bus.onDelivered = (event) => this.truth.delivered(event, simulation.agenda.now());
    const { onEvent } = simulation.bus;
    simulation.bus.onEvent = (event) => {
      onEvent(event);
      this.truth.happened(event, simulation.agenda.now());
      this.drains.heard(event, simulation.agenda.now());
      this.batch?.ledger.happened(event);
    };
    simulation.onSaved = (record) => {
      for (const { name, saved } of this.invariants) this.judge(name, saved?.(record, this.seen));
      this.batch?.ledger.saved(record);
    };
    simulation.slack.state.listeners.add(() => {
      this.chronicle.chat(simulation.slack.state.messages);
      for (const { name, posted } of this.invariants)
        this.judge(name, posted?.(simulation.slack.state.messages, this.seen));
    });
  }

  private noteCall({ what, execution }: Call): void {
    if (execution.function === 'drain') this.drains.calls.push({ at: this.simulation.agenda.now(), what });
  }

  private check(hook: 'stepped' | 'minute' | 'ended'): void {
    for (const invariant of this.invariants) this.judge(invariant.name, invariant[hook]?.(this.seen));
  }

  private judge(invariant: string, what: string | undefined): void {
    if (what !== undefined) this.broken ??= { invariant, what, at: this.simulation.agenda.now() };
  }

  private planHindrances(): void {
    const { agenda, bus } = this.simulation;
    for (const { name, fromMs, untilMs } of this.scenario.hindrances) {
      const turn = (on: boolean): void => {
        if (on) this.active.add(name);
        else this.active.delete(name);
        if (name === 'acting-stopped') this.stoppedSince = on ? agenda.now() : undefined;
        bus.delivery = deliveryUnder(this.active);
        scopeUnder(this.active, this.simulation.slack.state.scopes);
        this.chronicle.tell(`${name} ${on ? 'begins' : 'ends'}`);
      };
      agenda.at(begins + fromMs, `${name} begins`, () => turn(true));
      agenda.at(begins + untilMs, `${name} ends`, () => turn(false));
    }
    for (const each of strikesOf(this.simulation, this.random)) this.again(each);
    agenda.at(begins + this.scenario.brokenMs, 'all is mended', () => this.simulation.slack.faults.clear());
  }

  private again({ everyMs, hindrance, strike }: Strike): void {
    const { agenda } = this.simulation;
    const times = Math.floor(this.scenario.brokenMs / everyMs);
    for (let time = 1; time <= times; time += 1) {
      agenda.at(begins + time * everyMs, hindrance, () => {
        if (this.active.has(hindrance)) strike();
      });
    }
  }

  private planTroubles(): void {
    const { agenda } = this.simulation;
    for (const { name, atMs, healedAfterMs } of this.scenario.troubles) {
      agenda.at(begins + atMs, `trouble: ${name}`, () => {
        if (this.simulation.events.length > this.scenario.eventsBeforePeace) return;
        const trouble: Trouble = troubles[name];
        const heal = trouble.strike(this.stage, {});
        this.chronicle.tell(`trouble: ${name}${heal === undefined ? ', nothing to strike' : ''}`);
        if (heal === undefined) return;
        this.heals.add(heal);
        agenda.after(healedAfterMs, `healed: ${name}`, () => this.heals.carryOut(heal));
      });
    }
    this.batch?.begin(begins, (what) => this.chronicle.tell(what));
    agenda.at(begins + this.scenario.brokenMs, 'all is healed', () => {
      this.heals.all();
      mendServices(this.stage);
      this.batch?.calm();
      this.calmSince = agenda.now();
    });
  }
}
