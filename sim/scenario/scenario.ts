import { dayMs, minuteMs } from '../../lib/core/time.ts';
import type { Random } from '../random.ts';
import { seeded } from '../random.ts';
import type { Switches } from '../switches.ts';
import { drawnSwitches } from '../switches.ts';
import { batchPlanOf } from './batch/drawn.ts';
import { actingPlan, crashLoop, loopingPlan, partialLoop } from './crash-loop.ts';
import type { Faults } from './faults.ts';
import { batchFaults, drainFaults, troubleNames } from './faults.ts';
import { drainedPlanOf } from './drawn-drain.ts';
import { planOf } from './drawn-plan.ts';
import { hardened, hardNightOf, hindrancesIn } from './hard-nights.ts';
import { hindrancesOf } from './drawn-hindrances.ts';
import type { Hindrance } from './hindrances.ts';
import type { Plan } from './plan.ts';
import type { Trouble } from './trouble.ts';
import type { TroubleName } from './troubles.ts';
import { troubles } from './troubles.ts';

/** Times count in milliseconds from the moment Watchkeeper is switched on. */
export type Scenario = {
  readonly seed: string;
  readonly plan: Plan;
  readonly switches: Switches;
  readonly troubles: readonly { readonly name: TroubleName; readonly atMs: number; readonly healedAfterMs: number }[];
  readonly hindrances: readonly { readonly name: Hindrance; readonly fromMs: number; readonly untilMs: number }[];
  /** Answers of AWS are mostly old. */
  readonly oldReads: boolean;
  /** How much AWS puts on one page of any list. */
  readonly itemsPerPage: number;
  /** Every tick runs; else minutes in which nothing is due are left out. */
  readonly everyMinute: boolean;
  /** Nothing new breaks after this, and all that is broken is mended. */
  readonly brokenMs: number;
  readonly lengthMs: number;
  /** When so many events have come, nothing more is broken. */
  readonly eventsBeforePeace: number;
};

/** Broken for so long, and calm for so long that what flapped has been quiet for its hour. */
const halfHourMs = 30 * minuteMs;
const calmMs = 90 * minuteMs;

/** A night of jobs: all they begin is over in that time. */
const batchMs = { broken: 15 * minuteMs, calm: 75 * minuteMs };

/** Smaller than anybody counts on; and so small that what leaves a host fills more than one. */
const [usualPage, smallPage] = [20, 2];

/** One seed in fifty runs every tick. */
const everyMinuteOf = 50;

/** In so many accounts hosts are drained by Watchkeeper. */
const drainedShare = 0.75;

/** So many accounts have nothing but jobs. */
const batchShare = 0.15;

/** In so many accounts events are lost for good, and nothing else stands in the way: what is looked for must do. */
const silentShare = 0.4;

/** In a scenario of days something goes wrong about so often. */
const troubleEveryMs = 100 * minuteMs;

/**
 * The scenario a seed names: a small account, what goes wrong in it, and what goes wrong on the way. Half an hour of
 * trouble, or so many days of it.
 */
export function scenarioOf(seed: number, faults: Faults, days = 0): Scenario {
  const random = seeded(`scenario ${seed}`);
  if (days === 0 && isOfJobs(random, faults)) return batchScenario(seed, random, faults);
  return hostScenario(seed, random, { faults, days });
}

type Wanted = { readonly faults: Faults; readonly days: number };

function hostScenario(seed: number, random: Random, wanted: Wanted): Scenario {
  const { faults, days } = wanted;
  const brokenMs = days === 0 ? halfHourMs : days * dayMs - calmMs;
  const isDrained = faults.drains ?? random.fork('drains').chance(drainedShare);
  const night = isDrained ? drainedNight(random, wanted, brokenMs) : plainNight(random, wanted, brokenMs);
  return {
    ...night,
    seed: String(seed),
    switches: drawnSwitches(random.fork('switches')),
    everyMinute: seed % everyMinuteOf === 0,
    brokenMs,
    lengthMs: brokenMs + calmMs,
    eventsBeforePeace: (isDrained ? 500 : 300) * Math.max(1, days * 24),
  };
}

type Night = Pick<Scenario, 'plan' | 'troubles' | 'hindrances' | 'oldReads' | 'itemsPerPage'>;

/** Where hosts are nobody's to drain. */
function plainNight(random: Random, wanted: Wanted, brokenMs: number): Night {
  const { plan, loops } = withLoops(random, planOf(random.fork('plan')), wanted);
  const { faults } = wanted;
  const isSilent = faults.hindrances.includes('events-stopped') && random.fork('silence').chance(silentShare);
  return {
    plan,
    troubles: [...troublesIn(random, { ...wanted, plan, most: 3 }, brokenMs), ...loops],
    hindrances: isSilent
      ? [{ name: 'events-stopped', fromMs: 0, untilMs: brokenMs + calmMs }]
      : hindrancesOf(random.fork('hindrances'), faults.hindrances, brokenMs),
    oldReads: false,
    itemsPerPage: usualPage,
  };
}

