import { hourMs, minuteMs, secondMs } from '../../lib/core/time.ts';
import type { RunState } from '../../lib/batch/state.ts';
import { runOf } from '../../lib/ecs/own-launch.ts';
import { interruptTask, stopTask } from '../../sim/account/tasks/stop.ts';
import { deregisterTaskDefinition } from '../../sim/account/definitions.ts';
import type { Task } from '../../sim/account/task.ts';
import type { Random } from '../../sim/random.ts';
import { seeded } from '../../sim/random.ts';
import type { Hindrance } from '../../sim/scenario/hindrances.ts';
import { deliveryUnder, fateUnder, latencyUnder, newTally } from '../../sim/scenario/hindrances.ts';
import type { SwitchName, Switches } from '../../sim/switches.ts';
import { guesses, usualSwitches } from '../../sim/switches.ts';
import { awsError } from '../../sim/wire.ts';
import type { WireHandlers } from '../../sim/wire.ts';
import { disguisedThrottling, exceptionOf } from '../../sim/api/exceptions.ts';
import { Refusal } from '../../sim/account/refusal.ts';
import type { Call, Night } from './night.ts';
import { defaults, nightfall, openNight } from './night.ts';

/** What goes wrong in some nights, and not in others. */
const possible: readonly Hindrance[] = [
  'events-lost',
  'events-doubled',
  'events-late',
  'throttling',
  'slow-calls',
  'answers-lost',
  'function-dies',
  'store-refuses',
  'messages-doubled',
  'clock-skew',
];

export type Played = { readonly seed: number; readonly broken: readonly string[]; readonly ends: readonly string[] };

const policies = ['forbid', 'queue', 'replace', 'allow'] as const;

type Plan = {
  readonly name: string;
  readonly policy: (typeof policies)[number];
  readonly key: string;
  readonly attempts: number;
  readonly deadlineMs: number;
  readonly totalMs: number;
};

/** A night of jobs, faults and people. Says which promises were broken. */
export async function playNight(seed: number, hours = 3): Promise<Played> {
  const random = seeded(`jobs ${seed}`);
  const broken: string[] = [];
  const active = new Set(possible.filter(() => random.chance(0.3)));
  const hindered = { now: false };
  const skew = random.fork('skew');
  const plans = Array.from({ length: random.whole(1, 5) }, (_, at) => planOf(random, at));
  const tally = newTally();
  const night = await openNight({
    seed: `jobs ${seed}`,
    jobs: configurationOf(random, plans),
    options: {
      switches: switchesOf(random),
      fate: fateUnder({
        active: () => (hindered.now ? active : new Set()),
        random: random.fork('fates'),
        tally,
        claimedBy: () => [],
      }),
      latencyMs: (what) => latencyUnder(hindered.now ? active : new Set(), what),
      skewMs: () => (active.has('clock-skew') ? skew.whole(-2 * secondMs, 2 * secondMs) : 0),
    },
    answers: (operations, at) => worse(operations, random.fork('answers'), { isNow: () => hindered.now, at }),
  });
  for (const plan of plans) define(night, random, plan.name);
  const watch = watching(night, { plans, mayMiss: active.has('events-lost') || active.has('events-late') }, broken);
  hindered.now = true;
  night.simulation.bus.delivery = deliveryUnder(active);
  const slots = new Map<string, number[]>();
  for (let act = random.whole(10, 30); act > 0; act -= 1) {
    doSomething({ night, random, plans, slots });
    await watch(random.whole(5, 240));
  }
  for (let minute = 0; minute < 15; minute += 1) await watch(60);
  hindered.now = false;
  night.simulation.bus.delivery = deliveryUnder(new Set());
  night.simulation.account.weather.fargateFull.clear();
  night.simulation.account.weather.fargateSpotFull.clear();
  for (let quarter = 0; quarter < hours * 4; quarter += 1) await watch(15 * 60);
  checkEnd(night, slots, broken);
  for (const { error, function: name } of night.simulation.errors)
    if (name !== 'tick') broken.push(`error: ${name} ${String(error)}`);
  if (nightfall < hourMs) broken.push('time stood still');
  return { seed, broken: [...new Set(broken)], ends: night.runs().map(({ ended }) => ended?.how ?? 'open') };
}

function planOf(random: Random, at: number): Plan {
  return {
    name: `job-${at}`,
    policy: random.pick(policies),
    key: random.chance(0.3) ? 'shared' : `job-${at}`,
    attempts: random.whole(1, 3),
    deadlineMs: random.pick([5, 20, 60]) * minuteMs,
    totalMs: random.pick([45, 120]) * minuteMs,
  };
}

