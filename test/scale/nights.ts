import { minuteMs, secondMs } from '../../lib/core/time.ts';
import { updateService } from '../../sim/account/services/update.ts';
import type { Random } from '../../sim/random.ts';
import { seeded } from '../../sim/random.ts';
import type { WireHandlers } from '../../sim/wire.ts';
import { release } from '../sim/services/scene.ts';
import type { PlayedNight } from '../soak/night.ts';
import { errorsIn, hindered, nightHindrances, switchesOf } from '../soak/night.ts';
import type { Mill } from './mill.ts';
import { openMill } from './mill.ts';
import { letTasksWork, sparing } from './night-tasks.ts';

type Bounds = { readonly min: number; readonly max: number };

/** What is true of the account, whatever was read of it; kept for as long as an answer of AWS may be old. */
type Truth = {
  mill?: Mill;
  ownedSince?: number;
  heldSince?: number;
  blindSince?: number;
  /** The last order for more. */
  raised?: { readonly at: number; readonly to: number };
};

/** Answers may be a few seconds old, and an order is on its way for some more. */
const knownAfterMs = 75 * secondMs;

const lullMs = 40 * minuteMs;

/** Who asked for more is not taken below it sooner: the window of the way down, less what clocks may differ by. */
const turnMs = 5 * minuteMs - 10 * secondMs;

/** A night of a queue's workers, with people and deployments in between. Says which promises were broken. */
export async function playNight(seed: number): Promise<PlayedNight> {
  const random = seeded(`scale ${seed}`);
  const broken: string[] = [];
  const { options, begin, end } = hindered(random, nightHindrances, 0.25);
  const truth: Truth = {};
  const bounds = { min: random.pick([0, 0, 1, 2]), max: random.whole(4, 30) };
  const mode = random.pick(['act', 'act', 'act', 'observe'] as const);
  const rate = { now: 0 };
  const spares = random.fork('tasks at work').chance(0.4);
  const mill = await openMill({
    seed: `scale ${seed}`,
    scale: `shop/resizer: { mode: ${mode}, tasks: ${bounds.min}..${bounds.max}, queue: image-jobs, perTask: ${random.whole(5, 40)}${spares ? sparing : ''} }`,
    desired: random.whole(0, 6),
    work: { arrivals: () => rate.now, perMessageMs: random.whole(1, 8) * secondMs },
    options: {
      // Jobs and drains have no part in it, and half of the time would be theirs.
      without: ['batch', 'drain'],
      switches: switchesOf(random, 0.2),
      ...options,
    },
    answers: (operations, { agenda }) => judged(operations, { now: agenda.now, truth, bounds, broken, mode }),
  });
  truth.mill = mill;
  truthOf.set(mill, truth);
  const work = spares ? letTasksWork(mill, random.fork('work'), broken) : undefined;
  await mill.run(3);
  begin(mill.simulation);
  for (let act = random.whole(4, 9); act > 0; act -= 1) {
    await doSomething(mill, random, rate);
    await mill.run(random.whole(1, 8));
  }
  end(mill.simulation);
  await letGo(mill, rate);
  work?.end();
  await mill.run(lullMs / minuteMs);
  checkEnd(mill, { bounds, broken, mode });
  const orders = mill.set().length;
  await mill.simulation.close();
  return { seed, broken: [...new Set(broken)], orders };
}

const truthOf = new WeakMap<Mill, Truth>();

type Judge = {
  readonly now: () => number;
  readonly truth: Truth;
  readonly bounds: Bounds;
  readonly broken: string[];
  readonly mode: 'act' | 'observe';
};

type Update = { readonly desiredCount?: number };

/** Every order is judged when it comes: by what has been true for long enough to be known. */
function judged(operations: WireHandlers, judge: Judge): WireHandlers {
  const update = operations['ECS.UpdateService'];
  return {
    ...operations,
    'ECS.UpdateService': (input: never, call: Parameters<WireHandlers[string]>[1]) => {
      judgeOrder(input, judge);
      return update?.(input, call);
    },
  };
}

function judgeOrder({ desiredCount }: Update, { now, truth, bounds, broken, mode }: Judge): void {
  if (desiredCount === undefined) return;
  const isKnown = (since: number | undefined): boolean => since !== undefined && now() > since + knownAfterMs;
  if (mode === 'observe') broken.push('a write in observe');
  if (desiredCount > bounds.max) broken.push(`set to ${desiredCount}, above ${bounds.max}`);
  if (isKnown(truth.ownedSince)) broken.push('set though a scaling policy acts');
  if (isKnown(truth.heldSince)) broken.push('set though a person holds it');
  const service = truth.mill?.service;
  const lowered = desiredCount < (service?.desired ?? 0);
  const isTurning = truth.raised !== undefined && now() < truth.raised.at + turnMs && desiredCount < truth.raised.to;
  if (lowered && isTurning) broken.push('lowered soon after it was raised');
  if (desiredCount > (service?.desired ?? 0)) truth.raised = { at: now(), to: desiredCount };
  if (lowered && isKnown(deployingSince(service))) broken.push('lowered in a deployment');
  if (desiredCount < bounds.min && lowered) broken.push(`lowered to ${desiredCount}, below ${bounds.min}`);
  if (lowered && desiredCount === 0 && isKnown(truth.blindSince)) broken.push('to none though nothing can be read');
}

