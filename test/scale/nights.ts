import { minuteMs, secondMs } from '../../lib/core/time.ts';
import { seeded } from '../../sim/random.ts';
import type { WireHandlers } from '../../sim/wire.ts';
import type { PlayedNight } from '../soak/night.ts';
import { errorsIn, hindered, nightHindrances, switchesOf } from '../soak/night.ts';
import type { Mill } from './mill.ts';
import { openMill } from './mill.ts';
import { doSomething, letGo } from './night-acts.ts';
import { floorOf, forecastOf, forecastWords, rememberWeek } from './night-forecast.ts';
import { checkSpot, judgeMove, spotOf, spotOnly, spotWords, watchSpot } from './night-spot.ts';
import { letTasksWork, sparing } from './night-tasks.ts';
import type { Judge, Truth } from './night-truth.ts';
import { deployingSince, isKnown } from './night-truth.ts';

const lullMs = 40 * minuteMs;

/** Who asked for more is not taken below it sooner: the window of the way down, less what clocks may differ by. */
const turnMs = 5 * minuteMs - 10 * secondMs;

/** A wish may be acted upon for so long. */
const askedMs = 10 * minuteMs;

/** A night of a queue's workers, with people and deployments in between. Says which promises were broken. */
export async function playNight(seed: number): Promise<PlayedNight> {
  const random = seeded(`scale ${seed}`);
  const broken: string[] = [];
  const { options, begin, end } = hindered(random, nightHindrances, 0.25);
  const bounds = { min: random.pick([0, 0, 1, 2]), max: random.whole(4, 30) };
  const mode = random.pick(['act', 'act', 'act', 'observe'] as const);
  const rate = { now: 0 };
  const spares = random.fork('tasks at work').chance(0.4);
  const spot = spotOf(random.fork('spot'));
  const forecast = forecastOf(random.fork('forecast'), bounds);
  const perTask = random.whole(5, 40);
  const truth: Truth = { perTask, spares, asked: [], ...(spot !== undefined && { spot }) };
  const words = `${spares ? sparing : ''}${spotWords(spot)}${forecastWords(forecast)}`;
  // Jobs and drains have no part in it; health looks on now and then, and half of the time would be its.
  const without = random.fork('health').chance(0.1) ? ['batch', 'drain'] : ['batch', 'drain', 'health'];
  const judging = (now: () => number): Judge => ({ now, truth, bounds, broken, mode });
  const mill = await openMill({
    seed: `scale ${seed}`,
    scale: `shop/resizer: { mode: ${mode}, tasks: ${bounds.min}..${bounds.max}, queue: image-jobs, perTask: ${perTask}${words} }`,
    desired: random.whole(0, 6),
    ...(spot !== undefined && { shares: spotOnly }),
    work: { arrivals: () => rate.now, perMessageMs: random.whole(1, 8) * secondMs },
    options: {
      without,
      switches: switchesOf(random, 0.2),
      ...options,
    },
    answers: (operations, { agenda }) => judged(operations, judging(agenda.now)),
  });
  truth.mill = mill;
  watched(judging(mill.simulation.agenda.now));
  const work = spares ? letTasksWork(mill, random.fork('work'), { broken, truth }) : undefined;
  await mill.run(3);
  if (forecast !== undefined && (await rememberWeek(mill, forecast))) truth.forecast = forecast;
  begin(mill.simulation);
  for (let act = random.whole(4, 9); act > 0; act -= 1) {
    await doSomething({ mill, truth, random, rate });
    await mill.run(random.whole(1, 8));
  }
  end(mill.simulation);
  await letGo({ mill, truth, random, rate });
  work?.end();
  await mill.run(lullMs / minuteMs);
  checkEnd(mill, judging(mill.simulation.agenda.now));
  const orders = mill.set().length + (spot?.moves.length ?? 0);
  await mill.simulation.close();
  return { seed, broken: [...new Set(broken)], orders };
}

function watched(judge: Judge): void {
  const { truth, now } = judge;
  const { mill, asked } = truth;
  if (mill === undefined) return;
  asked.push({ at: now(), tasks: askedNow(truth) });
  while ((asked[0]?.at ?? now()) < now() - askedMs) asked.shift();
  watchSpot(judge);
  mill.simulation.agenda.after(15 * secondMs, 'the night is watched', () => watched(judge));
}