function configurationOf(random: Random, plans: readonly Plan[]): string {
  const lines = plans.map(({ name, policy, key, attempts, deadlineMs, totalMs }) => {
    const run = random.pick(['', '', 'run: 3m, ', 'run: 20m, ']);
    const capacity = random.pick(['[FARGATE]', '[{ name: FARGATE_SPOT, attempts: 2 }, FARGATE]']);
    return [
      `  ${name}:`,
      '    cron: 0 16 * * ? *',
      `    capacity: ${capacity}`,
      `    concurrency: { policy: ${policy}, key: ${key} }`,
      `    startDeadline: ${deadlineMs / minuteMs}m`,
      `    timeouts: { start: ${random.pick(['90s', '5m'])}, ${run}total: ${totalMs / minuteMs}m }`,
      `    retry: { attempts: ${attempts}, backoff: { initial: ${random.pick(['2s', '20s'])} } }`,
    ].join('\n');
  });
  return `jobs:\n  defaults: ${defaults}\n${lines.join('\n')}\n`;
}

function define(night: Night, random: Random, family: string): void {
  const ends = random.chance(0.85)
    ? { afterMs: random.whole(2, random.pick([60, 900])) * secondMs, exitCode: random.pick([0, 0, 0, 1, 137]) }
    : undefined;
  night.define(family, {
    ...(ends !== undefined && { ends }),
    pullMs: random.pick([2_000, 20_000, 200_000]),
    stopMs: random.pick([100, 5_000, 60_000]),
    stopExitCode: random.pick([0, 143]),
  });
}

function switchesOf(random: Random): Switches {
  const names = Object.keys(guesses) as SwitchName[];
  return Object.fromEntries(
    names.map((name) => [name, random.chance(0.25) ? !usualSwitches[name] : usualSwitches[name]]),
  ) as Switches;
}

/** What RunTask says besides: no, and there is a task all the same; an error, before or after; something else in disguise. */
function worse(
  operations: WireHandlers,
  random: Random,
  { isNow, at }: { readonly isNow: () => boolean; readonly at: () => Night },
): WireHandlers {
  const run = operations['ECS.RunTask'];
  if (run === undefined) throw new Error('there is no RunTask');
  const ways: readonly WireHandlers[string][] = [
    (input, call) => {
      run(input, call);
      return { tasks: [], failures: [{ reason: 'RESOURCE:MEMORY' }] };
    },
    () => ({ tasks: [], failures: [{ reason: 'AGENT' }] }),
    (input, call) => {
      const { clientToken = '' } = input as { clientToken?: string };
      ghosts.add(clientToken);
      at().simulation.agenda.after(random.whole(15, 200) * secondMs, 'a task after all', () => {
        try {
          run(input, call);
        } catch (error) {
          if (!(error instanceof Error)) throw error;
        }
      });
      return { tasks: [], failures: [{ reason: 'RESOURCE:CPU' }] };
    },
    () => ({ tasks: [], failures: [] }),
    (input, call) => {
      run(input, call);
      throw awsError('ServerException', { status: 500 });
    },
    () => {
      throw awsError('ServerException', { status: 500 });
    },
    () => {
      throw disguisedThrottling();
    },
    (input, call) => {
      const { tasks = [] } = run(input, call) as { tasks?: readonly { taskArn?: string }[] };
      const resourceIds = tasks.flatMap(({ taskArn }) => taskArn ?? []);
      throw exceptionOf('ECS.RunTask', new Refusal('ConflictException', 'conflict', { resourceIds }));
    },
  ];
  // The SDK tries four times: what is to come through as an error must last so long.
  let lasting: { readonly token: string; readonly way: WireHandlers[string]; left: number } | undefined;
  return {
    ...operations,
    'ECS.RunTask': (input: never, call) => {
      const { clientToken: token = '' } = input as { clientToken?: string };
      if (lasting?.token === token && lasting.left > 0) {
        lasting.left -= 1;
        return lasting.way(input, call);
      }
      if (!isNow() || !random.chance(0.3)) return run(input, call);
      const way = random.pick(ways);
      lasting = { token, way, left: random.pick([0, 3]) };
      return way(input, call);
    },
  };
}

type Acting = {
  readonly night: Night;
  readonly random: Random;
  readonly plans: readonly Plan[];
  readonly slots: Map<string, number[]>;
};