/** Since when a deployment has been going on. */
function deployingSince(service: Mill['service'] | undefined): number | undefined {
  return service?.deployments.find(({ rolloutState }) => rolloutState === 'IN_PROGRESS')?.createdAt;
}

type Act = (mill: Mill, random: Random, rate: { now: number }) => Promise<void> | void;

const acts: readonly Act[] = [
  (_, random, rate) => void (rate.now = random.pick([0, 0, 0.2, 1, 3, 6])),
  (mill, random) => mill.work.add(random.whole(1, 600)),
  (mill) => deploy(mill),
  (mill, random) => {
    const { desired } = mill.service;
    updateService(mill.simulation.account, mill.service, { desired: Math.max(0, desired + random.whole(-3, 3)) });
  },
  async (mill) => {
    const { holds } = mill.simulation.storage;
    const truth = truthOf.get(mill);
    if (truth === undefined) return;
    if (truth.heldSince !== undefined) {
      await holds.release('service/shop/resizer', 'person/ann');
      delete truth.heldSince;
    } else {
      await holds.take('service/shop/resizer', { holder: 'person/ann', feature: 'person', why: 'a test', since: 0 });
      truth.heldSince = mill.simulation.agenda.now();
    }
  },
  (mill) => {
    const { account, agenda } = mill.simulation;
    const truth = truthOf.get(mill);
    if (truth === undefined) return;
    if (account.scalableTargets.delete('service/shop/resizer')) delete truth.ownedSince;
    else {
      account.scalableTargets.set('service/shop/resizer', { min: 0, max: 99, policies: ['cpu'] });
      // What others scale by is read every five minutes.
      truth.ownedSince = agenda.now() + 5 * minuteMs;
    }
  },
  (mill) => {
    const truth = truthOf.get(mill);
    const { account, agenda } = mill.simulation;
    if (truth === undefined) return;
    if (account.work.delete('image-jobs')) truth.blindSince = agenda.now();
    else {
      account.work.set('image-jobs', mill.work);
      delete truth.blindSince;
    }
  },
];

async function doSomething(mill: Mill, random: Random, rate: { now: number }): Promise<void> {
  await random.pick(acts)(mill, random, rate);
}

function deploy({ simulation: { account }, cluster, service }: Mill): void {
  const definition = release({ account, cluster, events: [], run: () => {} }, `resizer-${account.agenda.now()}`, {
    startMs: minuteMs,
  });
  updateService(account, service, { definition });
}

/** The night is over: nobody holds it, and no more work comes. */
async function letGo(mill: Mill, rate: { now: number }): Promise<void> {
  rate.now = 0;
  const truth = truthOf.get(mill);
  if (truth === undefined) return;
  if (truth.heldSince !== undefined) await mill.simulation.storage.holds.release('service/shop/resizer', 'person/ann');
  mill.simulation.account.scalableTargets.clear();
  delete truth.heldSince;
  delete truth.ownedSince;
  mill.simulation.account.work.set('image-jobs', mill.work);
  delete truth.blindSince;
}

type End = { readonly bounds: Bounds; readonly broken: string[]; readonly mode: 'act' | 'observe' };

function checkEnd(mill: Mill, { bounds, broken, mode }: End): void {
  const { service, work, simulation } = mill;
  const lost = Math.abs(work.arrived - work.done - work.backlog);
  if (lost > 1e-3) broken.push(`${lost} messages are lost`);
  const state = mill.policy();
  if (state === undefined) broken.push('nobody looks after it');
  else if (state.lookAt < simulation.agenda.now() - 3 * minuteMs) broken.push('it was not looked at again');
  const isContested = (state?.contestedUntil ?? 0) > simulation.agenda.now() - lullMs;
  const isDeploying = service.deployments.some(({ rolloutState }) => rolloutState === 'IN_PROGRESS');
  if (mode === 'act' && !isContested && !isDeploying) {
    if (work.backlog >= 1 && service.desired === 0) broken.push('work waits, and nobody comes');
    if (service.desired > bounds.max || service.desired < bounds.min)
      broken.push(`it ended with ${service.desired} tasks`);
    const isIdle = (state?.idleSince ?? Infinity) < simulation.agenda.now() - 15 * minuteMs;
    if (isIdle && bounds.min === 0 && service.desired > 0) broken.push('nothing to do, and it is not asleep');
  }
  broken.push(...errorsIn(simulation));
}
