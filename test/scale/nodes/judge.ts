import { minuteMs, secondMs } from '../../../lib/core/time.ts';
import type { AutoScalingGroup, GroupInstance } from '../../../sim/account/autoscaling/group.ts';
import type { Service } from '../../../sim/account/service.ts';
import type { Random } from '../../../sim/random.ts';
import type { WireHandlers } from '../../../sim/wire.ts';
import type { Yard } from '../../drain/yard.ts';

/** What the configuration allows. */
type Limits = {
  readonly mode: 'act' | 'observe';
  readonly least: number;
  readonly most: number;
  readonly perZone: number;
  readonly budget: number;
  readonly total: number;
  readonly upkeep: 'act' | 'none';
};

/** What is true of the account, whatever was read of it. */
export type Truth = {
  readonly limits: Limits;
  readonly broken: string[];
  readonly now: () => number;
  /** Tasks that have a place, and are to run. */
  readonly placed: (service: string) => number;
  park?: Yard;
  groups: readonly AutoScalingGroup[];
  services: readonly Service[];
  orders: number;
  /** How many tasks of each cluster were wanted, or there, in the last minutes. */
  readonly wished: { readonly at: number; readonly tasks: ReadonlyMap<string, number> }[];
  protectedSince?: number;
  ownedSince?: number;
  /** By people, since when. */
  readonly held: Map<string, number>;
  /** Instances that were asked to leave with tasks on them. */
  readonly asked: Map<string, number>;
  readonly ended: Map<string, number>;
};

/** Answers may be some seconds old, and an order is on its way for some more. */
const knownAfterMs = 90 * secondMs;

/** A host has room for so many tasks. */
const perHost = 8;

export function newTruth(random: Random): Truth {
  const least = random.pick([0, 0, 1, 2]);
  const truth: Truth = {
    limits: {
      mode: random.pick(['act', 'act', 'act', 'act', 'observe'] as const),
      least,
      most: random.whole(4, 9),
      perZone: random.pick([0, 1]),
      budget: random.whole(1, 2),
      total: random.whole(6, 12),
      upkeep: random.pick(['act', 'none'] as const),
    },
    broken: [],
    now: () => truth.park?.simulation.agenda.now() ?? 0,
    placed: (name) =>
      [...(truth.park?.simulation.account.tasks.values() ?? [])].filter(
        ({ group, instance, desiredStatus }) =>
          group === `service:${name}` && instance !== undefined && desiredStatus === 'RUNNING',
      ).length,
    groups: [],
    services: [],
    orders: 0,
    wished: [],
    held: new Map(),
    asked: new Map(),
    ended: new Map(),
  };
  return truth;
}

const isKnown = (truth: Truth, since: number | undefined, afterMs = knownAfterMs): boolean =>
  since !== undefined && truth.now() > since + afterMs;

/** Every order is judged when it comes: by what has been true for long enough to be known. */
export function judged(operations: WireHandlers, truth: Truth): WireHandlers {
  const before = (operation: string, judge: (input: never) => void): WireHandlers => {
    const handler = operations[operation];
    if (handler === undefined) return {};
    return {
      [operation]: (input: never, call: Parameters<typeof handler>[1]) => {
        if (truth.park !== undefined) {
          truth.orders += 1;
          if (truth.limits.mode === 'observe') truth.broken.push('a write in observe');
          judge(input);
        }
        return handler(input, call);
      },
    };
  };
  return {
    ...operations,
    ...before('AutoScaling.SetDesiredCapacity', (input) => judgeRaise(input, truth)),
    ...before('AutoScaling.TerminateInstanceInAutoScalingGroup', (input) => judgeEnd(input, truth)),
    ...before('EventBridge.PutEvents', (input) => judgeWishes(input, truth)),
  };
}

type Raised = { readonly AutoScalingGroupName: string; readonly DesiredCapacity: number };

function judgeRaise({ AutoScalingGroupName: name, DesiredCapacity: to }: Raised, truth: Truth): void {
  const { broken, limits, groups } = truth;
  const group = groups.find((each) => each.name === name);
  if (group === undefined) return;
  if (to > limits.most) broken.push(`bought beyond the most: ${to} of ${limits.most}`);
  if (to < group.desired) broken.push('made smaller by a number');
  const inAll = groups.reduce((sum, each) => sum + (each === group ? to : each.desired), 0);
  if (inAll > limits.total) broken.push(`more in all than the total: ${inAll} of ${limits.total}`);
  // Whose policies act is read every five minutes.
  if (name === 'web' && isKnown(truth, truth.ownedSince, 5 * minuteMs + knownAfterMs))
    broken.push('bought though a policy sizes it');
  const most = neededIn(group, truth);
  if (to > most) broken.push(`bought more than is needed: ${to}, where ${most} are plenty`);
}

