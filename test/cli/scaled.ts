import { openMill } from '../scale/mill.ts';
import type { Setting } from './run.ts';

/** A queue's worker that has been scaled for a few minutes, as `why` and `plan` of the documentation show it. */
export async function scaledAccount(): Promise<Setting> {
  const mill = await openMill({ work: { arrivals: () => 4 } });
  await mill.run(12);
  const { store } = mill.simulation;
  const now = mill.simulation.agenda.now();
  await mill.simulation.close();
  return {
    store,
    region: 'ap-northeast-1',
    env: { WATCHKEEPER_TABLE: 'watchkeeper-prod-Table', TZ: 'Asia/Tokyo' },
    clock: () => now,
  };
}
