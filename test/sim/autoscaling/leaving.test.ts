import { describe, expect, test } from 'vitest';
import { managedDrainingHook } from '../../../sim/account/autoscaling/managed-draining.ts';
import { terminateInstance } from '../../../sim/account/autoscaling/scale.ts';
import { interruptInstance, recommendRebalance } from '../../../sim/account/autoscaling/spot.ts';
import { createService } from '../../../sim/account/services/create.ts';
import { releaseOnHosts } from '../services/scene.ts';
import { drain, first, fleet, states } from './fleet.ts';

test('managed draining waits for the tasks, which move, and completes its hook', () => {
  const here = fleet({ hooks: [managedDrainingHook] });
  const definition = releaseOnHosts(here, 'good');
  const service = createService(here.account, { cluster: here.cluster, name: 'web', definition, desired: 3 });
  here.run(300);
  const leaving = first(here);
  const taken = leaving.host?.tasks.size;
  terminateInstance(here.scaling, leaving.id, { decrement: true });
  here.run(600);
  expect(taken).toBe(1);
  expect(here.group.instances.has(leaving.id)).toBe(false);
  expect(leaving.host?.status).toBe('INACTIVE');
  expect(service.tasks.size).toBe(3);
  const reasons = here.events.filter(({ detail }) => detail['lastStatus'] === 'STOPPED');
  expect(reasons).toHaveLength(1);
  expect(reasons[0]?.detail['stoppedReason']).toContain('in DRAINING state');
});

describe('Spot', () => {
  test('two minutes after its warning an instance is gone, whatever its hooks wait for', () => {
    const here = fleet({ hooks: [drain] });
    const definition = releaseOnHosts(here, 'good');
    const service = createService(here.account, { cluster: here.cluster, name: 'web', definition, desired: 3 });
    here.run(300);
    here.events.length = 0;
    const instance = first(here);
    const began = here.account.agenda.now();
    interruptInstance(here.scaling, here.group, instance);
    here.run(400);
    const [warning] = here.events;
    expect(warning).toMatchObject({
      at: began,
      source: 'aws.ec2',
      detailType: 'EC2 Spot Instance Interruption Warning',
      resources: [`arn:aws:ec2:${instance.zone}:instance/${instance.id}`],
      detail: { 'instance-id': instance.id, 'instance-action': 'terminate' },
    });
    const ends = here.events.find(({ detail }) => detail['state'] === 'shutting-down');
    expect(ends?.at).toBe(began + 120_000);
    const stopped = here.events.find(({ detail }) => detail['lastStatus'] === 'STOPPED');
    expect(stopped?.detail).toMatchObject({ stopCode: 'TerminationNotice' });
    expect(service.tasks.size).toBe(3);
    here.run(600);
    expect(states(here)).toEqual(['InService', 'InService', 'InService']);
    expect(here.group.instances.has(instance.id)).toBe(false);
  });

  test('a rebalance recommendation alone changes nothing; with Capacity Rebalancing the new one comes first', () => {
    const plain = fleet();
    recommendRebalance(plain.scaling, plain.group, first(plain));
    plain.run(600);
    expect(states(plain)).toEqual(['InService', 'InService', 'InService']);
    const here = fleet({ rebalances: true });
    const { id } = first(here);
    recommendRebalance(here.scaling, here.group, first(here));
    let least = 3;
    here.run(600, () => {
      least = Math.min(least, [...here.group.instances.values()].filter(({ state }) => state === 'InService').length);
    });
    expect([least, here.group.instances.has(id), here.group.instances.size]).toEqual([3, false, 3]);
  });
});
