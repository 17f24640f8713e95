import { minuteMs, secondMs } from '../../lib/core/time.ts';
import { rebalanceZones } from '../account/autoscaling/rebalancing.ts';
import { loseInstance, setAgent, setInstanceStatus } from '../account/instances.ts';
import type { ContainerInstance } from '../account/model.ts';
import { noticeInstance } from '../account/services/scheduler.ts';
import { loseZone, restoreZone } from '../account/zones.ts';
import { addHost } from './hosts.ts';
import type { Stage } from './stage.ts';
import type { Aim, Mend } from './trouble.ts';

/** How long a team takes to notice that a host of no group is gone, and to have another up. */
const replacedAfterMs = 4 * minuteMs;

export function killHost(stage: Stage, aim: Aim): Mend | undefined {
  const instance = pickInstance(stage, aim);
  if (instance === undefined) return undefined;
  loseInstance(stage.account, instance);
  replaceLater(stage, instance);
  return () => {};
}

export function silenceAgent(stage: Stage, aim: Aim): Mend | undefined {
  const { account } = stage;
  const instance = pickInstance(stage, aim);
  if (instance === undefined) return undefined;
  setAgent(account, instance, false);
  return () => {
    if (isGone(instance)) return;
    setAgent(account, instance, true);
    noticeInstance(account, instance);
  };
}

export function drainHost(stage: Stage, aim: Aim): Mend | undefined {
  const { account } = stage;
  const instance = pickInstance(stage, aim);
  if (instance === undefined) return undefined;
  const set = (status: 'ACTIVE' | 'DRAINING'): void => {
    setInstanceStatus(account, instance, status);
    noticeInstance(account, instance);
  };
  set('DRAINING');
  return () => {
    if (!isGone(instance) && !isBeingEnded(stage, instance)) set('ACTIVE');
  };
}

/** Whoever else drains it by now goes on. */
function isBeingEnded({ account }: Stage, { ec2InstanceId }: ContainerInstance): boolean {
  const states = [...account.groups.values()].flatMap(({ instances }) => instances.get(ec2InstanceId)?.state ?? []);
  return states.some((state) => state.startsWith('Term') || state.startsWith('Replacing'));
}

const isGone = ({ status, lostAt }: ContainerInstance): boolean => status === 'INACTIVE' || lostAt !== undefined;

/** Groups replace theirs by themselves. */
function replaceLater(stage: Stage, { clusterArn, instanceType, ec2InstanceId }: ContainerInstance): void {
  if ([...stage.account.groups.values()].some(({ instances }) => instances.has(ec2InstanceId))) return;
  const cluster = clusterArn.split('/').at(-1) ?? '';
  const plan = stage.plan.hosts.find(
    (each) => each.cluster === cluster && each.instanceType === instanceType && each.group === undefined,
  );
  if (plan === undefined) return;
  const waitMs = replacedAfterMs + stage.random.whole(0, 60) * secondMs;
  const at = stage.random.whole(0, 2);
  stage.account.agenda.after(waitMs, `a new host for ${cluster}`, () => addHost(stage, plan, at));
}

export function zoneOutage(stage: Stage): Mend | undefined {
  const { account } = stage;
  if (account.weather.zonesDown.size > 0) return undefined;
  const zone = stage.random.pick(account.zones);
  const lost = [...account.instances.values()].filter((each) => each.zone === zone && !isGone(each));
  loseZone(account, zone);
  return () => {
    restoreZone(account, zone);
    for (const instance of lost) replaceLater(stage, instance);
    rebalanceLater(stage, 5);
  };
}

/** How often Auto Scaling looks at the balance of zones: a guess. */
const rebalancingMs = [4 * minuteMs, 8 * minuteMs] as const;

/** Groups move back into a zone that can give hosts again. */
export function rebalanceLater(stage: Stage, times: number): void {
  const { account, scaling, random } = stage;
  if (times === 0) return;
  account.agenda.after(random.whole(...rebalancingMs), 'zones of the groups are rebalanced', () => {
    const moved = [...scaling.groups.values()].filter((group) => rebalanceZones(scaling, group));
    if (moved.length > 0) rebalanceLater(stage, times - 1);
  });
}

export function pickInstance({ account, random }: Stage, aim: Aim): ContainerInstance | undefined {
  const alive = [...account.instances.values()].filter(
    ({ status, agentConnected, lostAt }) => status === 'ACTIVE' && agentConnected && lostAt === undefined,
  );
  if (aim.instance !== undefined) return alive.find(({ ec2InstanceId }) => ec2InstanceId === aim.instance);
  return alive.length === 0 ? undefined : random.pick(alive);
}
