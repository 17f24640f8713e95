import type { Instant } from '../../../lib/core/time.ts';
import { calmSchedules } from '../../account/schedules/schedule.ts';
import type { BatchLedger } from '../../invariants/batch/ledger.ts';
import { openBatchLedger } from '../../invariants/batch/ledger.ts';
import type { Random } from '../../random.ts';
import type { Simulation } from '../../simulation.ts';
import type { Mend } from '../trouble.ts';
import type { Plan } from '../plan.ts';
import type { BatchAct } from './acts.ts';
import { batchActs } from './acts.ts';
import type { BatchPlan } from './plan.ts';
import type { BatchStage } from './stage.ts';
import { raiseBatch } from './stage.ts';

/** Jobs in a scenario: what is done to them, and what is known of them. */
export class BatchPlay {
  readonly ledger: BatchLedger;
  private readonly stage: BatchStage;
  private readonly mends = new Set<Mend>();

  /** Undefined where Watchkeeper launches nothing. */
  static of(simulation: Simulation, { batch }: Pick<Plan, 'batch'>, random: Random): BatchPlay | undefined {
    return batch === undefined ? undefined : new BatchPlay(simulation, batch, random.fork('batch'));
  }

  private constructor(simulation: Simulation, plan: BatchPlan, random: Random) {
    this.stage = raiseBatch(simulation, plan, random);
    this.ledger = openBatchLedger(this.stage);
  }

  /** Plans all that is done to them from `begins` on. */
  begin(begins: Instant, tell: (what: string) => void): void {
    const { simulation, plan } = this.stage;
    const { agenda, account } = simulation;
    const has = (way: BatchPlan['ways'][number]): boolean => plan.ways.includes(way);
    account.schedules.delivery = {
      doubled: has('schedules-doubled') ? 0.4 : 0,
      failed: has('schedules-late') ? 0.6 : 0,
      buried: has('schedules-buried') ? 0.3 : 0,
    };
    for (const { name, atMs, healedAfterMs } of plan.acts) {
      agenda.at(begins + atMs, name, () => {
        const act: BatchAct = batchActs[name];
        const heal = act.strike(this.stage);
        tell(`${name}${heal === undefined ? ', nothing to strike' : ''}`);
        if (heal === undefined) return;
        this.mends.add(heal);
        agenda.after(healedAfterMs, `healed: ${name}`, () => this.mend(heal));
      });
    }
  }

  /** Nothing is in the way of anything any more. */
  calm(): void {
    this.stage.simulation.account.schedules.delivery = calmSchedules;
    for (const mend of this.mends) this.mend(mend);
  }

  private mend(mend: Mend): void {
    if (this.mends.delete(mend)) mend();
  }
}
