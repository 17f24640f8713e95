import { hourMs, minuteMs, secondMs } from '../../lib/core/time.ts';
import type { InstanceState } from '../../lib/drain/state.ts';
import { isLeaving } from '../../sim/account/autoscaling/group.ts';
import { interruptInstance, recommendRebalance } from '../../sim/account/autoscaling/spot.ts';
import { terminateInstance } from '../../sim/account/autoscaling/scale.ts';
import { setAgent, setInstanceStatus } from '../../sim/account/instances.ts';
import { noticeInstance } from '../../sim/account/services/scheduler.ts';
import { startTask } from '../../sim/account/start-task.ts';
import type { Random } from '../../sim/random.ts';
import { seeded } from '../../sim/random.ts';
import type { WireHandlers } from '../../sim/wire.ts';
import type { PlayedNight } from '../soak/night.ts';
import { errorsIn, hindered, nightHindrances, switchesOf } from '../soak/night.ts';
import type { Yard } from './yard.ts';
import { openYard, ownHook, serve } from './yard.ts';

const possible = [...nightHindrances, 'events-late'] as const;

/** The deadline of the policy, and how much later the last of it may come: a tick, and tries again. */
const deadlineMs = 25 * minuteMs;
const lateMs = 6 * minuteMs;

/** A night of terminations, interruptions and people, with much that goes wrong. Says which promises were broken. */
export async function playNight(seed: number): Promise<PlayedNight> {
  const random = seeded(`drains ${seed}`);
  const broken: string[] = [];
  const { options, begin, end } = hindered(random, possible, 0.25);
  let completed = 0;
  const yard = await openYard({
    seed: `drains ${seed}`,
    drain: `web: { mode: act, deadline: 25m, standalone: ${random.pick(['wait', 'stop'])}, stopAfter: 3m, agentPatience: 8m }`,
    hosts: random.whole(2, 6),
    hooks: [
      { ...ownHook, heartbeatTimeoutS: random.pick([120, 300, 600]) },
      ...(random.chance(0.3) ? [{ ...ownHook, name: 'backup', heartbeatTimeoutS: 600 }] : []),
    ],
    group: { spot: random.chance(0.3) },
    options: { switches: switchesOf(random, 0.25), ...options },
    answers: (operations, at) => judged(operations, at, { broken, count: () => (completed += 1) }),
  });
  for (const name of ['web', 'api'].slice(0, random.whole(1, 2))) {
    const [minimumHealthyPercent, maximumPercent] = random.pick([
      [50, 200],
      [100, 200],
      [100, 100],
      [0, 100],
    ] as const);
    const desired = random.whole(1, 6);
    serve(yard, name, { desired, minimumHealthyPercent, maximumPercent }, random.whole(1, 25) * secondMs);
  }
  if (random.chance(0.4)) serve(yard, 'logs', { scheduling: 'DAEMON', desired: 0 });
  await yard.run(180);
  begin(yard.simulation);
  for (let act = random.whole(2, 8); act > 0; act -= 1) {
    doSomething(yard, random);
    await yard.run(random.whole(5, 240));
    checkDeadlines(yard, broken);
  }
  for (let minute = 0; minute < 35; minute += 1) {
    await yard.run(60);
    checkDeadlines(yard, broken);
  }
  end(yard.simulation);
  await yard.run(90 * 60);
  checkEnd(yard, broken);
  await checkShared(yard, broken);
  broken.push(...errorsIn(yard.simulation));
  return { seed, broken: [...new Set(broken)], orders: completed };
}

type Judge = { readonly broken: string[]; readonly count: () => void };
type Completed = {
  readonly InstanceId?: string;
  readonly LifecycleHookName?: string;
  readonly LifecycleActionResult?: string;
};

/** Every order is judged when it comes: by what is true then, not by what was known. */
function judged(operations: WireHandlers, at: () => Yard, judge: Judge): WireHandlers {
  const drained = new Set<string>();
  const wrap = (name: string, check: (input: never) => void): WireHandlers => ({
    [name]: (input: never, call: Parameters<WireHandlers[string]>[1]) => {
      check(input);
      return operations[name]?.(input, call);
    },
  });
  return {
    ...operations,
    ...wrap('AutoScaling.CompleteLifecycleAction', (input: Completed) => {
      judge.count();
      checkCompletion(at(), input, judge.broken);
    }),
    ...wrap('ECS.UpdateContainerInstancesState', ({ containerInstances, status }: Update) => {
      for (const arn of containerInstances) {
        if (status === 'DRAINING') {
          if (at().simulation.account.instances.get(arn)?.status === 'ACTIVE') drained.add(arn);
        } else if (!drained.has(arn)) judge.broken.push(`S3: ${arn} was set ACTIVE, and we had not drained it`);
      }
    }),
  };
}

type Update = { readonly containerInstances: readonly string[]; readonly status: string };

