import { drainPolicy } from '../../lib/app/config/drain-policy.ts';
import { readConfiguration } from '../../lib/app/config/load.ts';
import type { Configuration } from '../../lib/app/config/schema.ts';
import type { Instant } from '../../lib/core/time.ts';
import { minuteMs, secondMs } from '../../lib/core/time.ts';
import type { DrainPolicy } from '../../lib/drain/policy.ts';
import type { Account } from '../../sim/account/model.ts';
import { seeded } from '../../sim/random.ts';
import type { Hindrance } from '../../sim/scenario/hindrances.ts';
import { newTally } from '../../sim/scenario/excuses.ts';
import { deliveryUnder, fateUnder, latencyUnder, repeatUnder, scopeUnder } from '../../sim/scenario/hindrances.ts';
import { operationsOf } from '../../sim/scenario/operations.ts';
import type { Stage } from '../../sim/scenario/stage.ts';
import { raiseStage } from '../../sim/scenario/stage.ts';
import type { Aim } from '../../sim/scenario/trouble.ts';
import type { TroubleName } from '../../sim/scenario/troubles.ts';
import { Simulation } from '../../sim/simulation.ts';
import { configurationPlace } from '../../sim/cloud/names.ts';
import type { DecisionView } from '../../console/view.ts';
import { decisionOf } from './decisions.ts';
import { Curves } from './curves.ts';
import { Damage } from './damage.ts';
import { Departures } from './departures.ts';
import { Jobs } from './jobs/jobs.ts';
import { RunLog } from './jobs/run-log.ts';
import { starving } from './jobs/starving.ts';
import { demoPlan } from './plan.ts';
import { Traffic } from './traffic.ts';

/** So long the account has to come up before Watchkeeper is switched on, and the visitor sees it. */
const settlesMs = 10 * minuteMs;

/** Decisions kept for the page. */
const decisionsShown = 300;

type ShopOptions = {
  readonly seed: string;
  readonly start: Instant;
  readonly configuration: string;
};

/** The account the page shows: a shop that can be broken by hand, with Watchkeeper over it. */
export class Shop {
  readonly simulation: Simulation;
  readonly stage: Stage;
  readonly curves: Curves;
  readonly decisions: DecisionView[] = [];
  readonly damage: Damage;
  readonly departures: Departures;
  readonly traffic: Traffic;
  readonly jobs: Jobs;
  readonly runLog = new RunLog(() => this.now());
  /** What is in force of draining. */
  drainPolicy: DrainPolicy;
  readonly hindered = new Set<Hindrance>();
  private decided = 0;

  private constructor({ seed, start, configuration }: ShopOptions) {
    const random = seeded(`shop ${seed}`);
    this.simulation = new Simulation({
      seed,
      start: start - settlesMs,
      configuration,
      mode: 'act',
      everyMinute: true,
      operations: (simulation) => starving(operationsOf(simulation), (definition) => this.jobs.starves(definition)),
      latencyMs: (what) => latencyUnder(this.hindered, what),
      // Nobody counts here what a death excuses.
      fate: fateUnder({
        active: () => this.hindered,
        random: random.fork('fates'),
        tally: newTally(),
        claimedBy: () => [],
      }),
      writeLine: (line) => this.hear(line),
    });
    this.drainPolicy = drainPolicyOf(configuration, this.simulation.account);
    this.simulation.bus.muted = true;
    const repeats = random.fork('repeats');
    for (const queue of this.simulation.queues.values()) queue.repeats = () => repeatUnder(this.hindered, repeats);
    this.stage = raiseStage(this.simulation.account, demoPlan, random.fork('stage'), this.simulation.storage.holds);
    this.departures = new Departures(this.simulation.account);
    this.traffic = new Traffic(this.stage);
    this.curves = new Curves(this.stage, this.traffic.of);
    this.damage = new Damage(this.stage);
    this.jobs = new Jobs(this.simulation.account, random.fork('jobs'));
    this.jobs.configure(configurationOf(configuration), start);
    this.simulation.onSaved = this.runLog.hear;
  }

  /** The shop as it stands when all its services are up. */
  static async open(options: ShopOptions): Promise<Shop> {
    const shop = new Shop(options);
    await shop.simulation.run(options.start);
    shop.simulation.bus.muted = false;
    shop.curves.follow();
    return shop;
  }

  readonly now = (): Instant => this.simulation.agenda.now();

  /** The text of the configuration from now on; the functions find it as they find one in S3. */
  configure(text: string): void {
    this.simulation.objects.set(configurationPlace, text);
    this.drainPolicy = drainPolicyOf(text, this.simulation.account);
    this.jobs.configure(configurationOf(text), this.now());
  }

  /** Turns something on the way between account, functions and chat on or off. */
  hinder(name: Hindrance): void {
    if (!this.hindered.delete(name)) this.hindered.add(name);
    this.simulation.bus.delivery = deliveryUnder(this.hindered);
    scopeUnder(this.hindered, this.simulation.slack.state.scopes);
  }

  private hear(line: string): void {
    const decision = decisionOf(line, this.decided + 1, this.now());
    if (decision === undefined) return;
    this.decided = decision.id;
    this.decisions.push(decision);
    if (this.decisions.length > decisionsShown) this.decisions.shift();
  }
}

/** Of a text that is good. */
function configurationOf(text: string): Configuration {
  const read = readConfiguration(text);
  if ('faults' in read) throw new Error('the configuration has faults');
  return read.configuration;
}

function drainPolicyOf(text: string, { id: account, region }: Pick<Account, 'id' | 'region'>): DrainPolicy {
  return drainPolicy(configurationOf(text), { account, region, mode: 'act', live: new Map() });
}

/**
 * What happens by itself, so that there is something to see: the first soon, then one after the other. The bad image is
 * left to the visitor.
 */
export const tour: readonly { readonly afterMs: number; readonly trouble: TroubleName; readonly aim: Aim }[] = [
  { afterMs: 40 * secondMs, trouble: 'crash-after-start', aim: { service: 'web/orders-api' } },
  { afterMs: 8 * minuteMs, trouble: 'job-fails', aim: {} },
  { afterMs: 14 * minuteMs, trouble: 'missing-secret', aim: { service: 'web/shop-front' } },
  { afterMs: 26 * minuteMs, trouble: 'spot-wave', aim: {} },
  { afterMs: 38 * minuteMs, trouble: 'instance-dies', aim: {} },
  { afterMs: 50 * minuteMs, trouble: 'port-taken', aim: {} },
];
