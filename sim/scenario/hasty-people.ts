import { minuteMs, secondMs } from '../../lib/core/time.ts';
import { isLeaving } from '../account/autoscaling/group.ts';
import { setDesiredCapacity, terminateInstance } from '../account/autoscaling/scale.ts';
import { setAgent } from '../account/instances.ts';
import type { ContainerInstance } from '../account/model.ts';
import { noticeInstance } from '../account/services/scheduler.ts';
import type { Member } from './drain-people.ts';
import { holdSome, inService, pickMember, say } from './drain-people.ts';
import { leavingMember, setHost, startByHand } from './drain-troubles.ts';
import type { Stage } from './stage.ts';
import type { Mend } from './trouble.ts';

/** As many do it from the console: DRAINING first, and then they do not wait. */
export function endByHand(stage: Stage): Mend | undefined {
  const { account, random, scaling } = stage;
  const picked = pickMember(stage);
  if (picked === undefined) return undefined;
  const { instance } = picked;
  setHost(stage, instance, 'DRAINING');
  account.agenda.after(random.whole(0, 30) * secondMs, `somebody ends ${instance.id}`, () => {
    if (!isLeaving(instance) && instance.ec2State === 'running')
      terminateInstance(scaling, instance.id, { decrement: false });
  });
  return () => {};
}

/** Once it has been drained: what it still has shall be served. */
export function setActiveAgain(stage: Stage): Mend | undefined {
  const { account, random } = stage;
  const picked = leavingMember(stage);
  if (picked === undefined) return undefined;
  const { instance } = picked;
  account.agenda.after(random.whole(5, 90) * secondMs, `somebody sets ${instance.id} ACTIVE`, () => {
    if (instance.ec2State === 'running' && instance.host?.status === 'DRAINING') setHost(stage, instance, 'ACTIVE');
  });
  return () => {};
}

/** Whoever asks does not know that somebody else wants it left alone. */
export function askForHeld(stage: Stage): Mend | undefined {
  const { account, random } = stage;
  const picked = pickMember(stage);
  if (picked === undefined) return undefined;
  const { instance } = picked;
  const letGo = holdSome(stage, { instance: instance.id });
  if (letGo === undefined) return undefined;
  let hasAsked = false;
  const asking = account.agenda.after(random.whole(80, 150) * secondMs, `somebody asks for ${instance.id}`, () => {
    hasAsked = true;
    say(stage, instance, 'requested');
  });
  return () => {
    // Who has not asked yet has no need to any more.
    account.agenda.cancel(asking);
    if (hasAsked) say(stage, instance, 'cancelled');
    letGo();
  };
}

/** The agent of a host that is on its way out is away for some minutes. */
export function silenceLeaving(stage: Stage): Mend | undefined {
  const { account, random } = stage;
  const picked = leavingMember(stage);
  const host = picked?.instance.host;
  if (host === undefined) return undefined;
  const isThere = (): boolean => host.status !== 'INACTIVE' && host.lostAt === undefined && host.off !== true;
  account.agenda.after(random.whole(5, 60) * secondMs, `the agent of ${host.ec2InstanceId} is away`, () => {
    if (isThere()) setAgent(account, host, false);
  });
  return () => {
    if (!isThere()) return;
    setAgent(account, host, true);
    noticeInstance(account, host);
  };
}

/** When a host goes after a task was started there by hand, and how long after that somebody ends the task. */
type LastTask = Readonly<Record<'leavesMs' | 'endsMs', readonly [least: number, most: number]>>;

const lastTasks: readonly LastTask[] = [
  // It lands in the moment before its host is told to go: the lists may not have it yet.
  { leavesMs: [0, 0], endsMs: [1 * minuteMs, 8 * minuteMs] },
  // It is told to stop just before the first look at its host: each of the two lists may leave it to the other.
  { leavesMs: [30 * secondMs, minuteMs], endsMs: [6 * secondMs, 12 * secondMs] },
];

/** So many come and are sent back. */
const newcomers = 3;

/** Hosts come, get a task of no service each, and are sent away. */
export function sendBack(stage: Stage): Mend | undefined {
  const { scaling, random } = stage;
  const groups = [...scaling.groups.values()].filter(({ desired, max }) => desired + newcomers <= max);
  if (groups.length === 0) return undefined;
  const group = random.pick(groups);
  setDesiredCapacity(scaling, group, group.desired + newcomers);
  return () => {
    const there = inService(stage).filter((each) => each.group === group && canTake(each.instance.host));
    const emptiest = there.toSorted((a, b) => tasksOn(stage, a) - tasksOn(stage, b));
    for (const member of emptiest.slice(0, newcomers)) sendOneBack(stage, member);
  };
}

function sendOneBack(stage: Stage, { group, instance }: Member): void {
  const { account, random, scaling } = stage;
  const { leavesMs, endsMs } = random.pick(lastTasks);
  const endTasks = startByHand(stage, instance.host, 'stubborn');
  account.agenda.after(random.whole(...leavesMs), `${instance.id} is sent back`, () => {
    if (instance.state === 'InService' && group.desired > group.min)
      terminateInstance(scaling, instance.id, { decrement: true });
    account.agenda.after(random.whole(...endsMs), 'a task started by hand ends', () => endTasks?.());
  });
}

function canTake(host: ContainerInstance | undefined): boolean {
  return host?.status === 'ACTIVE' && host.agentConnected && host.lostAt === undefined;
}

function tasksOn({ account }: Stage, { instance }: Member): number {
  const { host } = instance;
  return [...account.tasks.values()].filter((task) => task.instance === host && task.lastStatus !== 'STOPPED').length;
}