function checkCompletion(yard: Yard, input: Completed, broken: string[]): void {
  const { InstanceId: id = '', LifecycleHookName: hook = '', LifecycleActionResult: result } = input;
  if (!hook.startsWith('watchkeeper')) broken.push(`S2: the hook ${hook} was completed`);
  if (result !== 'CONTINUE') broken.push(`S2: ${hook} was completed with ${result}`);
  const instance = yard.group.instances.get(id);
  if (instance === undefined || instance.ec2State !== 'running') return;
  const state = yard.drainOf(instance);
  if (state?.clear?.how === 'forced') return;
  const { account } = yard.simulation;
  const isDaemon = (group: string): boolean =>
    [...account.services.values()].some(
      ({ name, scheduling }) => group === `service:${name}` && scheduling === 'DAEMON',
    );
  const tasks = [...account.instances.values()]
    .filter(({ ec2InstanceId }) => ec2InstanceId === id)
    .flatMap((host) => [...host.tasks])
    .filter(({ group }) => !isDaemon(group));
  if (tasks.length > 0 && instance.actions.has(hook))
    broken.push(`S1: ${id} was let go with ${tasks.map(({ lastStatus }) => lastStatus).join()}`);
}

/** Every hook of ours is completed by the deadline, or soon after. */
function checkDeadlines(yard: Yard, broken: string[]): void {
  const now = yard.simulation.agenda.now();
  for (const { id, actions } of yard.group.instances.values()) {
    const own = actions.get(ownHook.name);
    if (own !== undefined && now > own.startedAt + deadlineMs + lateMs)
      broken.push(`L1: ${id} waits past its deadline`);
  }
}

/** With nothing in the way any more, nothing is left of what has gone. */
function checkEnd(yard: Yard, broken: string[]): void {
  const now = yard.simulation.agenda.now();
  for (const { key, state, dueAt } of yard.simulation.store.all()) {
    if (!key.startsWith('drain#') || !key.includes('#instance/') || dueAt === undefined) continue;
    const id = key.slice(key.indexOf('/') + 1);
    if (yard.group.instances.has(id)) continue;
    broken.push(`L3: ${key} is kept though its instance is gone: ${JSON.stringify(state)}`);
  }
  for (const { id, actions } of yard.group.instances.values()) {
    const own = actions.get(ownHook.name);
    if (own !== undefined && now > own.startedAt + deadlineMs + lateMs) broken.push(`L1: ${id} still waits`);
  }
  if (now < hourMs) broken.push('time stood still');
}

/** Places and holds are those of drains that go on. */
async function checkShared({ simulation, group }: Yard, broken: string[]): Promise<void> {
  const { budgets, holds } = simulation.storage;
  const { holders } = await budgets.read(`drain#${simulation.account.region}#budget/group/${group.name}`);
  const states = simulation.store.all().flatMap(({ key, state, dueAt }) => {
    const at = key.indexOf('#instance/');
    return key.startsWith('drain#') && at >= 0
      ? [{ id: key.slice(at + '#instance/'.length), state: state as InstanceState, isOver: dueAt === undefined }]
      : [];
  });
  for (const [id] of holders)
    if (states.find((each) => each.id === id)?.state.place === undefined) broken.push(`L3: ${id} leaked its place`);
  for (const { id, isOver } of states) {
    const own = (await holds.read(`instance/${id}`)).filter(({ holder }) => holder === 'drain');
    if (isOver && own.length > 0) broken.push(`L3: ${id} leaked its hold`);
  }
}

function doSomething(yard: Yard, random: Random): void {
  const { simulation, scaling, group } = yard;
  const there = [...group.instances.values()].filter((each) => !isLeaving(each) && each.ec2State === 'running');
  if (there.length === 0) return;
  const instance = random.pick(there);
  const { id, host } = instance;
  const say = (detailType: string): void =>
    simulation.bus.emit({
      source: 'watchkeeper',
      detailType,
      resources: [],
      detail: { instanceId: id, by: 'somebody' },
    });
  const acts: readonly (() => void)[] = [
    () => void terminateInstance(scaling, id, { decrement: group.desired > group.min && random.chance(0.5) }),
    () => void terminateInstance(scaling, id, { decrement: false }),
    () => void terminateInstance(scaling, id, { decrement: group.desired > group.min }),
    () => void (group.spot && interruptInstance(scaling, group, instance)),
    () => void (group.spot && recommendRebalance(scaling, group, instance)),
    () => say('Drain Requested'),
    () => {
      say('Drain Requested');
      simulation.agenda.after(random.whole(5, 300) * secondMs, 'somebody changes their mind', () =>
        say('Drain Cancelled'),
      );
    },
    () => {
      if (host === undefined || host.status === 'INACTIVE') return;
      setInstanceStatus(simulation.account, host, random.pick(['DRAINING', 'ACTIVE'] as const));
      noticeInstance(simulation.account, host);
    },
    () => {
      if (host === undefined) return;
      setAgent(simulation.account, host, false);
      if (random.chance(0.7))
        simulation.agenda.after(random.whole(20, 900) * secondMs, 'the agent is back', () =>
          setAgent(simulation.account, host, true),
        );
    },
    () => {
      const definition = [...simulation.account.services.values()][0]?.deployments[0]?.definition;
      if (definition === undefined || host?.status !== 'ACTIVE' || !host.agentConnected) return;
      startTask(simulation.account, {
        cluster: yard.cluster,
        definition,
        startedBy: 'somebody',
        containerInstances: [host.arn],
      });
    },
  ];
  random.pick(acts)();
}