function doSomething({ night, random, plans, slots }: Acting): void {
  const { simulation } = night;
  const { name } = random.pick(plans);
  const now = simulation.agenda.now();
  const slot = Math.floor(now / minuteMs) * minuteMs - (random.chance(0.1) ? random.whole(1, 30) * minuteMs : 0);
  const trigger = (): void => {
    for (let copy = random.whole(1, 3); copy > 0; copy -= 1)
      night.trigger(name, slot + random.whole(0, 59) * 1000, copy);
    slots.set(name, [...(slots.get(name) ?? []), slot]);
  };
  const living = night.tasks().filter(({ lastStatus }) => lastStatus !== 'STOPPED');
  const one: Task | undefined = living.length === 0 ? undefined : random.pick(living);
  const known = slots.get(name)?.at(-1);
  const { account } = simulation;
  const acts: readonly (() => void)[] = [
    trigger,
    trigger,
    trigger,
    trigger,
    trigger,
    trigger,
    () => known !== undefined && night.request(name, 'stop', known),
    () => known !== undefined && night.request(name, 'run', known),
    () => one !== undefined && interruptTask(account, one),
    () => one !== undefined && stopTask(account, one, { stopCode: 'UserInitiated', reason: 'by hand' }),
    () => {
      account.weather.fargateFull.add('*');
      simulation.agenda.after(random.whole(1, 25) * minuteMs, 'capacity is back', () =>
        account.weather.fargateFull.clear(),
      );
    },
    () => {
      const last = [...account.taskDefinitions.values()].findLast(({ family }) => family === name);
      define(night, random, name);
      if (last?.status === 'ACTIVE' && random.chance(0.5)) deregisterTaskDefinition(account, last.arn);
    },
  ];
  random.pick(acts)();
}

/** Looks after every second or so at what must hold at every moment. */
function watching(
  night: Night,
  { plans, mayMiss }: { readonly plans: readonly Plan[]; readonly mayMiss: boolean },
  broken: string[],
): (seconds: number) => Promise<void> {
  const fences = new Map<string, number>();
  const ended = new Map<string, string>();
  const check = (): void => {
    const runs = new Map(night.runs().map((run) => [run.runId, run]));
    checkLive(night, { runs, plans, mayMiss, broken });
    for (const run of runs.values()) {
      checkRun(night, run, broken);
      const before = ended.get(`${run.runId}/${run.round}`);
      if (before !== undefined && before !== run.ended?.how) broken.push(`(9) ${run.runId} was ${before}`);
      if (run.ended !== undefined) ended.set(`${run.runId}/${run.round}`, run.ended.how);
    }
    for (const { key } of plans) {
      const fence = night.lease(key)?.fence ?? 0;
      if (fence < (fences.get(key) ?? 0)) broken.push(`(11) the number of ${key} fell`);
      fences.set(key, fence);
    }
    checkCalls(night, broken);
  };
  return async (seconds) => {
    const step = seconds > 600 ? 60 : 7;
    for (let at = 0; at < seconds; at += step) {
      await night.run(Math.min(step, seconds - at));
      check();
    }
  };
}

/** A task that nobody has told to stop, and that has not. */
function isUp({ desiredStatus, lastStatus }: Task): boolean {
  return lastStatus !== 'STOPPED' && desiredStatus === 'RUNNING';
}

/** Tasks that ECS made long after it had said that there is none. */
const ghosts = new Set<string>();
const isGhost = ({ clientToken = '' }: Task): boolean => ghosts.has(clientToken);

/** How long a second task may live that came to life against what was said of it: until it is seen, and stopped. */
const strayMs = 6 * minuteMs;

type Live = {
  readonly runs: ReadonlyMap<string, RunState>;
  readonly plans: readonly Plan[];
  /** A task nobody was told of is known to nobody. */
  readonly mayMiss: boolean;
  readonly broken: string[];
};

function checkLive(night: Night, { runs, plans, mayMiss, broken }: Live): void {
  const now = night.simulation.agenda.now();
  const up = night.tasks().filter(isUp);
  const byRun = new Map<string, Task[]>();
  for (const task of up) {
    const runId = runOf(task.startedBy)?.runId ?? '';
    byRun.set(runId, [...(byRun.get(runId) ?? []), task]);
  }
  for (const [runId, tasks] of byRun) {
    const told = tasks.filter((task) => !isGhost(task) || (!mayMiss && now > task.createdAt + strayMs));
    if (told.length > 1) broken.push(`(1) ${runId} has ${told.length} tasks: ${told.map((t) => t.startedBy).join()}`);
  }
  for (const key of new Set(plans.map((plan) => plan.key))) {
    const sharers = new Set(
      plans.filter((plan) => plan.key === key && plan.policy !== 'allow').map(({ name }) => name),
    );
    const held = [...byRun].flatMap(([runId, tasks]) =>
      sharers.has(runs.get(runId)?.job ?? '') ? tasks.filter((task) => !isGhost(task)) : [],
    );
    if (new Set(held.map(({ startedBy }) => runOf(startedBy)?.runId)).size > 1)
      broken.push(`(2) ${key} is held by ${held.map(({ startedBy }) => startedBy).join()}`);
    const holder = night.lease(key)?.holder?.run;
    for (const [runId] of byRun) {
      const run = runs.get(runId);
      if (run?.pinned.concurrency.key !== key || run.pinned.concurrency.policy === 'allow') continue;
      if (
        run.ended !== undefined &&
        !holder?.endsWith(runId) &&
        held.some(({ startedBy }) => runOf(startedBy)?.runId === runId)
      )
        broken.push(`(11) ${key} was given back while ${runId} lives, ${run.ended.how}`);
    }
  }
}

