import type { GroupInstance } from '../../../sim/account/autoscaling/group.ts';
import { addGroup, autoScalingOf } from '../../../sim/account/autoscaling/group.ts';
import { scaleGroup, terminateInstance } from '../../../sim/account/autoscaling/scale.ts';
import { interruptInstance } from '../../../sim/account/autoscaling/spot.ts';
import { loseInstance, setInstanceStatus } from '../../../sim/account/instances.ts';
import type { ContainerInstance } from '../../../sim/account/model.ts';
import { addTargetGroup } from '../../../sim/account/targets.ts';
import { loseZone } from '../../../sim/account/zones.ts';
import type { Switches } from '../../../sim/switches.ts';
import { drain } from '../autoscaling/fleet.ts';
import type { Heard, Scene } from '../services/scene.ts';
import { host, messages, scene, steadyService } from '../services/scene.ts';
import type { SwitchCase } from './switch-case.ts';

function withHost(flip: Partial<Switches>): Scene & { readonly instance: ContainerInstance } {
  const here = scene('switch', flip);
  const instance = host(here);
  here.events.length = 0;
  return { ...here, instance };
}

function detailOf({ events }: Scene, kind: string): Heard['detail'] {
  return events.find(({ detailType }) => detailType.includes(kind))?.detail ?? {};
}

/** An Auto Scaling group of two that is in service, and one of them. */
function withGroup(flip: Partial<Switches>) {
  const here = scene('switch', flip);
  const scaling = autoScalingOf(here.account);
  const group = addGroup(scaling, { name: 'web', desired: 2, max: 4, hooks: [drain] });
  scaleGroup(scaling, group);
  here.run(600);
  here.events.length = 0;
  const [instance] = group.instances.values() as Iterable<GroupInstance>;
  if (instance === undefined) throw new Error('no instance');
  return { here, scaling, group, instance };
}

export const instanceSwitches: readonly SwitchCase[] = [
  {
    name: 'drainingEmitsInstanceEvent',
    off: 0,
    on: 1,
    see: (flip) => {
      const { account, events, instance } = withHost(flip);
      setInstanceStatus(account, instance, 'DRAINING');
      return events.length;
    },
  },
  {
    name: 'agentsFlap',
    off: false,
    on: true,
    see: (flip) => {
      const { run, events } = withHost(flip);
      run(3_600);
      return events.filter(({ detail }) => detail['agentConnected'] === false).length >= 3;
    },
  },
  {
    name: 'hostLossIsHeardLate',
    off: 'INACTIVE',
    on: 'ACTIVE',
    see: (flip) => {
      const { account, run, instance } = withHost(flip);
      loseInstance(account, instance);
      run(25);
      return instance.status;
    },
  },
  {
    name: 'lostInstanceIsTold',
    off: ['ACTIVE'],
    on: ['ACTIVE', 'INACTIVE'],
    see: (flip) => {
      const { account, run, events, instance } = withHost(flip);
      loseInstance(account, instance);
      run(60);
      return events.map(({ detail }) => detail['status']);
    },
  },
  {
    name: 'instanceEventsCountTasks',
    off: undefined,
    on: 0,
    see: (flip) => {
      const here = scene('switch', flip);
      host(here);
      return detailOf(here, 'Container Instance')['runningTasksCount'];
    },
  },
  {
    name: 'spotWarningNamesRegion',
    off: 'arn:aws:ec2:ap-northeast-1a:instance',
    on: 'arn:aws:ec2:ap-northeast-1:123456789012:instance',
    see: (flip) => {
      const { here, scaling, group, instance } = withGroup(flip);
      interruptInstance(scaling, group, { ...instance, zone: 'ap-northeast-1a' });
      return here.events[0]?.resources[0]?.split('/')[0];
    },
  },
  {
    name: 'lifecycleNamesOrigin',
    off: undefined,
    on: 'AutoScalingGroup',
    see: (flip) => {
      const { here, scaling, instance } = withGroup(flip);
      terminateInstance(scaling, instance.id, { decrement: true });
      return detailOf(here, 'Lifecycle')['Origin'];
    },
  },
  {
    name: 'autoScalingTakesLong',
    off: ['running'],
    on: ['pending'],
    see: (flip) => {
      const here = scene('switch', flip);
      const scaling = autoScalingOf(here.account);
      const group = addGroup(scaling, { name: 'web', desired: 1, max: 1 });
      scaleGroup(scaling, group);
      here.run(25);
      return [...group.instances.values()].map(({ ec2State }) => ec2State);
    },
  },
  {
    name: 'zoneLossShowsInTargetsFirst',
    off: false,
    on: true,
    see: (flip) => {
      const here = scene('switch', flip);
      const healthCheck = { intervalS: 5, healthyThreshold: 2, unhealthyThreshold: 2, path: '/' };
      const group = addTargetGroup(here.account, 'web', { deregistrationDelayS: 5, healthCheck });
      const targets = [{ targetGroupArn: group.arn, container: 'app', containerPort: 8080 }];
      const service = steadyService(here, { targets, desired: 3 });
      loseZone(here.account, here.account.zones[0] ?? '');
      here.run(300);
      return messages(service).some((each) => each.includes('is unhealthy in (target-group'));
    },
  },
];
