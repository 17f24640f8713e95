import { describe, expect, test } from 'vitest';
import { refreshInstances } from '../../../sim/account/autoscaling/instance-refresh.ts';
import { managedDrainingHook } from '../../../sim/account/autoscaling/managed-draining.ts';
import { detachInstance } from '../../../sim/account/autoscaling/people.ts';
import { rebalanceZones } from '../../../sim/account/autoscaling/rebalancing.ts';
import { setDesiredCapacity } from '../../../sim/account/autoscaling/scale.ts';
import { interruptInstance, recommendRebalance } from '../../../sim/account/autoscaling/spot.ts';
import { loseInstance } from '../../../sim/account/instances.ts';
import { loseZone, restoreZone } from '../../../sim/account/zones.ts';
import type { Fleet } from './fleet.ts';
import { drain, first, fleet, kinds, states } from './fleet.ts';

const zones = ({ group }: Fleet): string[] =>
  [...group.instances.values()]
    .filter(({ state }) => state === 'InService')
    .map(({ zone }) => zone.at(-1) ?? '')
    .toSorted();

const messages = (here: Fleet): unknown[] =>
  here.events
    .filter(({ detailType }) => detailType === 'EC2 Instance Launch Unsuccessful')
    .map(({ detail }) => String(detail['StatusMessage']));

describe('a host that dies in a group', () => {
  test('is missed and replaced, in its zone', () => {
    const here = fleet();
    const { id, host } = first(here);
    if (host !== undefined) loseInstance(here.account, host);
    here.run(15);
    expect(states(here)).toEqual(['InService', 'InService', 'InService']);
    here.run(600);
    expect([here.group.instances.has(id), zones(here)]).toEqual([false, ['a', 'c', 'd']]);
    expect(kinds(here)).toContain('EC2 Instance Terminate Successful');
  });

  test('runs its hooks though it is dead, and is not waited for', () => {
    const here = fleet({ hooks: [drain] });
    const dead = first(here);
    if (dead.host !== undefined) loseInstance(here.account, dead.host);
    here.run(240);
    expect(dead.state).toBe('Terminating:Wait');
    expect(zones(here)).toEqual(['a', 'c', 'd']);
  });
});

describe('a zone', () => {
  test('that is lost: the others take over; when it is back, the group moves back', () => {
    const here = fleet();
    loseZone(here.account, 'ap-northeast-1a');
    here.run(600);
    expect(zones(here)).toHaveLength(3);
    expect(zones(here)).not.toContain('a');
    setDesiredCapacity(here.scaling, here.group, 4);
    here.run(300);
    expect(zones(here)).toEqual(['c', 'c', 'd', 'd']);
    restoreZone(here.account, 'ap-northeast-1a');
    let least = 4;
    expect(rebalanceZones(here.scaling, here.group)).toBe(true);
    here.run(600, () => {
      least = Math.min(least, zones(here).length);
    });
    expect([least, zones(here)]).toEqual([4, ['a', 'c', 'd', 'd'].toSorted()]);
    expect(rebalanceZones(here.scaling, here.group)).toBe(false);
  });

  test('without capacity: it is said, and another is taken', () => {
    const here = fleet();
    here.account.weather.ec2Full.add('ap-northeast-1a');
    setDesiredCapacity(here.scaling, here.group, 4);
    here.run(300);
    expect(zones(here)).toEqual(['a', 'c', 'c', 'd']);
    expect(messages(here)).toEqual([
      expect.stringContaining('We currently do not have sufficient m5.large capacity in the Availability Zone'),
    ]);
  });

  test('none has capacity: it is tried again each minute', () => {
    const here = fleet({ spot: true });
    here.account.weather.ec2SpotFull.add('*');
    setDesiredCapacity(here.scaling, here.group, 4);
    here.run(130);
    expect(messages(here)).toHaveLength(9);
    here.account.weather.ec2SpotFull.clear();
    here.run(300);
    expect(zones(here)).toHaveLength(4);
  });
});

describe('an instance refresh', () => {
  test.each([
    { name: 'the new one first', launchFirst: true, fewest: 3 },
    { name: 'both at once', launchFirst: false, fewest: 2 },
  ])('replaces all, one after the other: $name', ({ launchFirst, fewest }) => {
    const here = fleet({ hooks: [managedDrainingHook], protectsNewInstances: true });
    const old = new Set(here.group.instances.keys());
    refreshInstances(here.scaling, here.group, launchFirst);
    let least = 3;
    here.run(2_400, () => {
      least = Math.min(least, zones(here).length);
    });
    expect([least, zones(here).length]).toEqual([fewest, 3]);
    expect([...here.group.instances.keys()].filter((id) => old.has(id))).toEqual([]);
  });

  test('that is cancelled leaves the rest as they are', () => {
    const here = fleet();
    const old = new Set(here.group.instances.keys());
    const cancel = refreshInstances(here.scaling, here.group, false);
    cancel();
    here.run(1_200);
    expect([...here.group.instances.keys()].filter((id) => old.has(id))).toHaveLength(2);
  });

  test('leaves alone what was taken out of the group meanwhile', () => {
    const here = fleet();
    const [, , last] = here.group.instances.values();
    if (last === undefined) throw new Error('no instance');
    refreshInstances(here.scaling, here.group, false);
    detachInstance(here.scaling, here.group, last);
    here.run(2_400);
    expect([last.state, last.ec2State]).toEqual(['InService', 'running']);
  });
});

describe('Spot', () => {
  test('the instance that is recommended to go is the one that goes', () => {
    const here = fleet({ rebalances: true, spot: true });
    const [, , last] = here.group.instances.values();
    if (last === undefined) throw new Error('no instance');
    recommendRebalance(here.scaling, here.group, last);
    here.run(600);
    expect([here.group.instances.has(last.id), here.group.instances.size]).toEqual([false, 3]);
  });

  test.each([true, false])('an agent that hears the warning drains its host: %s', (drainsAtWarning) => {
    const here = fleet({ spot: true, drainsAtWarning });
    const { host } = first(here);
    interruptInstance(here.scaling, here.group, first(here));
    here.run(30);
    expect(host?.status).toBe(drainsAtWarning ? 'DRAINING' : 'ACTIVE');
  });
});
