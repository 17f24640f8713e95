import { minuteMs } from '../../lib/core/time.ts';
import { updateService } from '../../sim/account/services/update.ts';
import type { Random } from '../../sim/random.ts';
import { release } from '../sim/services/scene.ts';
import type { Mill } from './mill.ts';
import { endShortage, turnSpot } from './night-spot.ts';
import type { Truth } from './night-truth.ts';

/** What a night is played with. */
type Stage = {
  readonly mill: Mill;
  readonly truth: Truth;
  readonly random: Random;
  /** Messages a second. */
  readonly rate: { now: number };
};

type Act = (stage: Stage) => Promise<void> | void;

const acts: readonly Act[] = [
  ({ rate, random }) => void (rate.now = random.pick([0, 0, 0.2, 1, 3, 6])),
  ({ mill, random }) => mill.work.add(random.whole(1, 600)),
  ({ mill }) => deploy(mill),
  ({ mill, truth, random }) => {
    const { desired } = mill.service;
    truth.setByPerson = mill.set().length;
    updateService(mill.simulation.account, mill.service, { desired: Math.max(0, desired + random.whole(-3, 3)) });
  },
  async ({ mill, truth }) => {
    const { holds } = mill.simulation.storage;
    if (truth.heldSince !== undefined) {
      await holds.release('service/shop/resizer', 'person/ann');
      delete truth.heldSince;
    } else {
      await holds.take('service/shop/resizer', { holder: 'person/ann', feature: 'person', why: 'a test', since: 0 });
      truth.heldSince = mill.simulation.agenda.now();
    }
  },
  ({ mill, truth }) => {
    const { account, agenda } = mill.simulation;
    if (account.scalableTargets.delete('service/shop/resizer')) delete truth.ownedSince;
    else {
      account.scalableTargets.set('service/shop/resizer', { min: 0, max: 99, policies: ['cpu'] });
      // What others scale by is read every five minutes.
      truth.ownedSince = agenda.now() + 5 * minuteMs;
    }
  },
  ({ mill, truth }) => {
    const { account, agenda } = mill.simulation;
    if (account.work.delete('image-jobs')) truth.blindSince = agenda.now();
    else {
      account.work.set('image-jobs', mill.work);
      delete truth.blindSince;
    }
  },
];

const onSpot: Act = ({ mill, truth: { spot }, random }) => {
  if (spot !== undefined) turnSpot(mill, random, spot);
};

export async function doSomething(stage: Stage): Promise<void> {
  const possible = stage.truth.spot === undefined ? acts : [...acts, onSpot, onSpot];
  await stage.random.pick(possible)(stage);
}

function deploy({ simulation: { account }, cluster, service }: Mill): void {
  const definition = release({ account, cluster, events: [], run: () => {} }, `resizer-${account.agenda.now()}`, {
    startMs: minuteMs,
  });
  updateService(account, service, { definition });
}

/** The night is over: nobody holds it, everything can be read and had, and no more work comes. */
export async function letGo({ mill, truth, rate }: Stage): Promise<void> {
  const { account, storage } = mill.simulation;
  rate.now = 0;
  if (truth.heldSince !== undefined) await storage.holds.release('service/shop/resizer', 'person/ann');
  account.scalableTargets.clear();
  delete truth.heldSince;
  delete truth.ownedSince;
  account.work.set('image-jobs', mill.work);
  delete truth.blindSince;
  if (truth.spot !== undefined) endShortage(account.weather.fargateSpotFull, truth.spot);
}