/** The most its work can ask for: a share of the queue for each task, and those that are at work twice over. */
function askedNow({ mill, perTask }: Truth): number {
  if (mill === undefined) return Infinity;
  const { tasks, desired } = mill.service;
  const running = [...tasks].filter(({ lastStatus }) => lastStatus === 'RUNNING').length;
  return Math.ceil(mill.work.backlog / perTask) + 2 * Math.max(running, desired) + 1;
}

type Update = Readonly<Record<string, unknown>>;

/** Every order is judged when it comes: by what has been true for long enough to be known. */
function judged(operations: WireHandlers, judge: Judge): WireHandlers {
  const update = operations['ECS.UpdateService'];
  return {
    ...operations,
    'ECS.UpdateService': (input: Update, call: Parameters<WireHandlers[string]>[1]) => {
      const { desiredCount, capacityProviderStrategy } = input;
      if (typeof desiredCount === 'number') judgeOrder(desiredCount, judge);
      if (Array.isArray(capacityProviderStrategy)) judgeMove(capacityProviderStrategy, judge);
      return update?.(input as never, call);
    },
  };
}

function judgeOrder(tasks: number, judge: Judge): void {
  const { now, truth, bounds, broken, mode } = judge;
  const { service } = truth.mill ?? {};
  const desired = service?.desired ?? 0;
  const lowered = tasks < desired;
  if (mode === 'observe') broken.push('a write in observe');
  // Where a person has set more, those at work are spared on the way down.
  if (tasks > bounds.max && !(lowered && truth.spares)) broken.push(`set to ${tasks}, above ${bounds.max}`);
  if (tasks < bounds.min) broken.push(`set to ${tasks}, below ${bounds.min}`);
  if (isKnown(judge, truth.ownedSince)) broken.push('set though a scaling policy acts');
  if (isKnown(judge, truth.heldSince)) broken.push('set though a person holds it');
  if (tasks > desired) judgeRaise(tasks, judge);
  if (!lowered) return;
  const isTurning = truth.raised !== undefined && now() < truth.raised.at + turnMs && tasks < truth.raised.to;
  if (isTurning) broken.push('lowered soon after it was raised');
  if (isKnown(judge, deployingSince(service))) broken.push('lowered in a deployment');
  if (tasks === 0 && isKnown(judge, truth.blindSince)) broken.push('to none though nothing can be read');
}

function judgeRaise(tasks: number, { now, truth, bounds, broken }: Judge): void {
  truth.raised = { at: now(), to: tasks };
  const asked = Math.max(askedNow(truth), ...truth.asked.map((each) => each.tasks));
  const plenty = Math.max(bounds.min, floorOf(truth.forecast, bounds), asked);
  if (tasks > plenty) broken.push(`raised to ${tasks}, where ${plenty} are plenty`);
}

function checkEnd(mill: Mill, { truth, bounds, broken, mode }: Judge): void {
  const { service, work, simulation } = mill;
  const lost = Math.abs(work.arrived - work.done - work.backlog);
  if (lost > 1e-3) broken.push(`${lost} messages are lost`);
  const state = mill.policy();
  if (state === undefined) broken.push('nobody looks after it');
  else if (state.lookAt < simulation.agenda.now() - 3 * minuteMs) broken.push('it was not looked at again');
  const isContested = (state?.contestedUntil ?? 0) > simulation.agenda.now() - lullMs;
  const isDeploying = deployingSince(service) !== undefined;
  if (mode === 'act' && !isContested && !isDeploying) {
    if (work.backlog >= 1 && service.desired === 0) broken.push('work waits, and nobody comes');
    if (service.desired > bounds.max || service.desired < bounds.min)
      broken.push(`it ended with ${service.desired} tasks`);
    const isIdle = (state?.idleSince ?? Infinity) < simulation.agenda.now() - 15 * minuteMs;
    const floor = Math.max(bounds.min, floorOf(truth.forecast, bounds));
    if (isIdle && floor === 0 && service.desired > 0) broken.push('nothing to do, and it is not asleep');
    if (service.desired < floor) broken.push(`fewer than its forecast: ${service.desired} of ${floor}`);
    if (truth.spot !== undefined) checkSpot(truth.spot, mill, broken);
  }
  broken.push(...errorsIn(simulation));
}