function checkRun(night: Night, run: RunState, broken: string[]): void {
  const { ended, pinned, past, round } = run;
  const applications = past.filter((each) => each.class === 'application' || each.class === 'out-of-memory');
  if (round === 1 && applications.length > pinned.retry.attempts)
    broken.push(`(6) ${run.runId}: ${applications.length}`);
  if (round === 1 && past.filter((each) => each.class === 'configuration').length > 1) broken.push(`(7) ${run.runId}`);
  if (ended?.how === 'succeeded') {
    const task = night.simulation.account.tasks.get(run.task?.arn ?? '');
    const exits = task?.containers.map(({ exitCode }) => exitCode);
    const isGood = task === undefined || (task.lastStatus === 'STOPPED' && exits?.[0] === 0);
    if (!isGood) broken.push(`(5) ${run.runId} has succeeded: ${task?.lastStatus} ${exits?.join()}`);
    if (run.task?.stopped?.stopCode === 'UserInitiated') broken.push(`(5) ${run.runId} was stopped`);
  }
  if (ended?.how === 'failed' && ended.cause === undefined) broken.push(`(15) ${run.runId} failed for nothing`);
}

let lastCall = new WeakMap<Night, { readonly at: number; readonly requests: Map<string, string> }>();

/** Of every request: the same token is the same request; and none comes too late. */
function checkCalls(night: Night, broken: string[]): void {
  const known = lastCall.get(night) ?? { at: 0, requests: new Map<string, string>() };
  const calls: readonly Call[] = night.calls.slice(known.at);
  lastCall.set(night, { ...known, at: night.calls.length });
  for (const { operation, input, at } of calls) {
    if (operation !== 'ECS.RunTask') continue;
    const token = String(input['clientToken']);
    const request = JSON.stringify(input);
    if ((known.requests.get(token) ?? request) !== request) broken.push(`(8) ${token} is another request`);
    known.requests.set(token, request);
    const run = night.runs().find(({ runId }) => runOf(String(input['startedBy']))?.runId === runId);
    if (run === undefined) continue;
    const total = run.pinned.timeouts.totalMs ?? Infinity;
    const due = run.starter === 'schedule' && run.round === 1 ? run.slot : run.begunAt;
    const late = 10 * secondMs;
    if (at > run.begunAt + total + late) broken.push(`(4) ${run.runId} launched past its total`);
    if (run.ranAt === undefined && at > due + run.pinned.startDeadlineMs + late)
      broken.push(`(4) ${run.runId} launched past its deadline`);
  }
}

/** With nothing in the way any more, every slot has its end, told to its job, and nothing is held. */
function checkEnd(night: Night, slots: ReadonlyMap<string, readonly number[]>, broken: string[]): void {
  const runs = night.runs();
  for (const [job, all] of slots) {
    for (const slot of all) {
      const mine = runs.filter((run) => run.job === job && run.slot === slot);
      if (mine.length !== 1) broken.push(`(3) ${job} ${new Date(slot).toISOString()} has ${mine.length} runs`);
    }
  }
  for (const run of runs) {
    if (run.ended === undefined) broken.push(`(3) ${run.runId} has not ended: ${JSON.stringify(run)}`);
    const note = night.job(run.job)?.runs.find(({ runId }) => runId === run.runId);
    if (run.ended !== undefined && note?.end !== run.ended.how)
      broken.push(`(10) ${run.runId} ended ${run.ended.how}, told ${note?.end}`);
  }
  for (const task of night.tasks()) {
    const run = runs.find(({ runId }) => runOf(task.startedBy)?.runId === runId);
    if (isUp(task) && !isGhost(task) && run?.ended !== undefined)
      broken.push(`(1) ${task.startedBy} goes on after ${run.ended.how}`);
  }
  for (const { key, state } of night.simulation.store.all()) {
    if (!key.includes('#lease/')) continue;
    const { holder, waiting } = state as { holder?: unknown; waiting: unknown[] };
    if (holder !== undefined || waiting.length > 0) broken.push(`(11) ${key} is held: ${JSON.stringify(state)}`);
  }
  for (const { key, trouble } of night.simulation.store.all())
    if (key.startsWith('batch#') && trouble !== undefined) broken.push(`trouble ${key}: ${trouble.error}`);
  lastCall = new WeakMap();
}