/** So many are plenty: all that was wanted lately, beside what goes, one for what is left over, and the room of upkeep. */
function neededIn(group: AutoScalingGroup, truth: Truth): number {
  const tasks = Math.max(0, ...truth.wished.map((each) => each.tasks.get(group.cluster?.arn ?? '') ?? 0));
  const out = [...group.instances.values()].filter(({ host }) => host?.status === 'DRAINING').length;
  const { least, perZone, upkeep } = truth.limits;
  const extra = upkeep === 'act' ? group.zones.length : 0;
  const kept = Math.max(least, group.min, perZone * group.zones.length, Math.ceil(tasks / perHost));
  return kept + out + extra + 1;
}

type Ended = { readonly InstanceId: string };

function judgeEnd({ InstanceId: id }: Ended, truth: Truth): void {
  const { broken, limits, groups, ended } = truth;
  if (truth.now() < (ended.get(id) ?? -Infinity) + 4 * minuteMs) broken.push('ended twice');
  ended.set(id, truth.now());
  truth.asked.delete(id);
  const group = groups.find(({ instances }) => instances.has(id));
  const instance = group?.instances.get(id);
  if (group === undefined || instance === undefined || instance.state !== 'InService') return;
  const tasks = [...(instance.host?.tasks ?? [])].filter(({ lastStatus }) => lastStatus !== 'STOPPED');
  if (tasks.length > 0) broken.push('ended with tasks on it');
  if (group.desired - 1 < limits.least) broken.push('ended below the least');
  const there = stayingIn(group).filter(({ zone }) => zone === instance.zone);
  if (there.length - 1 < limits.perZone) broken.push('fewer in a zone than are to stay');
  if (isKnown(truth, truth.held.get(id))) broken.push('ended though a person holds it');
}

const stayingIn = (group: AutoScalingGroup): readonly GroupInstance[] =>
  [...group.instances.values()].filter(({ state }) => state === 'InService');

type Put = { readonly Entries?: readonly { readonly DetailType?: string; readonly Detail?: string }[] };

function judgeWishes({ Entries = [] }: Put, truth: Truth): void {
  for (const { DetailType, Detail = '{}' } of Entries) {
    const id = /i-0[0-9a-f]+/.exec(Detail)?.[0] ?? '';
    if (DetailType === 'Drain Cancelled') truth.asked.delete(id);
    else if (DetailType === 'Drain Requested') judgeLeave(id, truth);
  }
}

function judgeLeave(id: string, truth: Truth): void {
  const { broken, limits, asked, groups } = truth;
  const instance = groups.flatMap(({ instances }) => instances.get(id) ?? [])[0];
  const tasks = [...(instance?.host?.tasks ?? [])].filter(({ desiredStatus }) => desiredStatus === 'RUNNING');
  if (isKnown(truth, truth.held.get(id))) broken.push('sent away though a person holds it');
  const isProtected = tasks.some(({ protectedUntil = 0 }) => protectedUntil > truth.now());
  if (isProtected && isKnown(truth, truth.protectedSince)) broken.push('sent away though a task is protected');
  // What was empty when it was read waits for no budget; a task may have come since.
  if (!tasks.some(({ createdAt }) => isKnown(truth, createdAt))) return;
  const cluster = instance?.host?.clusterArn;
  for (const known of asked.keys()) {
    const other = groups.flatMap(({ instances }) => instances.get(known) ?? [])[0];
    if (other === undefined || other.state !== 'InService') asked.delete(known);
  }
  asked.set(id, truth.now());
  const out = [...asked.keys()].filter((known) =>
    groups.some(({ instances }) => instances.get(known)?.host?.clusterArn === cluster),
  );
  if (out.length > limits.budget) broken.push(`more on their way out than the budget: ${out.length}`);
}

/** What must hold at every moment. */
export function watched(truth: Truth): void {
  const { groups, services, wished, limits, broken } = truth;
  const now = truth.now();
  const tasks = new Map<string, number>();
  // Those that are protected stay, though fewer are wanted.
  for (const { clusterArn, name, desired } of services)
    tasks.set(clusterArn, (tasks.get(clusterArn) ?? 0) + Math.max(desired, truth.placed(name)));
  wished.push({ at: now, tasks });
  while ((wished[0]?.at ?? now) < now - 4 * minuteMs) wished.shift();
  const inAll = groups.reduce((sum, { desired }) => sum + desired, 0);
  if (inAll > limits.total) broken.push(`more in all than the total: ${inAll} of ${limits.total}`);
}
