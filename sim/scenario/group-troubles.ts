import { secondMs } from '../../lib/core/time.ts';
import type { AutoScalingGroup } from '../account/autoscaling/group.ts';
import { isLeaving } from '../account/autoscaling/group.ts';
import { refreshInstances } from '../account/autoscaling/instance-refresh.ts';
import { setDesiredCapacity } from '../account/autoscaling/scale.ts';
import { interruptInstance, recommendRebalance } from '../account/autoscaling/spot.ts';
import { loseInstance } from '../account/instances.ts';
import type { Account } from '../account/model.ts';
import { remainingOf } from '../account/resources.ts';
import type { Service } from '../account/service.ts';
import { updateService } from '../account/services/update.ts';
import { rebalanceLater } from './host-troubles.ts';
import type { ServicePlan } from './plan.ts';
import type { Stage } from './stage.ts';
import { serviceNamed } from './stage.ts';
import type { Mend } from './trouble.ts';

export function scaleGroupIn(stage: Stage): Mend | undefined {
  const { scaling } = stage;
  const group = pickGroup(stage, ({ desired }) => desired > 1);
  if (group === undefined) return undefined;
  const { desired, min } = group;
  group.min = Math.min(min, desired - 1);
  setDesiredCapacity(scaling, group, desired - 1);
  return () => {
    group.min = min;
    setDesiredCapacity(scaling, group, Math.min(group.max, Math.max(desired, group.desired)));
  };
}

export function refreshGroup(stage: Stage): Mend | undefined {
  const group = pickGroup(stage, () => true);
  return group === undefined ? undefined : refreshInstances(stage.scaling, group, stage.random.chance(0.5));
}

/** A recommendation comes before the warning, with it or not at all (rebalance-recommendations). */
export function takeSpotHosts(stage: Stage): Mend | undefined {
  const { account, scaling, random } = stage;
  const groups = [...scaling.groups.values()].filter(({ spot }) => spot);
  const taken = groups.flatMap((group) =>
    [...group.instances.values()].filter((each) => !isLeaving(each)).map((instance) => ({ group, instance })),
  );
  if (taken.length === 0) return undefined;
  account.weather.ec2SpotFull.add('*');
  for (const { group, instance } of taken) {
    const foretold = random.chance(0.5);
    if (foretold) recommendRebalance(scaling, group, instance);
    const waitMs = foretold ? random.whole(0, 120) * secondMs : 0;
    account.agenda.after(waitMs, `${instance.id} is wanted back`, () => {
      if (instance.ec2State === 'running') interruptInstance(scaling, group, instance);
    });
  }
  return () => {
    account.weather.ec2SpotFull.delete('*');
    rebalanceLater(stage, 5);
  };
}

export function fillEc2(stage: Stage): Mend | undefined {
  const { account, random } = stage;
  const group = pickGroup(stage, ({ instances }) => [...instances.values()].some(({ host }) => host !== undefined));
  const hosts = [...(group?.instances.values() ?? [])].flatMap(({ host }) => (host === undefined ? [] : [host]));
  const host = hosts.length === 0 ? undefined : random.pick(hosts);
  if (host === undefined) return undefined;
  const where = random.chance(0.5) ? '*' : host.zone;
  account.weather.ec2Full.add(where);
  account.weather.ec2SpotFull.add(where);
  loseInstance(account, host);
  return () => {
    account.weather.ec2Full.delete(where);
    account.weather.ec2SpotFull.delete(where);
    rebalanceLater(stage, 3);
  };
}

/** Copies of it go on hosts, as many as there is room for. */
export function outgrows({ runsOn, kind, hostPort }: ServicePlan): boolean {
  return runsOn === 'EC2' && kind !== 'daemon' && hostPort === undefined;
}

/** So many tasks beyond what fits. */
const tooMany = 2;

export function outgrowGroup(stage: Stage): Mend | undefined {
  const { account, random } = stage;
  const plans = stage.plan.services.filter(outgrows);
  const plan = plans.length === 0 ? undefined : random.pick(plans);
  const service = plan === undefined ? undefined : serviceNamed(stage, plan);
  if (plan === undefined || service?.status !== 'ACTIVE') return undefined;
  const groups = [...account.groups.values()].filter(({ cluster }) => cluster?.arn === service.clusterArn);
  if (groups.length === 0) return undefined;
  const before = groups.map((group) => ({ group, max: group.max }));
  for (const group of groups) group.max = group.desired;
  const by = { role: 'Developer', session: 'kaori' };
  updateService(account, service, { desired: service.desired + roomFor(account, service, plan) + tooMany, by });
  return () => {
    for (const { group, max } of before) group.max = Math.max(max, group.desired);
    updateService(account, service, { desired: plan.desired, by });
  };
}

function roomFor(account: Account, { clusterArn }: Service, { cpu, memoryMiB }: ServicePlan): number {
  return [...account.instances.values()]
    .filter((each) => each.clusterArn === clusterArn && each.status === 'ACTIVE')
    .map((each) => remainingOf(each))
    .reduce((sum, left) => sum + Math.floor(Math.min(left.cpu / cpu, left.memoryMiB / memoryMiB)), 0);
}

function pickGroup(
  { scaling, random }: Stage,
  fits: (group: AutoScalingGroup) => boolean,
): AutoScalingGroup | undefined {
  const groups = [...scaling.groups.values()].filter((group) => group.cluster !== undefined && fits(group));
  return groups.length === 0 ? undefined : random.pick(groups);
}
