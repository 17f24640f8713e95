import { minuteMs, secondMs } from '../../lib/core/time.ts';
import type { GroupInstance } from '../account/autoscaling/group.ts';
import { isLeaving } from '../account/autoscaling/group.ts';
import { completeAction, deleteHook } from '../account/autoscaling/hooks.ts';
import { detachInstance, restartByHand, stopByHand, terminateByHand } from '../account/autoscaling/people.ts';
import { replaceRootVolume } from '../account/autoscaling/root-volume.ts';
import { setDesiredCapacity, terminateInstance } from '../account/autoscaling/scale.ts';
import { interruptInstance, recommendRebalance } from '../account/autoscaling/spot.ts';
import { planMaintenance, tellMaintenance } from '../account/health-events.ts';
import { addInstance, deregisterInstance, setAgent, setInstanceStatus } from '../account/instances.ts';
import { ensureCluster } from '../account/identities.ts';
import { noticeInstance } from '../account/services/scheduler.ts';
import { startTask } from '../account/start-task.ts';
import { stopTask } from '../account/tasks/stop.ts';
import type { ContainerInstance } from '../account/model.ts';
import type { Member } from './drain-people.ts';
import { act, inService, pickMember, say } from './drain-people.ts';
import type { ServicePlan } from './plan.ts';
import type { Stage } from './stage.ts';
import { release } from './stage.ts';
import type { Aim, Mend } from './trouble.ts';

/** Half of a group goes at once. */
export function scaleHalfIn(stage: Stage): Mend | undefined {
  const { scaling, random } = stage;
  const groups = [...scaling.groups.values()].filter(({ desired }) => desired > 1);
  if (groups.length === 0) return undefined;
  const group = random.pick(groups);
  const { desired, min } = group;
  const less = Math.ceil(desired / 2);
  group.min = Math.min(min, less);
  setDesiredCapacity(scaling, group, less);
  return () => {
    group.min = min;
    setDesiredCapacity(scaling, group, Math.min(group.max, Math.max(desired, group.desired)));
  };
}

export function warnOne(stage: Stage, aim: Aim): Mend | undefined {
  const picked = pickMember(stage, aim);
  if (picked === undefined) return undefined;
  interruptInstance(stage.scaling, picked.group, picked.instance);
  return () => {};
}

export function adviseOne(stage: Stage, aim: Aim): Mend | undefined {
  const picked = pickMember(stage, aim);
  if (picked === undefined) return undefined;
  recommendRebalance(stage.scaling, picked.group, picked.instance);
  return () => {};
}

/** Told of some minutes or hours ahead; taken back, or carried out by a restart. */
export function planMaintenanceOf(stage: Stage): Mend | undefined {
  const { account, random, scaling } = stage;
  const struck = random.shuffled(inService(stage)).slice(0, random.whole(1, 3));
  if (struck.length === 0) return undefined;
  const startsAt = account.agenda.now() + random.pick([12, 70, 25 * 60]) * minuteMs;
  const instances = struck.map(({ instance }) => instance.id);
  const planned = planMaintenance(account, { instances, startsAt, code: 'AWS_EC2_INSTANCE_STOP_SCHEDULED' });
  tellMaintenance(account, planned, 'upcoming');
  for (const { instance } of struck) act(stage, instance, 'planned', startsAt);
  return () => {
    if (random.chance(0.5)) for (const { instance } of struck) restartByHand(scaling, instance);
    tellMaintenance(account, planned, 'closed');
    for (const { instance } of struck) act(stage, instance, 'cancelled');
  };
}

/** One that is on its way out; where none is, one is sent. */
export function leavingMember(stage: Stage): Member | undefined {
  const waiting = [...stage.scaling.groups.values()].flatMap((group) =>
    [...group.instances.values()]
      .filter(({ state, actions }) => state === 'Terminating:Wait' && actions.size > 0)
      .map((instance) => ({ group, instance })),
  );
  if (waiting.length > 0) return stage.random.pick(waiting);
  const picked = pickMember(stage);
  if (picked !== undefined) terminateInstance(stage.scaling, picked.instance.id, { decrement: false });
  return picked;
}

export function setHost(stage: Stage, instance: GroupInstance, status: 'ACTIVE' | 'DRAINING'): void {
  const { host } = instance;
  if (host === undefined || (host.status !== 'ACTIVE' && host.status !== 'DRAINING')) return;
  if (host.status !== status) act(stage, instance, status);
  setInstanceStatus(stage.account, host, status);
  noticeInstance(stage.account, host);
}

/** What people do to an instance that is being drained. */
const meddling: readonly ((stage: Stage, member: Member) => void)[] = [
  (stage, { instance }) => setHost(stage, instance, 'ACTIVE'),
  (stage, { instance }) => setHost(stage, instance, 'DRAINING'),
  (stage, { instance }) => say(stage, instance, 'forced'),
  (stage, { instance }) => say(stage, instance, 'extended'),
  (stage, { instance }) => say(stage, instance, 'cancelled'),
  (stage, { group, instance }) => {
    for (const hook of instance.actions.keys()) {
      act(stage, instance, 'completed');
      completeAction(stage.scaling, { group: group.name, hook, instanceId: instance.id }, 'CONTINUE');
    }
  },
  ({ scaling }, { instance }) => terminateByHand(scaling, instance),
  ({ scaling }, { instance }) => stopByHand(scaling, instance),
  ({ scaling }, { instance }) => restartByHand(scaling, instance),
  ({ account }, { instance }) => {
    if (instance.host !== undefined) setAgent(account, instance.host, false);
  },
];

