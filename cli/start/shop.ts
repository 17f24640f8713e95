import type { Instant } from '../../lib/core/time.ts';
import { minuteMs, secondMs } from '../../lib/core/time.ts';
import { seeded } from '../../sim/random.ts';
import type { Hindrance } from '../../sim/scenario/hindrances.ts';
import { deliveryUnder, fateUnder, latencyUnder } from '../../sim/scenario/hindrances.ts';
import { operationsOf } from '../../sim/scenario/operations.ts';
import { shopPlan } from '../../sim/scenario/plan.ts';
import type { Stage } from '../../sim/scenario/stage.ts';
import { raiseStage } from '../../sim/scenario/stage.ts';
import type { Aim, Trouble } from '../../sim/scenario/troubles.ts';
import { troubles } from '../../sim/scenario/troubles.ts';
import { Simulation } from '../../sim/simulation.ts';
import { configurationPlace } from '../../sim/cloud/names.ts';
import type { DecisionView } from '../../console/view.ts';
import { decisionOf } from './decisions.ts';
import { Curves } from './curves.ts';

/** So long the account has to come up before Watchkeeper is switched on, and the visitor sees it. */
const settlesMs = 10 * minuteMs;

/** Decisions kept for the page. */
const decisionsShown = 300;

export type ShopOptions = {
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
  /** What is broken now, with how it is made good. */
  readonly broken = new Map<string, () => void>();
  readonly hindered = new Set<Hindrance>();
  private decided = 0;

  private constructor({ seed, start, configuration }: ShopOptions) {
    const random = seeded(`shop ${seed}`);
    const tally = { deaths: 0, lostAnswers: 0, refused: 0 };
    this.simulation = new Simulation({
      seed,
      start: start - settlesMs,
      configuration,
      everyMinute: true,
      operations: operationsOf,
      latencyMs: () => latencyUnder(this.hindered),
      fate: fateUnder(() => this.hindered, random.fork('fates'), tally),
      writeLine: (line) => this.hear(line),
    });
    this.simulation.bus.muted = true;
    this.stage = raiseStage(this.simulation.account, shopPlan, random.fork('stage'));
    this.curves = new Curves(this.stage);
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
  }

  /** Breaks something, or mends it when it is broken. Returns what could not be done. */
  strike(name: string, aim: Aim): string | undefined {
    const heal = this.broken.get(name);
    if (heal !== undefined) {
      this.broken.delete(name);
      heal();
      return undefined;
    }
    if (!Object.hasOwn(troubles, name)) return 'There is no such fault.';
    const trouble: Trouble = troubles[name as keyof typeof troubles];
    const mend = trouble.strike(this.stage, aim);
    if (mend === undefined) return 'There is nothing left that it could strike.';
    if (trouble.momentary !== true) this.broken.set(name, mend);
    return undefined;
  }

  /** Turns something on the way between account, functions and chat on or off. */
  hinder(name: Hindrance): void {
    if (!this.hindered.delete(name)) this.hindered.add(name);
    this.simulation.bus.delivery = deliveryUnder(this.hindered);
  }

  private hear(line: string): void {
    const decision = decisionOf(line, this.decided + 1, this.now());
    if (decision === undefined) return;
    this.decided = decision.id;
    this.decisions.push(decision);
    if (this.decisions.length > decisionsShown) this.decisions.shift();
  }
}

/** What happens by itself, so that there is something to see: the first soon, then one after the other. */
export const tour: readonly { readonly afterMs: number; readonly trouble: keyof typeof troubles; readonly aim: Aim }[] =
  [
    { afterMs: 40 * secondMs, trouble: 'bad-image', aim: { service: 'web/orders-api' } },
    { afterMs: 8 * minuteMs, trouble: 'job-fails', aim: {} },
    { afterMs: 14 * minuteMs, trouble: 'crash-after-start', aim: { service: 'web/payments-api' } },
    { afterMs: 26 * minuteMs, trouble: 'spot-wave', aim: {} },
    { afterMs: 38 * minuteMs, trouble: 'instance-dies', aim: {} },
    { afterMs: 50 * minuteMs, trouble: 'port-taken', aim: {} },
  ];
