import type { Clock, Log, RecordStore } from '../core/ports.ts';
import type { FeatureName, RecordKey } from '../core/record.ts';
import type { WakeQueue } from '../core/ports.ts';

/** Due records one tick wakes per feature. What is left is woken by the next one: nothing is skipped, only later. */
const wakesPerTick = 2000;

type TickWorld = {
  readonly clock: Clock;
  readonly store: Pick<RecordStore, 'due'>;
  readonly features: readonly FeatureName[];
  /** Records to wake whether or not they are due: by them those are born that no event brings about. */
  readonly standing?: Partial<Record<FeatureName, readonly RecordKey[]>>;
  readonly wakesOf: (feature: FeatureName) => WakeQueue;
  readonly log: Log;
};

/** Wakes whoever has a record due. One feature that cannot be woken does not keep the others asleep. */
export async function tick(world: TickWorld): Promise<void> {
  const failures: unknown[] = [];
  for (const feature of world.features) {
    try {
      const due = await world.store.due(feature, world.clock.now(), wakesPerTick);
      const keys = [...new Set([...due, ...(world.standing?.[feature] ?? [])])];
      if (keys.length > 0) await world.wakesOf(feature).wake(keys, 0, 0);
      world.log('info', `${due.length} records of ${feature} are due`, { feature, due: due.length });
    } catch (error) {
      failures.push(error);
      world.log('error', `the due records of ${feature} could not be woken`, { feature, error });
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'some records could not be woken');
}