export function meddle(stage: Stage): Mend | undefined {
  const picked = leavingMember(stage);
  if (picked === undefined) return undefined;
  const { account, random } = stage;
  const { instance } = picked;
  for (let times = random.whole(1, 2); times > 0; times -= 1) {
    const doing = random.pick(meddling);
    account.agenda.after(random.whole(0, 240) * secondMs, `somebody meddles with ${instance.id}`, () => {
      if (instance.ec2State === 'running') doing(stage, picked);
    });
  }
  return () => {
    const { host } = instance;
    if (host === undefined || host.off === true || host.lostAt !== undefined || host.status === 'INACTIVE') return;
    setAgent(account, host, true);
    if (!isLeaving(instance) && host.status === 'DRAINING') setHost(stage, instance, 'ACTIVE');
    noticeInstance(account, host);
  };
}

/** Somebody takes the hook away under an instance that waits for it, and puts it back. */
export function loseHook(stage: Stage): Mend | undefined {
  const picked = leavingMember(stage);
  if (picked === undefined) return undefined;
  const { group } = picked;
  const hooks = [...group.hooks.values()].filter(({ transition }) => transition.endsWith('TERMINATING'));
  stage.account.agenda.after(stage.random.whole(0, 60) * secondMs, `hooks of ${group.name} are deleted`, () => {
    for (const { name } of hooks) deleteHook(stage.scaling, group, name);
  });
  return () => {
    for (const hook of hooks) group.hooks.set(hook.name, hook);
  };
}

export function replaceVolumes(stage: Stage): Mend | undefined {
  const { random, scaling } = stage;
  const struck = random.shuffled(inService(stage)).slice(0, 2);
  for (const { group, instance } of struck)
    replaceRootVolume(scaling, group, { instance, forgets: random.chance(0.5) });
  return struck.length === 0 ? undefined : () => {};
}

export function detachOne(stage: Stage): Mend | undefined {
  const picked = pickMember(stage);
  if (picked === undefined) return undefined;
  const { group, instance } = picked;
  if (stage.random.chance(0.5)) say(stage, instance, 'requested');
  detachInstance(stage.scaling, group, instance);
  // Nobody forgets it for good.
  return () => terminateByHand(stage.scaling, instance);
}

/**
 * Its agent registers once more: in the same cluster, or in another (amazon-ecs-agent#782, #139). It has one connection:
 * what was registered before has lost its agent.
 */
export function registerTwice(stage: Stage): Mend | undefined {
  const { account, random, plan } = stage;
  const picked = pickMember(stage);
  const host = picked?.instance.host;
  if (picked === undefined || host === undefined) return undefined;
  const cluster = ensureCluster(account, random.pick(plan.clusters));
  const twin = addInstance(account, {
    cluster,
    instanceType: host.instanceType,
    zone: host.zone,
    ec2InstanceId: host.ec2InstanceId,
    cpu: host.registered.cpu,
    memoryMiB: host.registered.memoryMiB,
  });
  account.agenda.after(2 * secondMs, `${host.ec2InstanceId} can be used twice`, () => {
    if (twin.agentConnected) setAgent(account, host, false);
    noticeInstance(account, twin);
  });
  // Some hold tasks by then, some nothing yet.
  const leavesAfterMs = random.pick([0, 45, 90]) * secondMs;
  account.agenda.after(leavesAfterMs, `${host.ec2InstanceId} goes`, () => {
    if (picked.group.instances.has(picked.instance.id))
      terminateInstance(stage.scaling, picked.instance.id, { decrement: false });
  });
  return () => {
    deregisterInstance(account, twin, true);
    if (host.status !== 'INACTIVE' && host.off !== true && host.lostAt === undefined) setAgent(account, host, true);
  };
}

const byHand: ServicePlan = {
  cluster: 'web',
  name: 'reindex-by-hand',
  runsOn: 'EC2',
  kind: 'worker',
  program: 'worker',
  desired: 0,
  cpu: 64,
  memoryMiB: 64,
  stopTimeoutS: 120,
  circuitBreaker: 'none',
  minimumHealthyPercent: 0,
  maximumPercent: 100,
};

/** Somebody runs a task of no service there, which takes its time to stop or does not; the answer ends it. */
export function startByHand(
  stage: Stage,
  host: ContainerInstance | undefined,
  program: 'worker' | 'stubborn' = 'worker',
): Mend | undefined {
  const { account } = stage;
  const cluster = [...account.clusters.values()].find(({ arn }) => arn === host?.clusterArn);
  if (host === undefined || cluster === undefined) return undefined;
  const definition = release(stage, { ...byHand, cluster: cluster.name }, { program });
  const { tasks } = startTask(account, { cluster, definition, startedBy: 'kaori', containerInstances: [host.arn] });
  return () => {
    for (const task of tasks) stopTask(account, task, { stopCode: 'UserInitiated', reason: 'Task stopped by user' });
  };
}

/** A task of no service that ends when somebody ends it. */
export function leaveTask(stage: Stage): Mend | undefined {
  const host = pickMember(stage)?.instance.host;
  return host?.status === 'ACTIVE' && host.agentConnected ? startByHand(stage, host) : undefined;
}