/** Where they are Watchkeeper's; now and then one that is hard on purpose. */
function drainedNight(random: Random, wanted: Wanted, brokenMs: number): Night {
  const { faults } = wanted;
  const drawn = drainedPlanOf(random.fork('drained plan'));
  const hard = faults.drains === true ? hardNightOf(random.fork('hard')) : undefined;
  if (hard !== undefined) {
    const { plan, loops } = withLoops(random, hardened(drawn, hard, random.fork('hardened')), wanted);
    const { oldReads = false, itemsPerPage = usualPage } = hard;
    const struck = troublesOf(random.fork('troubles'), hard.troubles, { brokenMs, count: mostDrained });
    const hindered = hindrancesIn(hard, random.fork('hindrances'), brokenMs);
    return { plan, troubles: [...struck, ...loops], hindrances: hindered, oldReads, itemsPerPage };
  }
  const { plan, loops } = withLoops(random, drawn, wanted);
  return {
    plan,
    troubles: [...troublesIn(random, { ...wanted, plan, most: mostDrained }, brokenMs), ...loops],
    hindrances: hindrancesOf(random.fork('hindrances'), faults.hindrances, brokenMs),
    oldReads: random.fork('reads').chance(1 / 3),
    itemsPerPage: random.fork('pages').pick([smallPage, usualPage]),
  };
}

/** As many troubles strike a night in which hosts are drained. */
const mostDrained = 4;

function troublesIn(
  random: Random,
  { faults, days, plan, most }: Wanted & { readonly plan: Plan; readonly most: number },
  brokenMs: number,
): Scenario['troubles'] {
  const count = days === 0 ? random.fork('count').whole(1, most) : Math.round(brokenMs / troubleEveryMs);
  return troublesOf(random.fork('troubles'), troublesFor(random, faults, plan), { brokenMs, count });
}

/** With a service that crashes for long, or with some of its tasks, where that may be stopped. */
function withLoops(random: Random, drawn: Plan, { faults, days }: Wanted): Pick<Scenario, 'plan'> & Loops {
  if (days > 0 || !faults.troubles.includes(crashLoop.name)) return { plan: actingPlan(random, drawn), loops: [] };
  const looping = loopingPlan(random, drawn);
  if (looping !== undefined) return { plan: actingPlan(random, looping), loops: [crashLoop] };
  const plan = actingPlan(random, drawn);
  const partial = partialLoop(random, plan, (name) => faults.troubles.includes(name) && suits(name, plan));
  return { plan, loops: partial === undefined ? [] : [partial] };
}

type Loops = { readonly loops: Scenario['troubles'] };

/** Where only some faults are wanted, the account is one they can strike. */
function isOfJobs(random: Random, { jobs, drains, troubles: allowed }: Faults): boolean {
  if (jobs !== undefined) return jobs;
  return drains === undefined && allowed.length === troubleNames.length && random.fork('of jobs').chance(batchShare);
}

function batchScenario(seed: number, random: Random, { hindrances: allowed }: Faults): Scenario {
  const fitting = allowed.filter((name) => batchFaults.hindrances.includes(name));
  return {
    seed: String(seed),
    plan: batchPlanOf(random.fork('batch plan'), batchMs.broken),
    switches: drawnSwitches(random.fork('switches')),
    troubles: [],
    hindrances: hindrancesOf(random.fork('hindrances'), fitting, batchMs.broken),
    oldReads: false,
    itemsPerPage: usualPage,
    everyMinute: seed % everyMinuteOf === 0,
    brokenMs: batchMs.broken,
    lengthMs: batchMs.broken + batchMs.calm,
    eventsBeforePeace: 1000,
  };
}

/** Where hosts are drained, that mostly: other things go wrong there as well. */
function troublesFor(random: Random, { troubles: allowed }: Faults, plan: Plan): readonly TroubleName[] {
  const fitting = suited(allowed, plan);
  if (plan.drain === undefined || random.fork('kind').chance(0.2)) return fitting;
  const draining = fitting.filter((name) => drainFaults.troubles.includes(name));
  return draining.length > 0 ? draining : fitting;
}

/** Those that find something to strike in the account; all, where none does. */
function suited(allowed: readonly TroubleName[], plan: Plan): readonly TroubleName[] {
  const fitting = allowed.filter((name) => suits(name, plan));
  return fitting.length > 0 ? fitting : allowed;
}

function suits(name: TroubleName, plan: Plan): boolean {
  const trouble: Trouble = troubles[name];
  return trouble.suits?.(plan) ?? true;
}

function troublesOf(
  random: Random,
  allowed: readonly TroubleName[],
  { brokenMs, count }: { readonly brokenMs: number; readonly count: number },
): Scenario['troubles'] {
  if (allowed.length === 0) return [];
  return Array.from({ length: count }, () => ({
    name: random.pick(allowed),
    atMs: random.whole(minuteMs, brokenMs - 5 * minuteMs),
    healedAfterMs: random.whole(3, 15) * minuteMs,
  })).toSorted((a, b) => a.atMs - b.atMs);
}
